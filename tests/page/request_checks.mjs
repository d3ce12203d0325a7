// Checks of the list of requests and of what a stranger can write into it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {until} from './browser.mjs';
import {customer, manyTimes} from './mock.mjs';

const rows = (page) => page.locator('#panel-requests .rows button.row');

const hostile = [
  '<img src=x onerror="window.hacked=1">', '"><script>window.hacked=1</script>', "' onfocus='window.hacked=1' autofocus x='",
  'javascript:window.hacked=1', '{{constructor.constructor("window.hacked=1")()}}', '\u202Egnp.egami\u202C', 'مرحبا 123', '&lt;b&gt;&amp;',
  'null', 'undefined', '0', 'NaN', '__proto__', 'constructor', 'hasOwnProperty', 'a/b?c=d#e&f=g', '%2e%2e', '../..', ' ', '‮\u200B\uFEFF',
  'long'.repeat(150),
];

async function notHacked(page) {
  assert.equal(await page.evaluate(() => window.hacked), undefined, 'a text of a stranger was run');
  assert.equal(await page.locator('main img, main script, main iframe, main [onerror]').count(), 0, 'a text became markup');
}

export const requestChecks = [
  {name: 'a request appears without a reload', async run({open, mock}) {
    const page = await open();
    await page.evaluate(() => (window.sameDocument = true));
    await page.getByText('No requests yet.').waitFor();
    assert.equal(await mock.write('LIVE-1'), 200);
    await rows(page).filter({hasText: 'LIVE-1'}).waitFor();
    await page.click('#pause');
    await mock.read('LIVE-2');
    await mock.read('LIVE-3');
    await page.click('#pause');
    await rows(page).filter({hasText: 'LIVE-3'}).waitFor();
    assert.match(await rows(page).first().innerText(), /LIVE-3/, 'the newest stands first');
    assert.equal(await page.evaluate(() => window.sameDocument), true);
  }},

  {name: 'filters show what they say', async run({open, mock}) {
    await mock.write('F-1');
    await mock.read('F-1');
    await mock.read('F-2');
    await mock.write('F-3', {not_a_parameter: '1'});
    await mock.request({}, '/no/such/call');
    const page = await open();
    await until('five rows are there', async () => await rows(page).count() === 5);
    const cases = [
      ['input[name=number]', 'F-1', 2], ['input[name=call]', 'customer.getCustomer', 2], ['input[name=status]', '200', 4],
      ['input[name=unmatched]', true, 1], ['input[name=warned]', true, 1],
    ];
    for (const [field, value, count] of cases) {
      const input = page.locator('#request-filters').locator(field);
      await (value === true ? input.check() : input.fill(value));
      await until(`${field} ${value} shows ${count}`, async () => await rows(page).count() === count);
      await (value === true ? input.uncheck() : input.fill(''));
      await until('all are back', async () => await rows(page).count() === 5);
    }
  }},

  {name: 'a request in detail: both sides, the warning and its statement, curl', async run({open, mock}) {
    await mock.write('D-1', {not_a_parameter: '1'});
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await rows(page).first().click();
    const detail = page.locator('#panel-requests .detail');
    await detail.getByRole('region', {name: 'Request', exact: true}).waitFor();
    await detail.getByRole('region', {name: 'Answer', exact: true}).getByText('"customerCode"').waitFor();
    await page.click('#copy-curl');
    await until('curl is copied', async () => (await page.evaluate(() => navigator.clipboard.readText())).startsWith('curl '));
    const statement = detail.locator('.warnings a').first();
    const id = await statement.innerText();
    await statement.click();
    await page.locator('#statements .found').filter({hasText: id}).waitFor();
  }},

  {name: 'downloads hold the requests', async run({open, mock}) {
    await mock.write('W-1');
    await mock.read('W-2');
    const page = await open();
    await page.locator('#request-filters input[name=number]').fill('W-1');
    await until('the filter is on', async () => await rows(page).count() === 1);
    for (const [name, words] of [['Save as HAR', /"log"|entries/], ['Save as scenario', /W-1/]]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name}).click()]);
      const text = readFileSync(await download.path(), 'utf8');
      assert.match(text, words);
      assert.doesNotMatch(text, /W-2/, 'the filters hold for the download');
      if (name.includes('HAR')) JSON.parse(text);
    }
  }},

  {name: 'hostile texts are shown as they are and never run', async run({open, mock}) {
    for (const text of hostile) {
      await mock.write(text, {company_name: text, lastname: text});
      await mock.request({action: text, number: text}, `/${encodeURIComponent(text)}`);
    }
    const page = await open();
    await until('all are listed', async () => await rows(page).count() >= 2 * hostile.length);
    const shown = await rows(page).locator('.who bdi, .who .muted').allTextContents();
    for (const text of hostile) assert.ok(shown.includes(text), `the number ${JSON.stringify(text)} is shown as it is`);
    for (const row of (await rows(page).all()).slice(0, 8)) {
      await row.click();
      await page.locator('#panel-requests .detail:not([hidden]) .side').first().waitFor();
    }
    await notHacked(page);
    await page.click('#tab-customers');
    const list = page.locator('#panel-customers .rows button.row');
    await until('all customers are listed', async () => await list.count() === hostile.length);
    const keys = await list.locator('.key bdi').allTextContents();
    assert.deepEqual([...keys].sort(), [...hostile].sort());
    for (const text of hostile) {
      await list.nth(keys.indexOf(text)).click();
      await until(`${JSON.stringify(text)} is open`, async () => await page.locator('#panel-customers .detail h2 bdi').textContent() === text);
      assert.equal(await page.locator('#panel-customers .detail input[name=company_name]').inputValue(), text);
    }
    await notHacked(page);
    await mock.api('PUT', 'faults/x', {name: 'x', enabled: false, match: {number: hostile[0]}, effect: {status: 500, body: hostile[1]}});
    await mock.api('PUT', `snapshots/${encodeURIComponent(hostile[0])}`);
    await page.click('#tab-switches');
    await page.locator('#faults').getByText(hostile[0]).waitFor();
    await page.click('#tab-state');
    await page.locator('#snapshots').getByText(hostile[0]).waitFor();
    await notHacked(page);
  }},

  {name: 'a browser that runs strange script or asks strangers is stopped by the policy', async run({open}) {
    const page = await open();
    page.expected = /Content Security Policy|violates|TrustedHTML|Refused|refused|Failed to fetch/i;
    const result = await page.evaluate(async () => {
      const tries = [
        () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hacked=1">'),
        () => document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked=1'})),
        () => document.body.setAttribute('onclick', 'window.hacked=1') ?? document.body.click(),
      ];
      for (const one of tries) {
        try {
          one();
        } catch {
          // refused: as it should be
        }
      }
      const far = await fetch('http://127.0.0.1:9/', {mode: 'no-cors'}).then(() => 'sent', (error) => error.message);
      return {hacked: window.hacked, far};
    });
    assert.equal(result.hacked, undefined);
    assert.match(result.far, /Failed to fetch/);
    page.faults.length = 0;
  }},

  {name: '10,000 requests and many customers: bounded, paged, quick', async run({open, mock}) {
    await manyTimes(10_000, (i) => mock.read(`N-${i}`));
    for (let first = 0; first < 20_000; first += 5000)
      await mock.api('POST', 'seed', {customers: Array.from({length: 5000}, (_, i) => ({number: `C-${String(first + i).padStart(6, '0')}`, ...customer}))});
    const page = await open();
    await until('a page of requests is there', async () => await rows(page).count() === 100);
    const first = await rows(page).first().getAttribute('data-key');
    await page.getByRole('button', {name: 'Next page of requests'}).click();
    await until('the second page is there', async () => Number(await rows(page).first().getAttribute('data-key')) === Number(first) - 100);
    assert.equal(await rows(page).count(), 100);
    await page.locator('#request-filters select[name=order]').selectOption('oldest');
    await until('the oldest are there', async () => Number(await rows(page).first().getAttribute('data-key')) < Number(first) - 9000);
    const oldest = Number(await rows(page).first().getAttribute('data-key'));
    for (let turn = 1; turn <= 3; ++turn) {
      await page.getByRole('button', {name: 'Next page of requests'}).click();
      await until(`page ${turn + 1} from the oldest`, async () => Number(await rows(page).first().getAttribute('data-key')) === oldest + 100 * turn);
    }
    await page.getByRole('button', {name: 'Previous page of requests'}).click();
    await until('back a page', async () => Number(await rows(page).first().getAttribute('data-key')) === oldest + 200);

    await page.click('#tab-customers');
    const list = page.locator('#panel-customers .rows button.row');
    await page.locator('.pager').getByText('1–50 of 20,000').waitFor();
    assert.equal(await list.count(), 50);
    await page.getByRole('button', {name: 'Next page of customers'}).click();
    await page.locator('.pager').getByText('51–100 of 20,000').waitFor();
    assert.match(await list.first().innerText(), /C-000050/);
    await page.fill('#customer-search', 'c-01999');
    await until('the search has found ten', async () => await list.count() === 10);
    assert.ok(await page.evaluate(() => document.querySelectorAll('*').length) < 4000, 'the document stays small');
    const slowest = await page.evaluate(async () => {
      const times = [];
      for (let i = 0; i < 30; ++i) {
        const start = performance.now();
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
      }
      return Math.max(...times);
    });
    assert.ok(slowest < 500, `a frame took ${slowest} ms`);
  }},
];
