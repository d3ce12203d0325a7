// The pane beside a list that shows what is open in it.

class Detail {
  /** `leave()` gives the focus back to where it came from. */
  constructor(tab, leave) {
    this.tab = tab;
    this.leave = leave;
    this.title = make('h2', {tabindex: '-1'});
    this.body = make('div', {class: 'detail-body'});
    this.closer = make('button', {type: 'button', class: 'quiet', onclick: () => this.dismiss()}, 'Close', make('kbd', {}, 'Esc'));
    this.element = make('section', {class: 'detail', hidden: true, 'aria-label': 'Details'},
      make('div', {class: 'detail-head'}, this.title, this.closer), this.body);
    this.turn = 0;
    this.what = '';  // which one is open, as it stands in the address
  }

  /** `makeContent()` promises `{title, content, changed}`; a later call overtakes an earlier one. */
  async show(what, makeContent) {
    const turn = ++this.turn;
    const wasOpen = !this.element.hidden;
    try {
      const {title, content, changed} = await makeContent();
      if (turn !== this.turn) return;
      this.changed = changed;
      this.what = what;
      this.title.replaceChildren(...title);
      this.body.replaceChildren(...content.flat().filter((node) => node !== null && node !== undefined));
    } catch (error) {
      if (turn !== this.turn) return;
      if (!wasOpen) go(this.tab);
      throw error;
    }
    this.element.hidden = false;
    this.element.parentElement.classList.add('open');
    this.element.scrollTop = 0;
    this.title.focus({preventScroll: wasOpen});
  }

  close() {
    ++this.turn;
    this.changed = undefined;
    this.what = '';
    this.element.hidden = true;
    this.element.parentElement.classList.remove('open');
    this.body.replaceChildren();
  }

  async mayLeave() {
    return !this.changed?.() || ask('Leave without saving?', 'What you changed here is lost.', 'Leave');
  }

  /** What Escape and the button do. */
  async dismiss() {
    if (this.element.hidden || !await this.mayLeave()) return;
    this.close();
    history.replaceState(null, '', hashOf(this.tab));
    this.leave();
  }
}
