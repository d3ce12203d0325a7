// The parameters of the three calls that write, by their request names, and where they stand in answers.

const must = {required: true};
const civilities = ['MONSIEUR', 'MADAME', 'MADEMOISELLE'];
const person = [
  {name: 'civility', key: 'civility', label: 'Salutation', choices: civilities, ...must},
  {name: 'firstname', key: 'firstname', label: 'First name', ...must},
  {name: 'lastname', key: 'lastname', label: 'Last name', ...must},
  {name: 'email', key: 'email', label: 'E-mail', ...must},
  {name: 'cell_phone', key: 'cellPhone', label: 'Mobile phone', ...must},
  {name: 'phone', key: 'phone', label: 'Phone'},
  {name: 'address_1', key: 'address1', label: 'Address, line 1', ...must},
  {name: 'address_2', key: 'address2', label: 'Address, line 2'},
  {name: 'postal_code', key: 'postalCode', label: 'Post code', ...must},
  {name: 'city', key: 'city', label: 'City', ...must},
  {name: 'country', key: 'country', label: 'Country (code)', ...must},
  {name: 'company_name', key: 'companyName', label: 'Company'},
  {name: 'registration_number', key: 'registrationNumber', label: 'Registration number'},
  {name: 'job_title', key: 'jobTitle', label: 'Job title'},
  {name: 'birthdate', key: 'birthdate', label: 'Birth date', kind: 'date'},
  {name: 'birthplace', key: 'birthplace', label: 'Birth place'},
];
const customerFields = [{name: 'customer_code', key: 'customerCode', label: 'Customer code', ...must}, ...person];
const contractorFields = [
  ...person,
  {name: 'category', key: 'category', label: 'Category'},
  {name: 'localisation', key: 'localisation', label: 'Language', choices: ['en_US', 'fr_FR', 'es_ES', 'de_DE']},
  {name: 'is_default', key: 'isDefault', label: 'Default signatory', kind: 'flag'},
];
const propertyFields = [
  {name: 'key', key: 'key', label: 'Key', ...must},
  {name: 'value', key: 'value', label: 'Value', ...must},
];

/** The value of a field as its input holds it. */
function inputValue(field, entity) {
  const value = entity?.[field.key];
  if (field.kind === 'flag') return value === true;
  if (field.kind !== 'date') return value === null || value === undefined ? '' : String(value);
  const at = new Date(value);
  return value === undefined || value === -1 || value === 0 || Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
}

let formCount = 0;

/**
 * A form of these fields, filled from `entity` (null for a new one). `save(body)` gets what the call needs: the
 * mandatory parameters, and of the others those that were changed, so that what was not touched stays as it is.
 */
function entityForm({fields, entity, label, saveText, save, extra = []}) {
  const prefix = `form${++formCount}-`;
  const inputs = new Map();
  const problems = make('div', {class: 'problems', role: 'alert', hidden: true});
  const rows = fields.map((field) => {
    const input = makeInput(field, prefix + field.name, entity);
    inputs.set(field, input);
    if (field.kind === 'flag') return make('label', {class: 'check'}, input, field.label);
    const hints = field.choices ? make('datalist', {id: `${input.id}-choices`}, ...field.choices.map((value) => make('option', {value}))) : null;
    return make('label', {}, make('span', {}, field.label, field.required ? make('span', {class: 'must', 'aria-hidden': 'true'}, ' *') : null), input, hints);
  });
  const submit = make('button', {class: 'main'}, saveText);
  const form = make('form', {class: 'fields', 'aria-label': label, novalidate: true}, problems, ...rows,
    make('div', {class: 'row-of-buttons'}, submit, ...extra));
  const changed = (field) => valueOf(field, inputs.get(field)) !== inputValue(field, entity);
  form.changed = () => form.isConnected && fields.some(changed);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problems.hidden = true;
    const body = {};
    for (const field of fields) if (field.required || changed(field)) body[field.name] = valueOf(field, inputs.get(field));
    await attempt(async () => {
      try {
        await save(body);
      } catch (error) {
        if (error instanceof ApiError) showProblems(problems, error, inputs);
        throw error;
      }
    }, submit);
  });
  return form;
}

function makeInput(field, id, entity) {
  const value = inputValue(field, entity);
  const type = {flag: 'checkbox', date: 'date'}[field.kind] ?? 'text';
  const input = make('input', {id, name: field.name, type, autocomplete: 'off', spellcheck: 'false', dir: type === 'text' ? 'auto' : null,
    required: field.required, list: field.choices ? `${id}-choices` : null});
  if (field.kind === 'flag') input.checked = value;
  else input.value = value;
  return input;
}

const valueOf = (field, input) => (field.kind === 'flag' ? input.checked : input.value);

/** Says what was refused, in the form and at the field that it names. */
function showProblems(place, error, inputs) {
  const lines = error.problems.length ? error.problems.map(({where, what}) => (where ? `${where}: ${what}` : what)) : [error.message];
  place.hidden = false;
  place.replaceChildren(make('p', {}, error.message), ...(error.problems.length ? [make('ul', {}, ...lines.map((line) => make('li', {}, line)))] : []));
  let first = null;
  for (const [field, input] of inputs) {
    const named = new RegExp(`\\b${field.name}\\b`).test([error.message, ...lines].join('\n'));
    input.setAttribute('aria-invalid', String(named));
    if (named) first ??= input;
  }
  first?.focus();
}
