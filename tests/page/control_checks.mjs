// Checks that what is pressed on the page really happens in the mock.
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {until} from './browser.mjs';
import {customer, startMock} from './mock.mjs';

const statusLine = (page) => page.locator('#status-text');
const said = (page, words) => page.locator('#status-text').filter({hasText: words}).waitFor();
const yes = (page) => page.click('#ask-yes');

export const controlChecks = [
  {name: 'a customer is created, edited and deleted', async run({open, mock}) {
    await mock.write('E-1');
    const page = await open({hash: '#customers'});
    await page.locator('#panel-customers button.row').filter({hasText: 'E-1'}).click();
    const form = page.getByRole('form', {name: 'Customer', exact: true});
    await form.locator('input[name=city]').fill('Quimper "Nord" <b>');
    await form.locator('input[name=birthdate]').fill('1980-02-29');
    await form.getByRole('button', {name: 'Save'}).click();
    await said(page, 'saved');
    const stored = await mock.api('GET', 'customers/E-1');
    assert.equal(stored.customer.city, 'Quimper "Nord" <b>');
    assert.equal(stored.customer.birthdate, Date.UTC(1980, 1, 29));
    assert.equal(stored.customer.companyName, customer.company_name, 'what was not touched stays');

    page.expected = /422/;
    await form.locator('input[name=email]').fill('');
    await form.getByRole('button', {name: 'Save'}).click();
    await page.locator('.problems').filter({hasText: 'email'}).waitFor();
    assert.equal(await form.locator('input[name=email]').getAttribute('aria-invalid'), 'true');
    assert.equal((await mock.api('GET', 'customers/E-1')).customer.email, customer.email);
    await page.keyboard.press('Escape');
    await page.locator('#ask[open]').getByText('Leave without saving?').waitFor();
    await yes(page);
    await page.locator('#panel-customers .detail').waitFor({state: 'hidden'});
    page.expected = null;

    await page.click('#new-customer');
    const fresh = page.getByRole('form', {name: 'New customer'});
    await page.fill('#new-number', 'E/2?ü');
    for (const [name, value] of Object.entries(customer)) if (value) await fresh.locator(`input[name=${name}]`).fill(value);
    await fresh.getByRole('button', {name: 'Create'}).click();
    await page.locator('#panel-customers .detail h2').filter({hasText: 'E/2?ü'}).waitFor();
    assert.equal((await mock.api('GET', `customers/${encodeURIComponent('E/2?ü')}`)).customer.lastname, 'Exemple');
    await page.click('#delete-customer');
    await page.click('#ask-no');
    assert.equal((await mock.api('GET', 'customers')).total, 2, 'no means no');
    await page.click('#delete-customer');
    await yes(page);
    await said(page, 'Deleted');
    assert.deepEqual((await mock.api('GET', 'customers')).customers.map((row) => row.number), ['E-1']);
  }},

  {name: 'signatories and free fields are added, edited and deleted', async run({open, mock}) {
    await mock.write('P-1');
    const page = await open({hash: '#customers/P-1'});
    await page.getByText('Add a signatory').click();
    const person = page.getByRole('form', {name: 'New signatory'});
    const values = {civility: 'MADAME', firstname: 'Zoé', lastname: 'Exemple', email: 'zoe@example.org', cell_phone: '0600000002', address_1: 'A',
      postal_code: '29000', city: 'Quimper', country: 'FR'};
    for (const [name, value] of Object.entries(values)) await person.locator(`input[name=${name}]`).fill(value);
    await person.locator('input[name=is_default]').check();
    await person.getByRole('button', {name: 'Add'}).click();
    await page.getByText('Signatories (1)').waitFor();
    let {contractors, properties} = await mock.api('GET', 'customers/P-1');
    assert.deepEqual([contractors[0].firstname, contractors[0].isDefault], ['Zoé', true]);

    await page.locator('.item summary').filter({hasText: 'Zoé'}).click();
    const edit = page.getByRole('form', {name: 'Edit a signatory'});
    await edit.locator('input[name=city]').fill('Douarnenez');
    await edit.getByRole('button', {name: 'Save'}).click();
    await said(page, 'Saved the signatory');
    assert.equal((await mock.api('GET', 'customers/P-1')).contractors[0].city, 'Douarnenez');

    await page.getByText('Add a free field').click();
    const field = page.getByRole('form', {name: 'New free field'});
    await field.locator('input[name=key]').fill('contact');
    await field.locator('input[name=value]').fill('<i>42</i>');
    await field.getByRole('button', {name: 'Add'}).click();
    await page.getByText('Free fields (1)').waitFor();
    ({properties} = await mock.api('GET', 'customers/P-1'));
    assert.deepEqual([properties[0].key, properties[0].value], ['contact', '<i>42</i>']);
    await page.locator('.item summary').filter({hasText: 'contact'}).click();
    await page.getByRole('form', {name: 'Edit a free field'}).getByRole('button', {name: 'Delete'}).click();
    await yes(page);
    await page.getByText('Free fields (0)').waitFor();
    assert.deepEqual((await mock.api('GET', 'customers/P-1')).properties, []);
  }},

  {name: 'a fault that is switched on faults, one that is off does not', async run({open, mock}) {
    await mock.write('X');
    const page = await open({hash: '#switches'});
    const three = async () => [await mock.read('X'), await mock.read('X'), await mock.read('X')].filter((status) => status === 500).length;
    assert.equal(await three(), 0);
    await page.click('[data-preset="every-third-500"]');
    await page.locator('#faults .fault.on').waitFor();
    assert.equal(await three(), 1, 'one in three');
    await page.locator('#faults .hits').filter({hasText: '1 of 3 faulted'}).waitFor();
    const toggle = page.getByRole('switch', {name: 'Fault every-third-500'});
    await toggle.click();
    await page.locator('#faults [aria-checked="false"]').waitFor();
    assert.equal(await three(), 0, 'off is off');
    await toggle.click();
    await page.locator('#faults [aria-checked="true"]').waitFor();
    assert.equal(await three(), 1, 'on again');
    await page.getByRole('button', {name: 'Delete fault every-third-500'}).click();
    await page.locator('#faults .fault').waitFor({state: 'detached'});
    assert.equal(await three(), 0);
    await page.click('[data-preset="reset"]');
    await page.locator('#faults .fault.on').waitFor();
    assert.equal(await mock.read('X'), 'reset');
  }},

  {name: 'a fault is written as JSON, and its mistakes are said with their place', async run({open, mock}) {
    await mock.write('X');
    const page = await open({hash: '#switches'});
    await page.locator('#fault-editor summary').click();
    page.expected = /422/;
    for (const [text, words] of [
      ['{"name": "mine", ', /JSON/], ['{"effect": {}}', /name/],
      ['{"name": "mine", "effekt": {"status": 418}, "effect": {"status": 418}}', /effekt/],
    ]) {
      await page.fill('#fault-json', text);
      await page.click('#save-fault');
      await page.locator('#fault-editor .problems').filter({hasText: words}).waitFor();
    }
    assert.deepEqual((await mock.api('GET', 'faults')).faults, []);
    page.expected = null;
    await page.fill('#fault-json', '{"name": "mine", "match": {"number": "X"}, "effect": {"status": 418}}');
    await page.click('#save-fault');
    await page.locator('#faults').getByText('mine').waitFor();
    assert.equal(await mock.read('X'), 418);
    assert.equal(await mock.read('Y'), 200);
  }},

  {name: 'mode and clock', async run({open, mock}) {
    const page = await open({hash: '#switches'});
    await page.locator('input[value=strict]').check();
    await said(page, 'strict');
    assert.equal((await mock.api('GET', 'mode')).mode, 'strict');
    await page.locator('input[value=lenient]').check();
    await said(page, 'lenient');
    assert.equal((await mock.api('GET', 'mode')).mode, 'lenient');
    await page.click('#clock-freeze');
    await said(page, 'stands still');
    const before = await mock.api('GET', 'clock');
    assert.equal(before.mode, 'frozen');
    await page.fill('#clock-by', '90s');
    await page.getByRole('button', {name: 'Advance', exact: true}).click();
    await said(page, 'went on');
    assert.equal((await mock.api('GET', 'clock')).epochMs, before.epochMs + 90_000);
    await page.fill('#clock-time', '2030-01-02T03:04:05');
    await page.check('#clock-frozen');
    await page.getByRole('button', {name: 'Set', exact: true}).click();
    await until('the clock is set', async () => (await mock.api('GET', 'clock')).now === '2030-01-02T03:04:05.000Z');
    await page.fill('#clock-scale', '10');
    await page.getByRole('button', {name: 'Scale', exact: true}).click();
    await until('the clock is scaled', async () => (await mock.api('GET', 'clock')).scale === 10);
    await page.getByRole('button', {name: 'Real time'}).click();
    await until('the clock is real', async () => (await mock.api('GET', 'clock')).mode === 'real');
  }},

  {name: 'snapshots, reset, coverage', async run({open, mock}) {
    await mock.write('S-1');
    const page = await open({hash: '#state'});
    await page.fill('#snapshot-name', 'before "it" <b>');
    await page.click('#take-snapshot');
    await said(page, '1 customer');
    for (const part of ['journal', 'faults', 'mode', 'clock', 'ids', 'coverage']) await page.uncheck(`input[name=reset-${part}]`);
    await page.click('#reset');
    await yes(page);
    await said(page, 'Reset');
    assert.equal((await mock.api('GET', 'customers')).total, 0);
    assert.equal((await mock.api('GET', 'journal')).kept, 1, 'what was not chosen stays');
    await page.getByRole('button', {name: 'Restore before'}).click();
    await yes(page);
    await said(page, 'Restored');
    assert.equal((await mock.api('GET', 'customers')).total, 1);
    await page.getByRole('button', {name: 'Delete before'}).click();
    await yes(page);
    await until('the snapshot is gone', async () => !(await mock.api('GET', 'snapshots')).snapshots.some((row) => row.name.startsWith('before')));
    await page.click('#tab-coverage');
    const {percent, statements} = await mock.api('GET', 'coverage');
    await page.getByText(`${percent.toFixed(1)} %`).waitFor();
    assert.equal(await page.locator('#statements li').count(), statements.filter((row) => row.hits === 0).length, 'the list of what was never exercised');
  }},

  {name: 'errors of the API and a lost connection are said, and recovered from', async run({open, mock, program, browser}) {
    const own = await startMock(program);
    try {
      const {openPage, closePage} = await import('./browser.mjs');
      const page = await openPage(browser, own.page);
      page.expected = /404|Failed to load resource|ERR_/;
      await page.evaluate(() => (location.hash = '#customers/nobody'));
      await said(page, 'nobody');
      await page.click('#tab-requests');
      await own.stop();
      await page.locator('#connection[data-state="lost"]').waitFor();
      await said(page, 'lost');
      const again = await startMock(program, own.port);
      own.stop = again.stop;
      await again.read('AFTER');
      await page.locator('#connection[data-state="live"]').waitFor({timeout: 15_000});
      await page.locator('#panel-requests button.row').filter({hasText: 'AFTER'}).waitFor();
      assert.match(await statusLine(page).innerText(), /back/);
      await closePage(page);
    } finally {
      await own.stop();
    }
  }},

  {name: 'behind an admin token the page asks for it, by prompt or in the address', async run({program, browser, shots}) {
    const {openPage, closePage} = await import('./browser.mjs');
    const file = path.join(shots, 'admin-token');
    writeFileSync(file, 'adm1n-made-up\n');
    const own = await startMock(program, 0, ['--admin-token-file', file]);
    try {
      const context = await browser.newContext();
      const without = await context.newPage();
      await assert.rejects(without.goto(own.page), /ERR_INVALID_AUTH_CREDENTIALS/, 'nobody gave the token');
      await context.close();
      const credentials = {username: 'me', password: 'adm1n-made-up'};
      const withToken = own.page.replace('://', '://me:adm1n-made-up@');
      for (const [url, given] of [[own.page, {credentials}], [withToken, {}]]) {
        const page = await openPage(browser, url, given);
        await own.read('BEHIND-A-TOKEN');
        await page.locator('#panel-requests button.row').filter({hasText: 'BEHIND-A-TOKEN'}).first().waitFor();
        await page.click('#tab-switches');
        await page.locator('input[value=strict]').check();
        await said(page, 'strict');
        await page.locator('input[value=lenient]').check();
        await said(page, 'lenient');
        await page.click('#tab-requests');
        const [saved] = await Promise.all([page.waitForEvent('download'), page.getByText('Save as HAR').click()]);
        assert.equal(JSON.parse(readFileSync(await saved.path(), 'utf8')).log.version, '1.2', 'a download carries the token, too');
        await closePage(page);
      }
    } finally {
      await own.stop();
    }
  }},
];
