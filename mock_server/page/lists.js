// Lists of rows that are buttons. A list shows one page: it never holds more rows than that.

/** `row(item)` makes the content of a row, `open(item)` is what Enter and a click do. */
class RowList {
  constructor({label, keyOf, row, open, empty}) {
    Object.assign(this, {keyOf, row, open, empty});
    this.rows = new Map();
    this.element = make('ul', {class: 'rows', 'aria-label': label, role: 'list', onkeydown: (event) => this.move(event)});
    this.note = make('p', {class: 'empty', hidden: true});
  }

  /** Rows of the same key and the same content keep their element, and with it the focus. */
  show(items) {
    const before = this.rows;
    this.rows = new Map();
    for (const item of items) {
      const key = String(this.keyOf(item));
      const looks = JSON.stringify(item);
      const known = before.get(key);
      this.rows.set(key, known?.looks === looks ? known : this.makeRow(item, key, looks, known));
    }
    const wanted = [...this.rows.values()].map((row) => row.element);
    for (const [key, row] of before) if (!this.rows.has(key)) row.element.remove();
    wanted.forEach((element, i) => {
      if (this.element.children[i] !== element) this.element.insertBefore(element, this.element.children[i] ?? null);
    });
    this.element.hidden = items.length === 0;
    this.note.hidden = items.length !== 0;
    this.note.textContent = this.empty;
    this.mark(this.current);
  }

  makeRow(item, key, looks, known) {
    if (known) {
      known.looks = looks;
      known.item = item;
      known.control.replaceChildren(...this.row(item));
      return known;
    }
    const row = {looks, item};
    row.control = make('button', {type: 'button', class: 'row', tabindex: '-1', 'data-key': key, onclick: () => this.open(row.item)},
      ...this.row(item));
    row.element = make('li', {}, row.control);
    return row;
  }

  /** Marks the row that is open. One row of the list takes part in the tab order: that one, else the first. */
  mark(key) {
    this.current = key;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const open = this.rows.get(String(key))?.control;
    const reachable = focused ?? open ?? this.element.querySelector('button');
    for (const {control} of this.rows.values()) {
      control.tabIndex = control === reachable ? 0 : -1;
      if (control === open) control.setAttribute('aria-current', 'true');
      else control.removeAttribute('aria-current');
    }
  }

  focus(key = this.current) {
    (this.rows.get(String(key))?.control ?? this.element.querySelector('button'))?.focus();
  }

  move(event) {
    const controls = [...this.rows.values()].map((row) => row.control);
    const at = controls.indexOf(document.activeElement);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: controls.length - 1}[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = controls[Math.max(0, Math.min(controls.length - 1, to))];
    controls[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

/** "1–50 of 1,234" with two buttons; `turn(by)` is called with -1 or 1. */
class Pager {
  constructor(label, turn) {
    this.text = make('span', {class: 'pager-text'});
    this.back = button('Previous', () => turn(-1), {class: 'small', 'aria-label': `Previous page of ${label}`});
    this.next = button('Next', () => turn(1), {class: 'small', 'aria-label': `Next page of ${label}`});
    this.element = make('nav', {class: 'pager', hidden: true, 'aria-label': `Pages of ${label}`}, this.text, this.back, this.next);
  }

  show(text, hasBack, hasNext) {
    this.text.textContent = text;
    // A button that is off would lose the focus: it stays and does nothing.
    for (const [control, on] of [[this.back, hasBack], [this.next, hasNext]]) control.setAttribute('aria-disabled', String(!on));
    this.element.hidden = !hasBack && !hasNext && !text;
  }

  static on(control) {
    return control.getAttribute('aria-disabled') !== 'true';
  }
}

/** A list whose items are all here already, shown `size` at a time. `render(item)` makes an `li`. */
function pagedItems(label, items, size, render) {
  let page = 0;
  const list = make('ul', {class: 'plain', role: 'list'});
  const pager = new Pager(label, (by) => {
    if (Pager.on(by < 0 ? pager.back : pager.next)) show(page + by);
  });
  const show = (to) => {
    page = to;
    const first = page * size;
    const last = Math.min(items.length, first + size);
    list.replaceChildren(...items.slice(first, last).map(render));
    pager.show(`${number.format(first + 1)}–${number.format(last)} of ${number.format(items.length)}`, page > 0, last < items.length);
    pager.element.hidden = items.length <= size;
  };
  show(0);
  return make('div', {}, list, pager.element);
}
