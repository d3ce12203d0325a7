// Checks of how the page looks and of who can use it: themes, phones, keyboards, screen readers.
import assert from 'node:assert/strict';
import path from 'node:path';
import {findings, sidewaysScroll, until} from './browser.mjs';

/** Something of everything, so that no view is empty. */
async function fill(mock) {
  for (let i = 1; i <= 7; ++i) await mock.write(`AM2016-${i}`, {company_name: `Exemple ${i} SARL`, city: 'Brest'});
  await mock.write('AM2016-8', {title: 'MADAME', not_a_parameter: '1', email: ''});
  for (let i = 1; i <= 5; ++i) await mock.read(`AM2016-${i}`);
  await mock.request({action: 'noSuchCall'}, '/calinda/hub/selling/model/customer/read');
  await mock.api('PUT', 'customers/AM2016-1/contractors/-1', {civility: 'MADAME', firstname: 'Anne', lastname: 'Exemple', email: 'anne@example.org',
    address_1: 'A', postal_code: '29200', city: 'Brest', country: 'FR', cell_phone: '0600000001', is_default: true});
  await mock.api('PUT', 'customers/AM2016-1/properties/-1', {key: 'contact', value: 'false'});
  await mock.api('PUT', 'faults/slow', {name: 'slow', match: {call: 'customer.getCustomer'}, schedule: {every: 3}, effect: {latency: {fixed: '1ms'}}});
  await mock.api('PUT', 'faults/broken', {name: 'broken', enabled: false, effect: {malformedJson: true}});
  await mock.api('PUT', 'snapshots/before');
  for (let i = 1; i <= 3; ++i) await mock.read(`AM2016-${i}`);
}

/** Each view, and with something open in it. */
const scenes = [
  {name: 'requests', ready: 'button.row'}, {name: 'customers', ready: 'button.row'}, {name: 'switches', ready: '.fault'}, {name: 'state', ready: '#snapshots li'},
  {name: 'coverage', ready: '#statements li'},
  {name: 'request-open', view: 'requests', open: true, ready: '.detail .side'},
  {name: 'customer-open', view: 'customers', what: '/AM2016-1', ready: '.detail form'},
];

async function show(page, {name, view = name, what = '', open, ready}) {
  await page.evaluate((hash) => (location.hash = hash), `#${view}${what}`);
  const panel = page.locator(`#panel-${view}`);
  if (open) await panel.locator('button.row').filter({hasText: 'warning'}).first().click();
  await panel.locator(ready).first().waitFor();
}

async function nothingWrong(page, scene, world) {
  await page.screenshot({path: path.join(world.shots, `${scene.name}-${world.size}-${world.theme}.png`), fullPage: scene.name !== 'coverage'});
  if (world.size !== 'small') assert.deepEqual(await findings(page), [], `axe on ${scene.name}, ${world.size}, ${world.theme}`);
  assert.deepEqual(await sidewaysScroll(page), [], `${scene.name} at ${world.size}`);
}

const looks = (theme, size, width, height) => ({name: `${theme} on a ${size} screen: ${size === 'small' ? '' : 'axe finds nothing serious, '}nothing is too wide`,
  async run({open, mock, shots}) {
    await fill(mock);
    const page = await open({theme, width, height});
    await page.locator('#panel-requests button.row').first().waitFor();
    for (const scene of scenes) {
      await show(page, scene);
      await nothingWrong(page, scene, {shots, theme, size});
    }
  }});

export const looksChecks = [
  looks('light', 'wide', 1440, 900), looks('dark', 'wide', 1440, 900),
  looks('light', 'phone', 390, 844), looks('dark', 'phone', 390, 844), looks('light', 'small', 360, 640),

  {name: 'the theme follows the system, or what was chosen, also after a reload', async run({open}) {
    const page = await open({theme: 'dark'});
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    await page.click('#theme');
    const light = await ground();
    assert.notEqual(light, dark);
    assert.match(await page.innerText('#theme'), /light/);
    await page.reload();
    await page.locator('#connection[data-state="live"]').waitFor();
    assert.equal(await ground(), light);
    await page.click('#theme');
    assert.equal(await ground(), dark);
  }},

  {name: 'the keyboard alone is enough', async run({open, mock}) {
    for (let i = 1; i <= 3; ++i) await mock.read(`K-${i}`);
    const page = await open();
    await page.locator('#panel-requests button.row').nth(2).waitFor();
    const focused = () => page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return {id: one.id, row: one.matches('button.row') ? one.dataset.key : null, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0};
    });
    await page.keyboard.press('Tab');
    assert.equal((await focused()).id, 'skip', 'the first stop skips the head');
    let stops = 0;
    for (let at = await focused(); at.row === null; at = await focused()) {
      assert.ok(at.seen, `the focus is seen on ${at.id || 'an element'}`);
      assert.ok(++stops < 40, 'a row is reached by Tab');
      await page.keyboard.press('Tab');
    }
    const first = (await focused()).row;
    await page.keyboard.press('ArrowDown');
    const second = (await focused()).row;
    assert.equal(Number(second), Number(first) - 1);
    await mock.read('K-4');
    await page.locator('#panel-requests button.row').filter({hasText: 'K-4'}).waitFor();
    assert.equal((await focused()).row, second, 'news do not take the focus away');
    await page.keyboard.press('Enter');
    await page.locator('#panel-requests .detail').getByText('K-2').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#panel-requests .detail').waitFor({state: 'hidden'});
    await until('the focus is back on the row', async () => (await focused()).row === second);
    await page.locator('#tab-requests').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('#panel-customers').waitFor();
    assert.equal((await focused()).id, 'tab-customers');
  }},
];
