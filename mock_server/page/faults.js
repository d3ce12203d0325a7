// Faults: the list, presets, and a text editor for what the presets do not offer.

const presets = [
  {name: 'slow-answers', words: 'Slow answers', about: '2 s each', fault: {effect: {latency: {fixed: '2s'}}}},
  {name: 'every-third-500', words: '500 every third', about: '', fault: {schedule: {every: 3}, effect: {status: 500}}},
  {name: 'reset', words: 'Connection reset', about: '', fault: {effect: {reset: true}}},
  {name: 'rate-limit', words: 'Rate limit', about: '5 a second, 429', fault: {effect: {rateLimit: {perSecond: 5, burst: 10}}}},
  {name: 'no-answer', words: 'No answer', about: 'until the client gives up', fault: {effect: {noAnswer: true}}},
];

const given = (value, words) => (value === undefined || value === null || value === false ? [] : [words(value)]);

const endings = {one: 'st', two: 'nd', few: 'rd', other: 'th'};
const ordinal = (count) => `${count}${endings[new Intl.PluralRules('en', {type: 'ordinal'}).select(count)]}`;

function latencyWords(latency) {
  if (latency.fixed) return `${latency.fixed} late`;
  if (latency.uniform) return `${latency.uniform.join(' to ')} late`;
  if (latency.logNormal) return `about ${latency.logNormal.median} late`;
  return 'late by quantiles';
}

/** What a fault does, in one line. */
function effectWords(effect = {}) {
  return [
    ...given(effect.latency, latencyWords),
    ...given(effect.status, (code) => `answers ${code}`),
    ...given(effect.body, () => 'with a body of its own'),
    ...given(effect.reset, () => 'resets the connection'),
    ...given(effect.closeAfter, (count) => `closes after ${plural(count, 'byte')}`),
    ...given(effect.empty, () => 'answers nothing and closes'),
    ...given(effect.malformedJson, () => 'breaks the JSON'),
    ...given(effect.bytesPerSecond, (count) => `${plural(count, 'byte')} a second`),
    ...given(effect.noAnswer, () => 'never answers'),
    ...given(effect.rateLimit, (limit) => `429 beyond ${limit.perSecond} a second`),
  ].join(', ') || 'no effect';
}

/** When it does so, in one line. */
function matchWords({match = {}, schedule = {}}) {
  return [
    match.call ?? 'all requests',
    ...given(match.number, (value) => `customer ${value}`),
    ...given(match.token, () => 'one token'),
    ...given(match.parameter, (pairs) => Object.entries(pairs).map(([name, value]) => `${name}=${value}`).join(' and ')),
    ...given(match.nth, (count) => `only the ${ordinal(count)}`),
    ...given(schedule.first, (count) => `the first ${count}`),
    ...given(schedule.every, (count) => `every ${ordinal(count)}`),
    ...given(schedule.probability, (share) => `${Math.round(share * 1000) / 10} % of them`),
    ...given(schedule.from, (at) => `from ${at}`),
    ...given(schedule.until, (at) => `until ${at}`),
  ].join(', ');
}

const faults = {
  looks: '',

  build() {
    this.list = make('ul', {class: 'cards', role: 'list', 'aria-label': 'Faults', id: 'faults'});
    this.note = make('p', {class: 'empty'}, 'No faults: every request is answered as it should be.');
    this.scopeCall = make('input', {name: 'scope-call', list: 'calls', autocomplete: 'off', placeholder: 'all calls'});
    this.scopeNumber = make('input', {name: 'scope-number', autocomplete: 'off', placeholder: 'all customers'});
    return make('section', {class: 'card', 'aria-labelledby': 'faults-title'},
      make('div', {class: 'list-head'}, make('h2', {id: 'faults-title'}, 'Faults'), button('Delete all', () => this.removeAll(), {class: 'quiet small'})),
      this.list, this.note,
      make('h3', {}, 'Add one'),
      make('div', {class: 'filters'}, make('label', {}, 'For the call', this.scopeCall), make('label', {}, 'For the customer', this.scopeNumber)),
      make('div', {class: 'row-of-buttons', id: 'presets'}, ...presets.map((preset) =>
        button(preset.words, () => this.addPreset(preset), {'data-preset': preset.name, title: preset.about || null}))),
      this.editor());
  },

  editor() {
    this.text = make('textarea', {id: 'fault-json', rows: '9', spellcheck: 'false', dir: 'ltr'});
    this.problems = make('div', {class: 'problems', role: 'alert', hidden: true});
    this.text.value = JSON.stringify({name: 'my-fault', match: {call: 'customer.getCustomer'}, effect: {latency: {uniform: ['10ms', '50ms']}}}, null, 2);
    this.editorBlock = make('details', {class: 'item', id: 'fault-editor'}, make('summary', {}, 'As JSON'),
      make('label', {for: 'fault-json'}, 'One fault: name, match, schedule, effect'), this.text, this.problems,
      make('div', {class: 'row-of-buttons'}, button('Add or replace', () => this.save(), {class: 'main', id: 'save-fault'})));
    return this.editorBlock;
  },

  async addPreset({name, fault}) {
    const match = {};
    if (this.scopeCall.value) match.call = this.scopeCall.value;
    if (this.scopeNumber.value) match.number = this.scopeNumber.value;
    const whole = {name, enabled: true, ...(Object.keys(match).length ? {match} : {}), ...fault};
    await call('PUT', `faults/${part(name)}`, {body: whole});
    say(`Fault ${name} is on.`, 'good');
    await this.load();
  },

  async save() {
    this.problems.hidden = true;
    try {
      const fault = JSON.parse(this.text.value);
      if (typeof fault?.name !== 'string') throw new Error('A fault needs a "name", a text.');
      await call('PUT', `faults/${part(fault.name)}`, {body: this.text.value});
      say(`Fault ${fault.name} is saved.`, 'good');
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      const lines = error.problems?.length ? error.problems.map(({where, what}) => `${where}: ${what}`) : [error.message];
      this.problems.hidden = false;
      this.problems.replaceChildren(make('p', {}, 'Not saved.'), make('ul', {}, ...lines.map((line) => make('li', {}, line))));
      this.text.focus();
    }
    await this.load();
  },

  async removeAll() {
    if (!await ask('Delete all faults?', 'Every request is answered as it should be again.', 'Delete all')) return;
    say(`Deleted: ${counted(await call('DELETE', 'faults'))}.`, 'good');
    await this.load();
  },

  async load() {
    const {faults: list} = await get('faults');
    const looks = JSON.stringify(list.map(({seen, applied, ...fault}) => fault));
    this.note.hidden = list.length > 0;
    if (looks !== this.looks) {
      const focused = document.activeElement?.closest?.('#faults [data-act]');
      const again = focused && `[data-name="${CSS.escape(focused.dataset.name)}"][data-act="${focused.dataset.act}"]`;
      this.list.replaceChildren(...list.slice(0, 200).map((fault) => this.card(fault)));
      this.looks = looks;
      if (again) (this.list.querySelector(again) ?? byId('faults-title').parentElement.querySelector('button')).focus();
    }
    list.slice(0, 200).forEach(({seen = 0, applied = 0}, i) => {
      this.list.children[i].querySelector('.hits').textContent = `${number.format(applied)} of ${number.format(seen)} faulted`;
    });
  },

  card(fault) {
    const act = (name) => ({'data-name': fault.name, 'data-act': name});
    const press = async (verb, path) => {
      await call(verb, path);
      await this.load();
    };
    const path = () => `faults/${part(fault.name)}`;
    return make('li', {class: fault.enabled ? 'fault on' : 'fault'},
      make('div', {class: 'fault-words'}, make('strong', {}, data(fault.name)), make('span', {}, data(effectWords(fault.effect))),
        make('span', {class: 'muted'}, data(matchWords(fault))), make('span', {class: 'muted hits'})),
      make('div', {class: 'row-of-buttons'},
        make('button', {type: 'button', role: 'switch', class: 'switch', 'aria-checked': String(fault.enabled), 'aria-label': `Fault ${fault.name}`,
          ...act('toggle'), onclick: () => attempt(() => press('POST', `${path()}/${fault.enabled ? 'disable' : 'enable'}`))}, fault.enabled ? 'on' : 'off'),
        button('Edit', () => this.edit(fault), {class: 'quiet small', 'aria-label': `Edit fault ${fault.name}`, ...act('edit')}),
        button('Delete', () => press('DELETE', path()), {class: 'quiet small', 'aria-label': `Delete fault ${fault.name}`, ...act('delete')})));
  },

  edit({seen, applied, ...fault}) {
    this.text.value = JSON.stringify(fault, null, 2);
    this.problems.hidden = true;
    this.editorBlock.open = true;
    this.text.focus();
  },
};
