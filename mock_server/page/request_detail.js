// One request and its answer, side by side.

let knownStatements = null;

/** The statements by id, asked for once: their texts do not change while the mock runs. */
async function statements() {
  if (!knownStatements) {
    const coverage = await get('coverage');
    knownStatements = new Map(coverage.statements.map((statement) => [statement.id, statement]));
  }
  return knownStatements;
}

async function requestDetail(id) {
  const [entry, known] = await Promise.all([get(`journal/${part(id)}`), statements()]);
  return {
    title: ['Request ', String(entry.id)],
    content: [
      make('p', {class: 'lead'}, make('span', {class: `code-number ${statusKind(entry.status)}`}, String(entry.status || 'none')), ' ',
        make('span', {class: 'verb'}, data(entry.verb)), ' ', make('span', {class: 'path'}, data(entry.path))),
      facts([['Call', data(entry.call, 'not a call of the vendor')], ['Nearest call', entry.nearest ? data(entry.nearest) : null], ['Customer number', customerLink(entry.number)],
        ['At', `${clockTime(entry.at)} (${entry.at})`], ['Took', took(entry)], ['Token', data(entry.token, 'none')],
        ['Fault', entry.fault ? data(entry.fault) : null], ['Refused because', entry.reason ? data(entry.reason) : null]]),
      make('div', {class: 'row-of-buttons'}, button('Copy as curl', () => copy(entry.curl, 'The curl line'), {id: 'copy-curl'}),
        ...scenarioLink(entry)),
      ...warningBlock(entry.warnings ?? [], known),
      make('div', {class: 'sides'}, requestSide(entry), answerSide(entry.reply ?? {headers: []})),
      make('details', {}, make('summary', {}, 'curl line'), make('pre', {class: 'code wrap', tabindex: '0'}, entry.curl ?? '')),
      redactionNote(entry),
    ],
  };
}

function customerLink(customerNumber) {
  if (customerNumber === null || customerNumber === undefined || customerNumber === '') return data(customerNumber);
  return make('a', {href: hashOf('customers', customerNumber)}, data(customerNumber));
}

function scenarioLink(entry) {
  const filters = entry.number ? {number: entry.number} : entry.call ? {call: entry.call} : {};
  const words = entry.number ? 'Scenario of this customer' : entry.call ? 'Scenario of this call' : 'Scenario of all requests';
  return [make('a', {class: 'button', href: address('journal.scenario', filters), download: 'journal.scenario'}, words)];
}

function warningBlock(warnings, known) {
  if (!warnings.length) return [];
  return [make('h3', {}, plural(warnings.length, 'warning')), make('ul', {class: 'warnings'}, ...warnings.map((warning) => {
    const statement = known.get(warning.statement);
    return make('li', {},
      make('p', {}, make('strong', {}, data(warning.name)), ' – ', data(warning.text)),
      statement ? make('blockquote', {}, data(statement.text), make('span', {class: 'muted'}, ` ${statement.kind}, ${statement.origin}`)) : null,
      make('a', {href: hashOf('coverage', warning.statement)}, data(warning.statement)));
  }))];
}

function headerTable(headers, label) {
  if (!headers?.length) return make('p', {class: 'muted'}, 'No headers.');
  return make('table', {class: 'pairs', 'aria-label': label}, make('tbody', {}, ...headers.slice(0, 200).map(([name, value]) =>
    make('tr', {}, make('th', {scope: 'row'}, data(name)), make('td', {}, data(value))))));
}

function requestSide(entry) {
  const pairs = [...new URLSearchParams(entry.query ?? '')];
  return make('section', {class: 'side', 'aria-label': 'Request'},
    make('h3', {}, 'Request'),
    pairs.length ? make('h4', {}, 'Query') : null,
    pairs.length ? headerTable(pairs, 'Parameters in the query') : null,
    make('h4', {}, 'Body'), bodyBlock(entry.body, entry.bodyBytes, 'Body of the request'),
    make('details', {}, make('summary', {}, plural(entry.headers?.length ?? 0, 'header')), headerTable(entry.headers, 'Headers of the request')));
}

function answerSide(reply) {
  return make('section', {class: 'side', 'aria-label': 'Answer'},
    make('h3', {}, 'Answer'),
    make('h4', {}, 'Body'), bodyBlock(reply.body, reply.bodyBytes, 'Body of the answer'),
    make('details', {open: true}, make('summary', {}, plural(reply.headers?.length ?? 0, 'header')), headerTable(reply.headers, 'Headers of the answer')));
}

function redactionNote(entry) {
  const redacted = JSON.stringify([entry.token, entry.query, entry.body, entry.reply?.body]).includes('***');
  return redacted ? make('p', {class: 'muted'}, '*** stands for tokens and personal data; a mock started with --journal-raw keeps them.') : null;
}

/** Pairs of a name and a value; pairs without a value are left out. */
function facts(pairs) {
  return make('dl', {class: 'facts'}, ...pairs.filter(([, value]) => value !== null).map(([name, value]) =>
    make('div', {}, make('dt', {}, name), make('dd', {}, value))));
}
