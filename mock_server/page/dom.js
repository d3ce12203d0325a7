// Everything that comes from outside reaches the document as text nodes or attribute values, never as markup.

const byId = (id) => document.getElementById(id);

/** An element; `on...` attributes are listeners, false and null ones are left out, children are nodes or text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A text of unknown making: isolated from the writing direction around it, empty and missing ones told apart. */
function data(text, missing = '–') {
  if (text === null || text === undefined) return make('span', {class: 'muted'}, missing);
  if (text === '') return make('span', {class: 'muted'}, '(empty)');
  return make('bdi', {}, String(text));
}

function button(text, press, attributes = {}) {
  return make('button', {type: 'button', onclick: (event) => attempt(() => press(event), event.currentTarget), ...attributes}, text);
}

/** Does something that may fail: the button is off meanwhile, and the failure is said in the status line. */
async function attempt(work, control = null) {
  if (control) control.disabled = true;
  try {
    return await work();
  } catch (error) {
    sayError(error);
    return undefined;
  } finally {
    if (control) control.disabled = false;
  }
}

const status = {timer: 0};

/** Says something in the status line; errors stay until they are dismissed. */
function say(text, kind = 'info') {
  const line = byId('status');
  if (!line.hidden && kind === 'error' && byId('status-text').textContent === text) return;
  line.hidden = false;
  line.dataset.kind = kind;
  byId('status-text').textContent = text;
  byId(kind === 'error' ? 'alarm' : 'announce').textContent = text;
  clearTimeout(status.timer);
  if (kind !== 'error') status.timer = setTimeout(silence, 6000);
}

function sayError(error) {
  if (error instanceof ConnectionLost) return;  // the connection's own line says so
  if (!(error instanceof ApiError)) console.error(error);
  const problems = (error.problems ?? []).map((problem) => `${problem.where}: ${problem.what}`);
  say([error.message, ...problems].join(' · '), 'error');
}

function silence() {
  byId('status').hidden = true;
  byId('alarm').textContent = '';
}

/** Asks before something is lost; true when the answer is yes. */
function ask(title, text, yes) {
  const dialog = byId('ask');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  byId('ask-no').focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true});
  });
}

async function copy(text, what) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {  // pages of other hosts without TLS have no clipboard
    const area = make('textarea', {class: 'unseen', 'aria-hidden': 'true'});
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('The browser does not let this page copy; mark the text and copy it by hand.');
  }
  say(`${what} copied.`, 'good');
}
