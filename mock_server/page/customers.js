// The customers of the mock: searched, paged, edited.

const customersOfAPage = 50;

const customers = {
  search: '',
  offset: 0,

  build() {
    this.list = new RowList({
      label: 'Customers', keyOf: (customer) => customer.number, row: customerRow, empty: 'No customers.',
      open: (customer) => attempt(() => (part(customer.number), go('customers', customer.number))),
    });
    this.pager = new Pager('customers', (by) => attempt(() => this.turn(by)));
    this.detail = new Detail('customers', () => this.list.focus());
    this.count = make('span', {class: 'muted'});
    const search = make('input', {type: 'search', id: 'customer-search', autocomplete: 'off', spellcheck: 'false', placeholder: 'number, name, company, e-mail'});
    search.addEventListener('input', later(250, () => attempt(() => this.find(search.value))));
    byId('panel-customers').append(
      make('div', {class: 'bar'},
        make('form', {class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault()}, make('label', {class: 'grow'}, 'Search', search)),
        make('div', {class: 'row-of-buttons'}, button('New customer', () => this.create(), {id: 'new-customer'}))),
      make('div', {class: 'split'},
        make('div', {class: 'list-side customers'},
          make('div', {class: 'list-head'}, make('h2', {}, 'Customers'), this.count),
          this.list.element, this.list.note, this.pager.element),
        this.detail.element));
  },

  find(text) {
    this.search = text;
    this.offset = 0;
    return this.load();
  },

  async load() {
    const asked = {search: this.search, offset: this.offset, limit: customersOfAPage};
    const answer = await get('customers', asked);
    if (asked.search !== this.search || asked.offset !== this.offset) return;
    if (!answer.customers.length && answer.total && this.offset) {
      this.offset = Math.floor((answer.total - 1) / customersOfAPage) * customersOfAPage;
      return void (await this.load());
    }
    this.list.empty = this.search ? 'No customer matches.' : 'No customers yet. Calls create them, and so does "New customer".';
    this.list.show(answer.customers.slice(0, customersOfAPage));
    this.count.textContent = this.search ? `${plural(answer.total, 'match', 'matches')}` : plural(answer.total, 'customer');
    const last = this.offset + answer.customers.length;
    const text = answer.total > customersOfAPage ? `${number.format(this.offset + 1)}–${number.format(last)} of ${number.format(answer.total)}` : '';
    this.pager.show(text, this.offset > 0, last < answer.total);
  },

  poll() {
    return this.search ? undefined : this.load();  // a search reads every customer: not again and again
  },

  async turn(by) {
    if (!Pager.on(by < 0 ? this.pager.back : this.pager.next)) return;
    this.offset = Math.max(0, this.offset + by * customersOfAPage);
    await this.load();
    this.list.element.scrollIntoView({block: 'nearest'});
  },

  async enter(what) {
    if (what === '') this.detail.close();
    this.list.mark(what || undefined);
    await this.load();
    if (what !== '') await this.open(what);
  },

  open(what) {
    return this.detail.show(what, async () => customerDetail(await get(`customers/${part(what)}`)));
  },

  async create() {
    if (!await this.detail.mayLeave()) return;
    this.list.mark(undefined);
    await this.detail.show('', async () => newCustomer());
  },

  async remove(customerNumber) {
    if (!await ask(`Delete customer ${customerNumber}?`, 'Its signatories and free fields are deleted with it.', 'Delete')) return;
    const counts = await call('DELETE', `customers/${part(customerNumber)}`);
    say(`Deleted: ${counted(counts)}.`, 'good');
    this.detail.changed = undefined;
    await this.detail.dismiss();
    await this.load();
  },
};

function customerRow(customer) {
  const name = [customer.firstname, customer.lastname].filter(Boolean).join(' ');
  return [
    make('span', {class: 'key'}, data(customer.number)),
    make('span', {class: 'name'}, data(name || null), customer.companyName ? make('span', {class: 'muted'}, ' · ', data(customer.companyName)) : null),
    make('span', {class: 'mail'}, data(customer.email)),
    make('span', {class: 'counts'}, `${plural(customer.contractors, 'signatory', 'signatories')} · ${plural(customer.properties, 'field')}`),
  ];
}

function newCustomer() {
  const key = make('input', {id: 'new-number', autocomplete: 'off', spellcheck: 'false', required: true, dir: 'auto'});
  const form = entityForm({
    fields: customerFields, entity: null, label: 'New customer', saveText: 'Create',
    save: async (body) => {
      await call('PUT', `customers/${part(key.value)}`, {body});
      say(`Customer ${key.value} created.`, 'good');
      customers.detail.changed = undefined;
      await customers.load();
      go('customers', key.value);
    },
  });
  form.querySelector('.problems').after(make('label', {}, make('span', {}, 'Number', make('span', {class: 'must', 'aria-hidden': 'true'}, ' *')), key));
  return {title: ['New customer'], content: [form], changed: () => form.changed() || (form.isConnected && key.value !== '')};
}
