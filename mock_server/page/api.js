// The control API, and whether it can be reached.

const root = location.origin + location.pathname.replace(/\/*$/, '/');  // without the user and password of an address
const space = {name: new URLSearchParams(location.search).get('namespace') ?? 'default'};

class ApiError extends Error {
  constructor(message, status, problems) {
    super(message);
    this.status = status;
    this.problems = problems;
  }
}

class ConnectionLost extends Error {}

/** One part of a path. A browser takes `.` and `..` for folders even when they are encoded. */
function part(text) {
  const whole = String(text);
  if (whole === '' || whole === '.' || whole === '..')
    throw new Error(`A browser cannot ask for "${whole}" in an address; use curl --path-as-is for it.`);
  return encodeURIComponent(whole.isWellFormed?.() === false ? whole.toWellFormed() : whole);
}

/** The address of a resource with its query; the namespace is added unless `everywhere`. */
function address(path, query = {}, everywhere = false) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  if (!everywhere && space.name !== 'default') given.push(['namespace', space.name]);
  const search = new URLSearchParams(given).toString();
  return root + path + (search ? `?${search}` : '');
}

async function failure(response) {
  const text = await response.text();
  try {
    const {error, problems} = JSON.parse(text);
    if (error) return new ApiError(error, response.status, problems ?? []);
  } catch {
    // not from the control API: said below
  }
  return new ApiError(`The mock answered with status ${response.status}. ${text.slice(0, 200)}`, response.status, []);
}

/** `body`: a value to send as JSON, or a text that is JSON already. */
async function call(verb, path, {query = {}, body, everywhere = false} = {}) {
  const request = {method: verb, cache: 'no-store', signal: AbortSignal.timeout(15_000)};
  if (body !== undefined) {
    request.headers = {'Content-Type': 'application/json'};
    request.body = typeof body === 'string' ? body : JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(address(path, query, everywhere), request);
  } catch (error) {
    connection.lost();
    throw new ConnectionLost(`The mock cannot be reached (${error.message}).`);
  }
  connection.found();
  if (!response.ok) throw await failure(response);
  return response.json();
}

const get = (path, query, everywhere) => call('GET', path, {query, everywhere});

const connection = {
  tries: 0,
  show(state, text) {
    const pill = byId('connection');
    if (pill.dataset.state === state) return false;
    pill.dataset.state = state;
    pill.textContent = text;
    return true;
  },
  lost() {
    ++this.tries;
    if (this.show('lost', 'not connected')) say('The connection to the mock is lost. Trying again until it is back.', 'error');
  },
  found() {
    const before = byId('connection').dataset.state;
    this.tries = 0;
    if (this.show('live', 'live') && before === 'lost') say('The mock is back.', 'good');
  },
};
