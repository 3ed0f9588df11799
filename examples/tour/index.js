// The whole pattern on real data, in the order of its four verbs: seal, carry, open, call.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { styleText } from 'node:util';
import { callPath } from '@capsule/benchmarks';
import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

const color = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (color ? styleText('bold', text) : text);
const title = (text) => console.log(`\n${bold(text)}`);

title('Seal: fastmath puts its C functions in a capsule. Carry: JavaScript reads the label');
console.log(capsule);

title('Open, call: stats opens the capsule once, and calls the C functions of fastmath');
const stats = createStats(capsule);
const michelson = JSON.parse(readFileSync(new URL('michelson.json', import.meta.url), 'utf8'));
const speeds = Float64Array.from(michelson.y);
const { n, mean, std, min, max } = stats.describe(speeds);
console.log(`Michelson, 1879: ${n} measurements of the speed of light, in 1000 km/s`);
const row = (name, ours, certified = '') => console.log(`  ${name.padEnd(10)} ${String(ours).padEnd(20)} ${certified}`);
row('', 'computed here', 'certified by NIST');
row('mean', mean, michelson.certified.mean);
row('std', std, michelson.certified.sd);
row('min', min);
row('max', max);
console.log(`  (299.85 is not exact in binary: the exact std of the float64 values is ${michelson.exactOnFloat64.sd})`);

title('Anything else is rejected');
for (const wrong of [{ capsule }, structuredClone(capsule), new Proxy(capsule, {})]) {
  try {
    createStats(wrong);
  } catch (error) {
    console.log(`  ${error.name}: ${error.message}`);
  }
}

title('A call into another addon costs as much as a call through a C function pointer');
const names = {
  'through-js': 'through JavaScript',
  capsule: 'through the capsule',
  pointer: 'a function pointer in the same image',
};
const isSteady = ({ low, median }) => median < 1.25 * low;
let rows;
let attempts = 0;
do rows = callPath('add', 0, { ways: Object.keys(names), rounds: 41, milliseconds: 1 });
while (!rows.every(isSteady) && ++attempts < 5);
const slowest = rows[0].median;
for (const { competitor, median } of rows) {
  const times = competitor === 'through-js' ? '' : `${Math.round(slowest / median)} times faster`;
  console.log(`  ${names[competitor].padEnd(38)}${median.toFixed(2).padStart(8)} ns   ${times}`);
}
console.log(`  (${cpus()[0]?.model.trim()}, Node ${process.version}; median of ${rows[0].rounds} interleaved rounds)`);
if (!rows.every(isSteady))
  console.log('  (This machine is busy: the rounds differ by more than a quarter. Try again later.)');

title('Next');
console.log('  examples/00-minimal   the four verbs with one header, in 60 lines of C');
console.log('  README.md             the pattern, and the map of this repository');
console.log('  docs/architecture.md  the files that one call executes');
console.log('  npm test              checks everything that is promised');
