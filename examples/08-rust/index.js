const { inspect } = require('@capsule/core');
const { capsule } = require('@capsule/fastmath');
const { build, required } = require('./build.js');

const addon = build();
if (addon === undefined) {
  console.log(`Skipped: this example requires ${required}.`);
} else {
  const { fitLine, open, predict } = require(addon);
  open(capsule); // Rust opens fastmath's table, once

  const x = Float64Array.from({ length: 1000 }, (_, i) => i / 100);
  const y = x.map((value) => 3 * value + 2);
  const line = fitLine(x, y); // Rust calls C and seals the result
  console.log(inspect(line).name, 'holds a', inspect(line).kind);
  console.log('y at x = 100:', predict(line, 100).toFixed(6));
  for (const wrong of [capsule, { ...line }]) {
    try {
      predict(wrong, 100);
    } catch (error) {
      console.log(`${error.name}: ${error.message}`);
    }
  }
}
