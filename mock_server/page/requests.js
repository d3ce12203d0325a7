// The requests that came in: a live list, its filters, its downloads.

const rowsOfAPage = 100;
const mostNewest = 1000;  // what the API answers at once; older ones are reached from the oldest
const callNames = ['customer.selectOrCreateCustomer', 'customer.getCustomer', 'contractor.getOrCreateContractor',
  'contractor.getContractorsFor', 'customerproperty.getCustomerPropertyListFor',
  'customerproperty.getOrCreateCustomerProperty'];

const requests = {
  filters: {},
  order: 'newest',
  page: 0,
  starts: [0],  // from the oldest: the id after which each page begins
  paused: false,
  entries: [],
  last: 0,
  unsaid: 0,
  saidAt: 0,

  build() {
    this.list = new RowList({
      label: 'Requests', keyOf: (entry) => entry.id, row: requestRow, empty: 'No requests.',
      open: (entry) => go('requests', entry.id),
    });
    this.pager = new Pager('requests', (by) => attempt(() => this.turn(by)));
    this.detail = new Detail('requests', () => this.list.focus());
    this.count = make('span', {class: 'muted'});
    this.pause = make('button', {type: 'button', 'aria-pressed': 'false', id: 'pause', onclick: () => this.togglePause()}, 'Pause');
    byId('panel-requests').append(
      make('div', {class: 'bar'}, this.filterForm(), make('div', {class: 'row-of-buttons'}, this.pause, ...this.downloads(),
        button('Clear', () => this.clear(), {class: 'quiet'}))),
      make('div', {class: 'split'},
        make('div', {class: 'list-side'},
          make('div', {class: 'list-head'}, make('h2', {}, 'Requests'), this.count),
          make('div', {class: 'row columns', 'aria-hidden': 'true'},
            ...['Time', 'Status', 'Call', 'Number', 'Took'].map((name) => make('span', {}, name))),
          this.list.element, this.list.note, this.pager.element),
        this.detail.element));
  },

  filterForm() {
    const field = (name, label, attributes) =>
      make('label', {}, label, make('input', {name, autocomplete: 'off', spellcheck: 'false', ...attributes}));
    const check = (name, label) => make('label', {class: 'check'}, make('input', {type: 'checkbox', name}), label);
    const form = make('form', {class: 'filters', 'aria-label': 'Filters of the requests', id: 'request-filters'},
      field('call', 'Call', {list: 'calls', class: 'wide'}), field('number', 'Customer number'),
      field('status', 'Status', {inputmode: 'numeric', class: 'narrow'}),
      make('label', {}, 'Order', make('select', {name: 'order'}, make('option', {value: 'newest'}, 'newest first'),
        make('option', {value: 'oldest'}, 'oldest first'))),
      check('unmatched', 'no such call'), check('warned', 'with warnings'),
      make('datalist', {id: 'calls'}, ...callNames.map((name) => make('option', {value: name}))));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', later(250, () => attempt(() => this.filter(form))));
    return form;
  },

  filter(form) {
    const {order, unmatched, warned, ...texts} = Object.fromEntries(new FormData(form));
    this.filters = {...texts, unmatched: unmatched && '1', warned: warned && '1'};
    this.order = order;
    this.page = 0;
    this.starts = [0];
    for (const link of [this.har, this.scenario]) link.href = address(link.dataset.path, this.filters);
    return this.load();
  },

  downloads() {
    const link = (path, text) => make('a', {class: 'button', href: address(path), download: path, 'data-path': path}, text);
    this.har = link('journal.har', 'Save as HAR');
    this.scenario = link('journal.scenario', 'Save as scenario');
    return [this.har, this.scenario];
  },

  async load() {
    const query = this.order === 'newest'
      ? {limit: Math.min(mostNewest, (this.page + 1) * rowsOfAPage)}
      : {limit: rowsOfAPage, after: this.starts[this.page]};
    const answer = await get('journal', {...this.filters, order: this.order, ...query});
    this.entries = this.order === 'newest' ? answer.entries.slice(this.page * rowsOfAPage) : answer.entries;
    this.show(answer);
  },

  /** Asks for what is new only. Pages behind the first one stand still. */
  async poll() {
    if (this.paused || this.page > 0 || this.order === 'oldest') return;
    const answer = await get('journal', {...this.filters, order: 'newest', limit: rowsOfAPage, after: this.last});
    const lessThanShown = answer.kept < this.entries.length;  // cleared, or another mock on this port
    if (answer.last < this.last || lessThanShown) return void (await this.load());
    if (this.page > 0 || this.paused) return;
    const known = new Set(this.entries.map((entry) => entry.id));
    const fresh = answer.entries.filter((entry) => !known.has(entry.id));
    this.entries = [...fresh, ...this.entries].slice(0, rowsOfAPage);
    this.announce(fresh.length);
    this.show(answer);
  },

  announce(count) {
    this.unsaid += count;
    if (!this.unsaid || Date.now() - this.saidAt < 10_000) return;
    byId('announce').textContent = plural(this.unsaid, 'new request');
    this.saidAt = Date.now();
    this.unsaid = 0;
  },

  show(answer) {
    this.last = answer.last ?? 0;
    this.list.empty = Object.values(this.filters).some(Boolean)
      ? 'No request matches these filters.'
      : 'No requests yet. They appear here as they come in.';
    this.list.show(this.entries);
    const gone = answer.evicted ? `, ${number.format(answer.evicted)} older ones dropped` : '';
    this.count.textContent = `${number.format(answer.kept)} kept (${bytes(answer.bytes)})${gone}`;
    const full = this.entries.length === rowsOfAPage;
    const more = full && (this.order === 'oldest' || (this.page + 1) * rowsOfAPage < mostNewest);
    const text = this.page === 0 && !full ? '' : `Page ${this.page + 1}${this.order === 'newest' && this.page > 0 ? ', standing still' : ''}`;
    this.pager.show(text, this.page > 0, more);
    if (full && !more) this.pager.text.textContent += ' – older ones: choose oldest first';
  },

  async turn(by) {
    if (!Pager.on(by < 0 ? this.pager.back : this.pager.next)) return;
    if (by > 0 && this.order === 'oldest') this.starts[this.page + 1] = this.entries.at(-1).id;
    this.page += by;
    await this.load();
  },

  togglePause() {
    this.paused = !this.paused;
    this.pause.setAttribute('aria-pressed', String(this.paused));
    this.pause.textContent = this.paused ? 'Go on' : 'Pause';
  },

  async clear() {
    if (!await ask('Clear the requests?', 'All requests that were kept are forgotten. Customers stay.', 'Clear')) return;
    const {entries} = await call('DELETE', 'journal');
    say(`${plural(entries, 'request')} cleared.`, 'good');
    this.page = 0;
    await this.load();
  },

  async enter(id) {
    if (id === '') this.detail.close();
    this.list.mark(id || undefined);
    await this.load();
    if (id !== '') await this.detail.show(id, () => requestDetail(id));
  },
};

const statusKind = (code) => (code >= 500 ? 'bad' : code >= 400 ? 'warn' : code >= 300 ? 'other' : 'good');

/** `customer.getCustomer` may break behind the dot. */
function callName(entry) {
  if (!entry.call) return data(entry.path);
  return make('bdi', {}, ...String(entry.call).split('.').flatMap((word, i) => (i ? ['.', make('wbr'), word] : [word])));
}

function requestRow(entry) {
  const marks = [];
  if (entry.warnings?.length) marks.push(make('span', {class: 'mark warn'}, plural(entry.warnings.length, 'warning')));
  if (entry.fault) marks.push(make('span', {class: 'mark bad'}, 'fault ', data(entry.fault)));
  return [
    make('span', {class: 'time'}, clockTime(entry.at)),
    make('span', {class: `code-number ${statusKind(entry.status)}`}, entry.status ? String(entry.status) : 'none'),
    make('span', {class: 'what'}, make('span', {class: 'verb'}, data(entry.verb)), callName(entry), ...marks),
    make('span', {class: 'who'}, data(entry.number)),
    make('span', {class: 'took'}, took(entry)),
  ];
}
