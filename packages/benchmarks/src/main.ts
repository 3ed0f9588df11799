import { cpus } from 'node:os';
import { callPath, ways } from './index.js';

// npm run bench: what a call from C to C costs, by every way, in nanoseconds.
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${process.platform}-${process.arch}`);
console.log(`nanoseconds a call, median of interleaved rounds (fastest to slowest)\n`);

const cases = [
  ['empty', 0],
  ['add', 0],
  ['dot', 8],
  ['dot', 64],
  ['dot', 512],
] as const;
for (const [name, n] of cases) {
  console.log(n === 0 ? name : `${name} of ${n}`);
  for (const { competitor, median, low, high } of callPath(name, n, { ways })) {
    const figures = `${low.toFixed(2)} to ${high.toFixed(2)}`;
    console.log(`  ${competitor.padEnd(12)}${median.toFixed(2).padStart(9)}   (${figures})`);
  }
}
