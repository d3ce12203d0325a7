// How values are written.

const number = new Intl.NumberFormat('en');
const two = (value) => String(value).padStart(2, '0');

/** The time of day with milliseconds, in the reader's zone. */
function clockTime(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? String(iso)
    : `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** Milliseconds since the epoch as date and time; the vendor's -1 and 0 mean "not set". */
function moment(milliseconds) {
  if (milliseconds === null || milliseconds === undefined || milliseconds === -1 || milliseconds === 0) return 'not set';
  const at = new Date(milliseconds);
  return Number.isNaN(at.getTime()) ? String(milliseconds) : at.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

function micros(value) {
  if (value === null || value === undefined) return '–';
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(2)} s`;
  return value >= 1000 ? `${(value / 1000).toFixed(1)} ms` : `${value < 10 ? value.toFixed(1) : Math.round(value)} µs`;
}

/** How long an answer took, and how long a fault held it back. */
function took(entry) {
  return micros(entry.serviceMicros) + (entry.delayMicros ? ` + ${micros(entry.delayMicros)}` : '');
}

function bytes(count) {
  if (count < 1024) return `${number.format(count ?? 0)} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

const plural = (count, one, many = `${one}s`) => `${number.format(count)} ${count === 1 ? one : many}`;

/** `{"customers": 3, "properties": 0}` as "3 customers, 0 properties". */
function counted(counts) {
  const words = Object.entries(counts ?? {}).map(([name, count]) => `${number.format(count)} ${name}`);
  return words.length ? words.join(', ') : 'done';
}

const jsonToken = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The parts of a JSON text, laid out: `[text, class]`. Digits and escapes stay as they were sent. Null: no JSON. */
function jsonParts(text) {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(jsonToken) ?? [];
  const parts = [];
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  for (let i = 0; i < tokens.length; ++i) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if ((token === '{' && next === '}') || (token === '[' && next === ']')) {
      parts.push([token + next, '']);
      ++i;
    } else if (token === '{' || token === '[') {
      ++depth;
      parts.push([token + line(), '']);
    } else if (token === '}' || token === ']') {
      --depth;
      parts.push([line() + token, '']);
    } else if (token === ',') {
      parts.push([`,${line()}`, '']);
    } else if (token === ':') {
      parts.push([': ', '']);
    } else if (token.startsWith('"')) {
      parts.push([token, next === ':' ? 'key' : 'text']);
    } else {
      parts.push([token, 'value']);
    }
  }
  return parts;
}

const longestBody = 200_000;
const mostColoured = 2000;

/** A body as an element: JSON laid out, anything else as it is. */
function bodyBlock(text, size, label) {
  if (!text) return make('p', {class: 'muted'}, size ? `${bytes(size)}, not kept.` : 'No body.');
  const shown = text.slice(0, longestBody);
  const parts = shown === text ? jsonParts(text) : null;
  const code = make('pre', {class: 'code', tabindex: '0', role: 'region', 'aria-label': label, dir: 'ltr'});
  if (parts && parts.length <= mostColoured)
    code.append(...parts.map(([piece, kind]) => (kind ? make('span', {class: `json-${kind}`}, piece) : piece)));
  else code.append(parts ? parts.map(([piece]) => piece).join('') : shown);
  const cut = shown === text ? null : make('p', {class: 'muted'}, `Only the first ${bytes(longestBody)} are shown.`);
  return make('div', {}, code, cut);
}
