// hdr_check.mjs TOOL: what hdr-histogram-js writes, our reader reads alike, and the other way round.
import {execFileSync} from 'node:child_process';
import hdr from 'hdr-histogram-js';
import {factsOf, fixedCases, histogramOf, randomCase} from './cases.mjs';

const RANDOM_CASES = 200;
const tool = process.argv[2];
const cases = fixedCases();
for (let seed = 1; seed <= RANDOM_CASES; seed++) cases[`random ${seed}`] = randomCase(seed);
const names = Object.keys(cases);
const theirs = names.map((name) => histogramOf(cases[name]));

const ask = (lines) => execFileSync(tool, {input: lines.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28}).trimEnd().split('\n');
const ours = ask(names.map((name) => `encode ${cases[name].map((pair) => pair.join(':')).join(' ')}`));
const readByUs = ask(theirs.map((histogram) => `decode ${hdr.encodeIntoCompressedBase64(histogram)}`)).map((line) => {
  try { return JSON.parse(line); } catch { throw new Error(`our reader says: ${line}`); }
});

let failures = 0;
function expect(name, what, got, wanted, off = 0) {
  if (Math.abs(got - wanted) <= off) return;
  failures++;
  console.error(`FAILED ${name}: ${what} is ${got}, hdr-histogram-js says ${wanted}`);
}

// The middle of a bucket is half a microsecond lower here, as values are whole ones.
const compare = (name, got, wanted) => {
  expect(name, 'count', got.count, wanted.count);
  expect(name, 'mean', got.mean, wanted.mean, 0.5 + wanted.mean * 1e-9);
  expect(name, 'deviation', got.deviation, wanted.deviation, 0.5 + wanted.deviation * 1e-6);
  for (const [p, value] of Object.entries(wanted.percentiles)) expect(name, `p${p}`, got.percentiles[p], value);
};

names.forEach((name, i) => {
  const wanted = factsOf(theirs[i]);
  compare(`${name}, read by us`, readByUs[i], wanted);
  compare(`${name}, written by us`, factsOf(hdr.decodeFromCompressedBase64(ours[i], 64)), wanted);
});
console.log(`${names.length} histograms in both directions, ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
