// Which statements about the vendor the requests have exercised.

const mostStatements = 300;

const coverage = {
  build() {
    this.bar = make('progress', {max: '100', value: '0', 'aria-label': 'Statements exercised'});
    this.words = make('p', {class: 'lead'});
    this.filter = make('select', {id: 'coverage-filter', onchange: () => this.draw()},
      make('option', {value: 'never'}, 'never exercised'), make('option', {value: 'hit'}, 'exercised'), make('option', {value: 'all'}, 'all'));
    this.list = make('div', {id: 'statements'});
    byId('panel-coverage').append(make('section', {class: 'card wide', 'aria-labelledby': 'coverage-title'},
      make('h2', {id: 'coverage-title'}, 'Coverage'), this.words, this.bar,
      make('div', {class: 'bar'}, make('div', {class: 'filters'}, make('label', {}, 'Statements', this.filter)),
        make('div', {class: 'row-of-buttons'}, make('a', {class: 'button', href: address('coverage.md'), download: 'coverage.md'}, 'Save as Markdown'),
          button('Begin again', () => this.clear(), {class: 'quiet'}))),
      this.list));
  },

  async load() {
    this.answer = await get('coverage');
    const {exercised, total, percent} = this.answer;
    this.bar.value = percent;
    this.words.textContent = `${percent.toFixed(1)} % – ${number.format(exercised)} of ${plural(total, 'statement')} exercised`;
    redraw(this.list, [this.filter.value, this.answer.statements.map((statement) => statement.hits)], () => this.topics());
  },

  draw() {
    this.list.looks = undefined;
    return attempt(() => this.load());
  },

  topics() {
    const wanted = {never: (one) => one.hits === 0, hit: (one) => one.hits > 0, all: () => true}[this.filter.value];
    const rows = this.answer.statements.filter(wanted);
    if (!rows.length) return make('p', {class: 'empty'}, this.filter.value === 'never' ? 'All statements were exercised.' : 'None yet.');
    const topics = new Map();
    for (const row of rows.slice(0, mostStatements)) topics.set(row.topic, [...topics.get(row.topic) ?? [], row]);
    const cut = rows.length > mostStatements ? make('p', {class: 'muted'}, `and ${rows.length - mostStatements} more: see coverage.md`) : null;
    return make('div', {}, ...[...topics].map(([topic, list]) => make('section', {}, make('h3', {}, data(topic), ` (${list.length})`),
      make('ul', {class: 'statements', role: 'list'}, ...list.map(statementRow)))), cut);
  },

  async clear() {
    if (!await ask('Begin again?', 'All statements count as never exercised.', 'Begin again')) return;
    say(`${counted(await call('DELETE', 'coverage'))} cleared.`, 'good');
    await this.load();
  },

  poll() {
    return this.load();
  },

  /** `what` is the id of a statement to be shown, exercised or not. */
  async enter(what) {
    if (what) this.filter.value = 'all';
    await this.load();
    const row = what && [...this.list.querySelectorAll('li')].find((one) => one.dataset.id === what);
    for (const other of this.list.querySelectorAll('.found')) other.classList.remove('found');
    if (!row) return void (what && say(`There is no statement "${what}".`, 'error'));
    row.classList.add('found');
    row.scrollIntoView({block: 'center'});
    row.focus({preventScroll: true});
  },
};

function statementRow(statement) {
  return make('li', {'data-id': statement.id, tabindex: '-1'},
    make('p', {}, data(statement.text)),
    make('p', {class: 'muted'}, make('code', {}, data(statement.id)), ' ', make('span', {class: `mark ${statement.kind}`}, data(statement.kind)), ' ',
      data(statement.origin), ` · ${statement.hits ? plural(statement.hits, 'hit') : 'never exercised'}`));
}
