// One customer with its signatories and free fields.

const partsOfAPage = 25;

/** The two kinds of things that belong to a customer. */
const belongings = [
  {path: 'contractors', one: 'signatory', many: 'Signatories', fields: contractorFields,
    words: (item) => [`${item.firstname ?? ''} ${item.lastname ?? ''}`.trim(), item.email], mark: (item) => (item.isDefault ? 'default' : null)},
  {path: 'properties', one: 'free field', many: 'Free fields', fields: propertyFields, words: (item) => [item.key, item.value], mark: () => null},
];

function customerDetail({customer, contractors, properties}) {
  const key = customer.number;
  const forms = [];
  const keep = (form) => (forms.push(form), form);
  const form = keep(entityForm({
    fields: customerFields, entity: customer, label: 'Customer', saveText: 'Save',
    save: async (body) => {
      await call('PUT', `customers/${part(key)}`, {body});
      await reopen(key, `Customer ${key} saved.`);
    },
    extra: [button('Delete customer', () => customers.remove(key), {class: 'danger', id: 'delete-customer'})],
  }));
  const lists = {contractors, properties};
  return {
    title: ['Customer ', data(key)],
    content: [
      facts([['Actor', String(customer.actorId)], ['Created', moment(customer.creationDate)], ['Last change', moment(customer.syncTimer)],
        ['By', data(customer.lastModificationPlace)],
        ['Requests', make('a', {href: '#requests', onclick: () => filterRequests(key)}, 'of this customer')]]),
      form,
      ...belongings.map((kind) => belongingList(kind, key, lists[kind.path] ?? [], keep)),
    ],
    changed: () => forms.some((one) => one.changed()),
  };
}

async function reopen(key, words) {
  say(words, 'good');
  customers.detail.changed = undefined;
  await Promise.all([customers.load(), customers.open(key)]);
}

function filterRequests(key) {
  const form = byId('request-filters');
  form.reset();
  form.elements.number.value = key;
  attempt(() => requests.filter(form));
}

function belongingList(kind, key, items, keep) {
  const add = make('details', {class: 'item add'}, make('summary', {}, `Add a ${kind.one}`));
  fillWhenOpened(add, () => keep(belongingForm(kind, key, null)));
  return make('section', {class: 'belongings', 'aria-label': kind.many},
    make('h3', {}, `${kind.many} (${number.format(items.length)})`),
    pagedItems(kind.many, items, partsOfAPage, (item) => make('li', {}, belongingItem(kind, key, item, keep))),
    add);
}

function belongingItem(kind, key, item, keep) {
  const [name, more] = kind.words(item);
  const mark = kind.mark(item);
  const block = make('details', {class: 'item'}, make('summary', {}, make('span', {class: 'name'}, data(name)), ' ',
    make('span', {class: 'muted'}, data(more)), mark ? make('span', {class: 'mark'}, mark) : null, make('span', {class: 'muted id'}, ` #${item.id}`)));
  fillWhenOpened(block, () => keep(belongingForm(kind, key, item)));
  return block;
}

function fillWhenOpened(block, content) {
  block.addEventListener('toggle', () => {
    if (block.open && block.children.length === 1) block.append(content());
  });
}

function belongingForm(kind, key, item) {
  const path = (id) => `customers/${part(key)}/${kind.path}/${id}`;
  const remove = async () => {
    if (!await ask(`Delete this ${kind.one}?`, kind.words(item).filter(Boolean).join(' – '), 'Delete')) return;
    await call('DELETE', path(item.id));
    await reopen(key, `Deleted one ${kind.one}.`);
  };
  return entityForm({
    fields: kind.fields, entity: item, label: item ? `Edit a ${kind.one}` : `New ${kind.one}`, saveText: item ? 'Save' : 'Add',
    save: async (body) => {
      await call('PUT', path(item?.id ?? -1), {body});
      await reopen(key, item ? `Saved the ${kind.one}.` : `Added a ${kind.one}.`);
    },
    extra: item ? [button('Delete', remove, {class: 'danger'})] : [],
  });
}
