// What the mock holds as a whole: reset, snapshots, namespaces, files, start options.

const resettable = [
  ['state', 'the customers of the start'], ['journal', 'the requests kept here'], ['faults', 'those of the start'], ['mode', 'that of the start'],
  ['clock', 'back to real time'], ['ids', 'ids and numbers begin again'], ['coverage', 'which statements were exercised'],
];

const stateView = {
  build() {
    this.snapshots = make('div', {id: 'snapshots'});
    this.spaces = make('div', {id: 'namespaces'});
    this.options = make('div', {});
    byId('panel-state').append(make('div', {class: 'columns-of-cards'},
      make('div', {class: 'stack'}, this.snapshotCard(), this.fileCard()),
      make('div', {class: 'stack'}, this.resetCard(), make('section', {class: 'card', 'aria-labelledby': 'spaces-title'},
        make('h2', {id: 'spaces-title'}, 'Namespaces'), this.spaces),
      make('section', {class: 'card', 'aria-labelledby': 'options-title'}, make('h2', {id: 'options-title'}, 'Start options'), this.options))));
  },

  resetCard() {
    this.parts = resettable.map(([name]) => make('input', {type: 'checkbox', name: `reset-${name}`, value: name, checked: true}));
    return make('section', {class: 'card', 'aria-labelledby': 'reset-title'}, make('h2', {id: 'reset-title'}, 'Reset'),
      make('fieldset', {}, make('legend', {class: 'unseen'}, 'What to reset'), ...this.parts.map((input, i) =>
        make('label', {class: 'choice'}, input, make('span', {}, make('strong', {}, resettable[i][0]), ' ', resettable[i][1])))),
      make('div', {class: 'row-of-buttons'}, button('Reset', () => this.reset(), {class: 'danger', id: 'reset'})));
  },

  async reset() {
    const chosen = this.parts.filter((input) => input.checked).map((input) => input.value);
    if (!chosen.length) throw new Error('Choose what to reset.');
    if (!await ask('Reset the mock?', `This makes ${chosen.join(', ')} of the namespace ${space.name} what they were at the start.`, 'Reset')) return;
    const query = chosen.length === resettable.length ? {} : {what: chosen.join(',')};
    const {cleared} = await call('POST', 'reset', {query});
    say(`Reset: ${Object.entries(cleared).map(([name, counts]) => (Object.keys(counts).length ? `${name} (${counted(counts)})` : name)).join(', ')}.`, 'good');
    await this.load();
  },

  snapshotCard() {
    this.name = make('input', {id: 'snapshot-name', autocomplete: 'off', spellcheck: 'false', dir: 'auto'});
    const form = make('form', {class: 'filters line'}, make('label', {}, 'Name', this.name), make('button', {class: 'main', id: 'take-snapshot'}, 'Take a snapshot'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      attempt(() => this.take());
    });
    return make('section', {class: 'card', 'aria-labelledby': 'snapshots-title'}, make('h2', {id: 'snapshots-title'}, 'Snapshots'), form, this.snapshots);
  },

  async take() {
    if (!this.name.value) throw new Error('Give the snapshot a name.');
    const row = await call('PUT', `snapshots/${part(this.name.value)}`);
    say(`Snapshot ${row.name} holds ${plural(row.customers, 'customer')}.`, 'good');
    this.name.value = '';
    await this.load();
  },

  snapshotRow(row) {
    const path = () => `snapshots/${part(row.name)}`;
    const restore = async () => {
      if (!await ask(`Restore ${row.name}?`, 'The customers of now are replaced by those of the snapshot.', 'Restore')) return;
      say(`Restored: ${counted(await call('POST', `${path()}/restore`))}.`, 'good');
    };
    const remove = async () => {
      if (!await ask(`Delete the snapshot ${row.name}?`, 'It cannot be restored afterwards.', 'Delete')) return;
      await call('DELETE', path());
      say(`Snapshot ${row.name} deleted.`, 'good');
      await this.load();
    };
    const fork = async () => {
      const forked = await call('POST', `${path()}/fork`, {query: {to: row.name}});
      say(`The namespace ${forked.name} starts from ${row.name}.`, 'good');
      await this.load();
    };
    return make('li', {class: 'line'}, make('span', {class: 'name'}, make('strong', {}, data(row.name)), ' ',
      make('span', {class: 'muted'}, `${plural(row.customers, 'customer')}, ${moment(Date.parse(row.at))}`)),
    make('span', {class: 'row-of-buttons'}, button('Restore', restore, {class: 'small', 'aria-label': `Restore ${row.name}`}),
      button('As a namespace', fork, {class: 'small', 'aria-label': `Make ${row.name} a namespace`}),
      button('Delete', remove, {class: 'small quiet', 'aria-label': `Delete ${row.name}`})));
  },

  fileCard() {
    const file = (id, label, verb, path) => {
      const input = make('input', {type: 'file', id, accept: '.json,application/json'});
      input.addEventListener('change', () => attempt(async () => {
        const text = await input.files[0].text();
        input.value = '';
        say(`Loaded: ${counted(await call(verb, path, {body: text}))}.`, 'good');
      }));
      return make('label', {}, label, input);
    };
    this.save = make('a', {class: 'button', download: 'state.json', href: address('state')}, 'Save the state');
    return make('section', {class: 'card', 'aria-labelledby': 'files-title'}, make('h2', {id: 'files-title'}, 'Files'),
      make('div', {class: 'row-of-buttons'}, this.save),
      file('load-state', 'Replace the state by a saved one', 'PUT', 'state'), file('load-seed', 'Add seed data', 'POST', 'seed'));
  },

  async load() {
    const [{snapshots}, {options}] = await Promise.all([get('snapshots'), get('config', {}, true), namespaces.load()]);
    redraw(this.snapshots, snapshots, () => (snapshots.length ? pagedItems('snapshots', snapshots, 25, (row) => this.snapshotRow(row)) : make('p', {class: 'empty'}, 'None yet.')));
    redraw(this.options, options, () => make('table', {class: 'pairs'}, make('tbody', {}, ...options.slice(0, 200).map((option) =>
      make('tr', {}, make('th', {scope: 'row'}, data(option.name)), make('td', {}, data(option.value), ' ', make('span', {class: 'muted'}, data(option.origin))))))));
    redraw(this.spaces, namespaces.answer, () => namespaces.list());
  },
  poll() {
    return this.load();
  },
  enter() {
    return this.load();
  },
};

/** Draws again only what has changed, so that the focus and what is open stay. */
function redraw(place, value, content) {
  const looks = JSON.stringify(value);
  if (place.looks === looks) return;
  place.looks = looks;
  place.replaceChildren(content());
}
