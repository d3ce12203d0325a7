// The namespaces of the mock, and which one the page shows.

const namespaces = {
  answer: {isolate: 'off', most: 0, namespaces: []},

  async build() {
    byId('namespace').addEventListener('change', (event) => this.choose(event.target.value));
    byId('namespace').addEventListener('focus', () => attempt(() => this.load()));
    await this.load();
  },

  async load() {
    this.answer = await get('namespaces', {}, true);
    const names = this.answer.namespaces.map((row) => row.name);
    if (!names.includes(space.name)) names.push(space.name);
    redraw(byId('namespace'), names, () => {
      const options = document.createDocumentFragment();
      options.append(...names.map((name) => make('option', {value: name}, name)));
      return options;
    });
    byId('namespace').value = space.name;
  },

  /** The page begins anew there: nothing of one namespace may stay on the screen of another. */
  choose(name) {
    const to = new URL(location.href);
    if (name === 'default') to.searchParams.delete('namespace');
    else to.searchParams.set('namespace', name);
    to.hash = shown.tab;
    location.assign(to);
  },

  list() {
    const {isolate, most, namespaces: rows} = this.answer;
    const words = isolate === 'off' ? 'Requests are not told apart (--isolate off).' : `Requests are told apart by ${isolate}; at most ${number.format(most)}.`;
    return make('div', {}, make('p', {class: 'muted'}, words), pagedItems('namespaces', rows, 25, (row) => this.row(row)));
  },

  row(row) {
    const remove = async () => {
      if (!await ask(`Delete the namespace ${row.name}?`, 'Its customers, requests and faults are deleted with it.', 'Delete')) return;
      await call('DELETE', `namespaces/${part(row.name)}`, {everywhere: true});
      say(`Namespace ${row.name} deleted.`, 'good');
      if (row.name === space.name) this.choose('default');
      else await stateView.load();
    };
    const here = row.name === space.name;
    return make('li', {class: 'line'}, make('span', {class: 'name'}, make('strong', {}, data(row.name)), ' ',
      make('span', {class: 'muted'}, `${plural(row.customers, 'customer')}, ${plural(row.requests, 'request')}`)),
    make('span', {class: 'row-of-buttons'},
      here ? make('span', {class: 'mark'}, 'shown') : button('Show', () => this.choose(row.name), {class: 'small', 'aria-label': `Show the namespace ${row.name}`}),
      row.name === 'default' ? null : button('Delete', remove, {class: 'small quiet', 'aria-label': `Delete the namespace ${row.name}`})));
  },
};
