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

title('Seal: fastmath has put its C functions in an envelope. Carry: JavaScript sees the label');
console.log(capsule);

title('Open, call: stats opens it once, and computes with fastmath’s C functions');
const stats = createStats(capsule);
const michelson = JSON.parse(readFileSync(new URL('michelson.json', import.meta.url), 'utf8'));
const speeds = Float64Array.from(michelson.y);
const { n, mean, std, min, max } = stats.describe(speeds);
console.log(`Michelson, 1879: ${n} measurements of the speed of light, in 1000 km/s`);
const row = (name, ours, certified = '') => console.log(`  ${name.padEnd(10)} ${String(ours).padEnd(20)} ${certified}`);
row('', 'computed here', 'certified by NIST');
row('mean', mean, michelson.certified.mean);
row('deviation', std, michelson.certified.sd);
row('least', min);
row('greatest', max);
console.log(
  `  (299.85 and the like are no binary fractions: in float64 the exact deviation is ${michelson.exactOnFloat64.sd})`,
);

title('A wrong envelope is told what it is');
for (const wrong of [{ capsule }, structuredClone(capsule), new Proxy(capsule, {})]) {
  try {
    createStats(wrong);
  } catch (error) {
    console.log(`  ${error.name}: ${error.message}`);
  }
}

title('An addition in another addon costs what a C function pointer costs');
const names = {
  'through-js': 'through JavaScript',
  capsule: 'through the capsule',
  pointer: 'a function pointer in the same image',
};
const rows = callPath('add', 0, { ways: Object.keys(names), rounds: 21 });
const slowest = rows[0].median;
for (const { competitor, median } of rows) {
  const times = competitor === 'through-js' ? '' : `${Math.round(slowest / median)} times faster`;
  console.log(`  ${names[competitor].padEnd(38)}${median.toFixed(2).padStart(8)} ns   ${times}`);
}
console.log(`  (${cpus()[0]?.model.trim()}, Node ${process.version}; median of ${rows[0].rounds} interleaved rounds)`);

title('Next');
console.log('  examples/00-minimal   the four verbs with one header, some 60 lines of C');
console.log('  README.md             the pattern in a minute, and the map of this repository');
console.log('  npm test              everything that is promised, checked');
