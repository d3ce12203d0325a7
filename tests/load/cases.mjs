// The samples of the check and of the golden file: [value in us, times] each, from a seeded generator.
import hdr from 'hdr-histogram-js';

export const HIGHEST = 3_600_000_000;
export const PERCENTILES = [0.001, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100];

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function fixedCases() {
  return {
    'nothing': [],
    'one microsecond': [[1, 1]],
    'one hour': [[HIGHEST, 1]],
    'both ends': [[1, 3], [HIGHEST, 2]],
    'one empty bucket between': [[10, 1], [12, 1]],
    'neighbours': [[2046, 1], [2047, 2], [2048, 3], [2049, 4], [2050, 5]],
    'edges of the buckets': Array.from({length: 22}, (_, i) => [[2 ** (i + 10) - 1, 1], [2 ** (i + 10), 1]]).flat()
      .filter(([value]) => value <= HIGHEST),
    'large counts': [[100, 5_000_000_000], [40_000, 9_000_000_000_000]],
    'a hundred': Array.from({length: 100}, (_, i) => [(i + 1) * 1000, 1]),
  };
}

export function randomCase(seed) {
  const next = random(seed);
  const spread = 1 + next() * 20;
  const size = 1 + Math.floor(next() * 2000);
  return Array.from({length: size}, () => {
    const value = Math.min(HIGHEST, Math.max(1, Math.round(Math.exp(next() * spread))));
    return [value, 1 + Math.floor(next() * (next() < 0.1 ? 1_000_000 : 3))];
  });
}

export function histogramOf(sample) {
  const histogram = hdr.build({
    lowestDiscernibleValue: 1, highestTrackableValue: HIGHEST, numberOfSignificantValueDigits: 3, bitBucketSize: 64,
    useWebAssembly: false,
  });
  for (const [value, times] of sample) histogram.recordValueWithCount(value, times);
  return histogram;
}

export function factsOf(histogram) {
  const percentiles = {};
  for (const p of PERCENTILES) percentiles[p] = histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(p);
  return {
    count: histogram.totalCount, mean: histogram.mean, deviation: histogram.stdDeviation, percentiles,
  };
}
