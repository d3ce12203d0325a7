// node page_check.mjs --program build/release/sellsign --shots DIR [--browser /usr/bin/chromium] [--only WORDS]
// Starts a mock and a headless browser, does every check, prints one line each; 0 when all hold, 77 without a browser.
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {closePage, launch, openPage} from './browser.mjs';
import {startMock} from './mock.mjs';
import {controlChecks} from './control_checks.mjs';
import {looksChecks} from './looks_checks.mjs';
import {requestChecks} from './request_checks.mjs';

const timeLimit = 840_000;  // a machine that does much else takes ten times as long
const {values: options} = parseArgs({options: {
  program: {type: 'string'}, shots: {type: 'string'}, only: {type: 'string', default: ''},
  browser: {type: 'string', default: process.env.SELLSIGN_BROWSER || '/usr/bin/chromium'},
}});

async function runCheck(check, world) {
  const pages = [];
  const open = async (more) => {
    const page = await openPage(world.browser, world.mock.page, more);
    pages.push(page);
    return page;
  };
  try {
    await world.mock.api('POST', 'reset');
    await check.run({...world, open});
    for (const page of pages) await closePage(page);
    return true;
  } catch (error) {
    console.log(String(error.stack ?? error).split('\n').slice(0, 30).map((line) => `    ${line}`).join('\n'));
    if (pages.length) await pages.at(-1).screenshot({path: path.join(world.shots, `failed-${check.name.replace(/\W+/g, '-')}.png`)}).catch(() => {});
    for (const page of pages) await page.context().close().catch(() => {});
    return false;
  }
}

async function runAll(world) {
  let failed = 0;
  for (const check of [...requestChecks, ...controlChecks, ...looksChecks].filter(({name}) => name.includes(options.only))) {
    const start = Date.now();
    const held = await runCheck(check, world);
    if (!held) ++failed;
    console.log(`${held ? 'ok    ' : 'FAILED'} ${check.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  }
  console.log(failed ? `${failed} failed` : 'all hold');
  return failed ? 1 : 0;
}

async function main() {
  if (!options.program || !options.shots) throw new Error('--program and --shots are needed');
  if (!existsSync(options.browser)) {
    console.log(`skipped: there is no browser at ${options.browser} (apt-get install chromium, or name one in SELLSIGN_BROWSER)`);
    return 77;
  }
  mkdirSync(options.shots, {recursive: true});
  const home = mkdtempSync(path.join(tmpdir(), 'sellsign-page-'));
  const world = {shots: options.shots, program: options.program};
  const clean = async () => {
    await world.browser?.close().catch(() => {});
    await world.mock?.stop('SIGKILL').catch(() => {});
    rmSync(home, {recursive: true, force: true, maxRetries: 5});
  };
  const end = (code) => clean().finally(() => process.exit(code));
  setTimeout(() => (console.log(`FAILED: not done after ${timeLimit / 1000} s`), end(1)), timeLimit).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(1));
  process.stdout.on('error', () => end(1));
  try {
    world.mock = await startMock(options.program);
    world.browser = await launch(options.browser, home);
    return await runAll(world);
  } finally {
    await clean();
  }
}

process.exitCode = await main().catch((error) => (console.log(`FAILED: ${error.stack}`), 1));
process.exit();
