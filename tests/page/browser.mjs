// The browser, and what is watched on every page: errors, dialogs, requests to other hosts.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's chromium writes below HOME; the checks give it a folder that is deleted afterwards. */
export function launch(executablePath, home) {
  const args = ['--headless=new', '--hide-scrollbars', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({executablePath, headless: false, args, env: {...process.env, HOME: home}, timeout: 60_000});
}

/**
 * Opens the page in a context of its own. `page.faults` lists what must not happen; `page.expected` is a pattern of
 * messages that a check provokes.
 */
export async function openPage(browser, url, {hash = '', theme = 'light', width = 1440, height = 900, credentials} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: theme, reducedMotion: 'reduce', acceptDownloads: true,
    ...(credentials && {httpCredentials: credentials})});
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.faults = [];
  page.expected = null;
  const note = (text) => page.expected?.test(text) || page.faults.push(text);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && note(`console: ${message.text()}`));
  page.on('pageerror', (error) => note(`exception: ${error.stack}`));
  page.on('dialog', (dialog) => (note(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => {
    const to = request.url();
    if (new URL(to).origin !== new URL(url).origin && !to.startsWith('data:')) note(`request to another host: ${to}`);
  });
  await page.goto(url + hash);
  await page.locator('#connection[data-state="live"]').waitFor();
  return page;
}

export async function closePage(page) {
  await page.context().close();
  assert.deepEqual(page.faults, [], 'what happened on the page and must not');
}

/** Serious and critical findings of axe, one line each. */
export async function findings(page) {
  await page.evaluate(axeSource);
  const {violations} = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
  return violations.filter(({impact}) => ['serious', 'critical'].includes(impact)).flatMap(({id, nodes}) =>
    nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? node.failureSummary}`));
}

/** Waits until `test()` gives something true, and gives it. */
export async function until(what, test, most = 10_000) {
  const end = Date.now() + most;
  for (;;) {
    const value = await test();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${most / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** No part of the page is wider than the window. */
export function sidewaysScroll(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > wide + 1).slice(0, 5)
      .map((one) => `${one.tagName}.${one.className} reaches ${Math.round(one.getBoundingClientRect().right)} of ${wide}`).concat(['wider than the window']);
  });
}
