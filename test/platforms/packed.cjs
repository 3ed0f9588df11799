// Prints results of the packed packages, which are the same on each platform: see scripts/platforms/platforms.mjs.
const { inspect, isCapsule, loadAddon } = require('@capsule/core');
const { capsule } = require('@capsule/fastmath');
const { createStats, describe, mean, quantile } = require('@capsule/stats');

const values = Float64Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 10_007) / 3);
console.log(inspect(capsule).name, inspect(capsule).version, isCapsule(capsule), isCapsule({}));
console.log(mean(values), createStats(capsule).std(values), quantile(values, 0.9));
console.log(describe(values));
for (const wrong of [null, {}, structuredClone(capsule)]) {
  try {
    createStats(wrong);
  } catch ({ name, code }) {
    console.log(name, code);
  }
}
import('@capsule/stats')
  .then((stats) => console.log(stats.mean(values) === mean(values), loadAddon.name))
  .catch((error) => console.log(error));
