// Tabs, addresses behind `#`, the loop that asks for news, and the tools in the head.

const tabs = {
  requests: {name: 'Requests', view: requests, every: 1000},
  customers: {name: 'Customers', view: customers, every: 3000},
  switches: {name: 'Switches', view: switches, every: 2000},
  state: {name: 'State', view: stateView, every: 5000},
  coverage: {name: 'Coverage', view: coverage, every: 5000},
};
const shown = {tab: ''};

const hashOf = (tab, what = '') => `#${tab}${what === '' ? '' : `/${encodeURIComponent(String(what).toWellFormed?.() ?? what)}`}`;

function go(tab, what = '') {
  const to = hashOf(tab, what);
  if (location.hash === to) route();
  else location.hash = to;
}

function route() {
  const [tab, ...rest] = location.hash.slice(1).split('/');
  const name = Object.hasOwn(tabs, tab) ? tab : 'requests';
  let what = rest.join('/');
  try {
    what = decodeURIComponent(what);
  } catch {
    what = '';
  }
  attempt(() => enter(name, what));
}

/** What is open already stays as it is; what was typed and not saved is not thrown away without asking. */
async function enter(name, what) {
  const {view} = tabs[name];
  const open = view.detail && !view.detail.element.hidden;
  if (open && view.detail.what !== what && !await view.detail.mayLeave())
    return void history.replaceState(null, '', hashOf(name, view.detail.what));
  if (shown.tab !== name) showTab(name);
  tabs[name].due = Date.now() + tabs[name].every;
  await (open && view.detail.what === what ? view.load() : view.enter(what));
}

function showTab(name) {
  shown.tab = name;
  for (const other of Object.keys(tabs)) {
    const chosen = other === name;
    byId(`panel-${other}`).hidden = !chosen;
    byId(`tab-${other}`).setAttribute('aria-selected', String(chosen));
    byId(`tab-${other}`).tabIndex = chosen ? 0 : -1;
  }
  document.title = `${tabs[name].name} – sellsign mock`;
}

function buildTabs() {
  const names = Object.keys(tabs);
  byId('tabs').append(...names.map((name) => make('button', {
    type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}`, 'aria-selected': 'false', onclick: () => go(name, tabs[name].view.detail?.what),
  }, tabs[name].name)));
  byId('tabs').addEventListener('keydown', (event) => {
    const at = names.indexOf(shown.tab);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1}[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length];
    byId(`tab-${name}`).focus();
    go(name, tabs[name].view.detail?.what);
  });
}

/** A function that waits until nothing has asked for it for a while. */
function later(milliseconds, work) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}

/** One loop asks for all that changes by itself. While the mock is away it asks less and less often. */
async function loop() {
  const tab = tabs[shown.tab];
  const away = connection.tries > 0;
  if (!document.hidden) {
    try {
      if (away) {
        await get('version', {}, true);
        await tab.view.load();
        await namespaces.load();
      } else if (Date.now() >= tab.due) {
        tab.due = Date.now() + tab.every;
        await tab.view.poll();
      }
      await stats.poll();
    } catch (error) {
      sayError(error);
    }
  }
  setTimeout(loop, Math.min(5000, 250 * 2 ** Math.min(5, connection.tries)));
}

const themes = ['system', 'light', 'dark'];

function showTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId('theme').replaceChildren(make('span', {}, 'Theme: '), theme);
  byId('theme').setAttribute('aria-label', `Theme: ${theme}`);
}

function buildTheme() {
  let theme = 'system';
  try {
    theme = themes.includes(localStorage.theme) ? localStorage.theme : theme;
  } catch {
    // a browser that keeps nothing: the choice lasts as long as the page
  }
  showTheme(theme);
  byId('theme').addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    showTheme(theme);
    try {
      localStorage.theme = theme;
    } catch {
      // as above
    }
  });
}

function start() {
  buildTheme();
  buildTabs();
  for (const {view} of Object.values(tabs)) view.build();
  byId('status-close').addEventListener('click', silence);
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('main').focus();
  });
  document.addEventListener('keydown', (event) => {
    const {detail} = tabs[shown.tab].view;
    if (event.key !== 'Escape' || byId('ask').open || !detail || detail.element.hidden) return;
    event.preventDefault();  // else this Escape also closes the question that it raises
    attempt(() => detail.dismiss());
  });
  addEventListener('hashchange', route);
  addEventListener('beforeunload', (event) => {
    if (Object.values(tabs).some(({view}) => view.detail?.changed?.())) event.preventDefault();
  });
  route();
  attempt(() => namespaces.build());
  loop();
}

start();
