// A mock of our own for the checks, and what is sent to it.
import {spawn} from 'node:child_process';
import http from 'node:http';

const agent = new http.Agent({keepAlive: true, maxSockets: 8});

/** Starts the program; resolves when it listens. `stop()` ends it and waits until it is gone. */
export function startMock(program, port = 0, flags = []) {
  const child = spawn(program, ['mock', '--port', String(port), '--no-auth', '--log', 'none', ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
  process.once('exit', () => child.kill('SIGKILL'));  // whatever ends the checks ends the mock
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk) => {
      said += chunk;
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (url) resolve(mockAt(url.replace(/\/$/, ''), async (signal = 'SIGTERM') => (child.kill(signal), ended)));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    ended.then((code) => reject(new Error(`${program} ended with ${code} before it listened: ${said}`)));
  });
}

function mockAt(url, stop) {
  return {
    url,
    page: `${url}/__admin/`,
    port: Number(new URL(url).port),
    stop,
    /** Calls the control API; throws with the answer when it is no success. */
    async api(verb, path, body) {
      const answer = await send(url, verb, `/__admin/${path}`, body === undefined ? undefined : JSON.stringify(body));
      if (answer.status >= 300) throw new Error(`${verb} ${path} answered ${answer.status}: ${answer.text}`);
      return JSON.parse(answer.text);
    },
    /** A call of the vendor, as an application sends it. The status, or `reset` when the connection broke. */
    request(query, path = '/calinda/hub/selling/model/customer/read') {
      return send(url, 'GET', `${path}?${new URLSearchParams(query)}`).then(({status}) => status, () => 'reset');
    },
    read(number) {
      return this.request({action: 'getCustomer', number});
    },
    write(number, changes = {}) {
      return this.request({action: 'selectOrCreateCustomer', number, ...customer, ...changes}, '/calinda/hub/selling/model/customer/update');
    },
  };
}

/** All parameters of a customer; made up. */
export const customer = {
  civility: 'MADAME', firstname: 'Anne', lastname: 'Exemple', email: 'anne@example.org', cell_phone: '0600000001', phone: '',
  address_1: '1 rue Haute', address_2: '', postal_code: '29200', city: 'Brest', country: 'FR', company_name: 'Exemple SARL',
  registration_number: '', job_title: '', birthdate: '', birthplace: '', customer_code: 'cus_test',
};

function send(url, method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : {'Content-Type': 'application/json'};
    const request = http.request(url, {method, path, headers, agent}, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({status: answer.statusCode, text})).on('error', reject);
    });
    request.on('error', reject).end(body);
  });
}

/** Does `work(i)` for 0 to count - 1, eight at a time. */
export async function manyTimes(count, work) {
  let next = 0;
  await Promise.all(Array.from({length: 8}, async () => {
    while (next < count) await work(next++);
  }));
}
