// Prints tests/data/load/hdr_golden.json: samples, and what hdr-histogram-js makes of them.
import hdr from 'hdr-histogram-js';
import {factsOf, fixedCases, histogramOf, randomCase} from './cases.mjs';

const cases = {...fixedCases(), 'random 1': randomCase(1).slice(0, 300), 'random 2': randomCase(2).slice(0, 300)};
const out = Object.entries(cases).map(([name, sample]) => {
  const histogram = histogramOf(sample);
  return JSON.stringify({name, sample, ...factsOf(histogram), hdr: hdr.encodeIntoCompressedBase64(histogram)});
});
console.log(`[\n${out.join(',\n')}\n]`);
