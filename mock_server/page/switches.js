// How the mock behaves right now: mode, clock, faults.

const switches = {
  modeAsked: 0,

  build() {
    byId('panel-switches').append(make('div', {class: 'columns-of-cards'},
      faults.build(), make('div', {class: 'stack'}, this.modeCard(), clock.build())));
  },

  modeCard() {
    this.modes = ['lenient', 'strict'].map((mode) => make('input', {type: 'radio', name: 'mode', value: mode, onchange: () => attempt(() => this.setMode(mode))}));
    const words = {lenient: 'answers what leaves the documents and warns of it', strict: 'refuses it'};
    return make('section', {class: 'card', 'aria-labelledby': 'mode-title'}, make('h2', {id: 'mode-title'}, 'Mode'),
      make('fieldset', {}, make('legend', {class: 'unseen'}, 'Mode'), ...this.modes.map((input) =>
        make('label', {class: 'choice'}, input, make('span', {}, make('strong', {}, input.value), ' ', words[input.value])))));
  },

  async setMode(mode) {
    ++this.modeAsked;
    try {
      const answer = await call('PUT', 'mode', {body: {mode}});
      say(`The mode is ${answer.mode ?? mode}.`, 'good');
    } finally {
      await this.loadMode();
    }
  },

  // An answer that was asked for before the last choice does not undo it.
  async loadMode() {
    const asked = ++this.modeAsked;
    const {mode} = await get('mode');
    if (asked !== this.modeAsked) return;
    for (const input of this.modes) input.checked = input.value === mode;
  },

  load() {
    return Promise.all([faults.load(), clock.load(), this.loadMode()]);
  },
  poll() {
    return this.load();
  },
  enter() {
    return this.load();
  },
};

const clockWords = {
  real: () => 'the machine\'s time',
  frozen: () => 'stands still',
  shifted: () => 'runs, set to another time',
  scaled: ({scale}) => `runs ${scale} times as fast`,
};

const clock = {
  build() {
    this.now = make('output', {class: 'clock', id: 'clock-now'}, '–');
    this.words = make('p', {class: 'muted'});
    this.time = make('input', {type: 'datetime-local', step: '1', id: 'clock-time'});
    this.frozen = make('input', {type: 'checkbox', id: 'clock-frozen'});
    this.by = make('input', {id: 'clock-by', autocomplete: 'off', value: '90s', class: 'narrow'});
    this.scale = make('input', {id: 'clock-scale', inputmode: 'decimal', autocomplete: 'off', value: '10', class: 'narrow'});
    const line = (...children) => make('div', {class: 'filters line'}, ...children);
    return make('section', {class: 'card', 'aria-labelledby': 'clock-title'}, make('h2', {id: 'clock-title'}, 'Clock'), this.now, this.words,
      make('div', {class: 'row-of-buttons'}, button('Real time', () => this.set({mode: 'real'})), button('Freeze', () => this.set({mode: 'frozen'}), {id: 'clock-freeze'}),
        button('+1 hour', () => this.advance('1h')), button('+1 day', () => this.advance('1d'))),
      line(make('label', {}, 'Time (UTC)', this.time), make('label', {class: 'check'}, this.frozen, 'stand still'), button('Set', () => this.setTime())),
      line(make('label', {}, 'Advance by', this.by), button('Advance', () => this.advance(this.by.value))),
      line(make('label', {}, 'Times as fast', this.scale), button('Scale', () => this.setScale())));
  },

  show(answer) {
    this.now.textContent = String(answer.now).replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
    this.words.textContent = clockWords[answer.mode]?.(answer) ?? answer.mode;
  },

  async load() {
    this.show(await get('clock'));
  },

  async set(body) {
    this.show(await call('PUT', 'clock', {body}));
    say(`The clock: ${this.words.textContent}.`, 'good');
  },

  setTime() {
    if (!this.time.value) throw new Error('Choose a time first.');
    const now = `${this.time.value.length === 16 ? `${this.time.value}:00` : this.time.value}Z`;
    return this.set(this.frozen.checked ? {mode: 'frozen', now} : {now});
  },

  setScale() {
    const scale = Number(this.scale.value);
    if (!(scale > 0)) throw new Error(`"${this.scale.value}" is no number above 0.`);
    return this.set({scale});
  },

  async advance(by) {
    await call('POST', 'clock/advance', {body: {by}});
    await this.load();
    say(`The clock went on by ${by}.`, 'good');
  },
};
