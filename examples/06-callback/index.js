const { functionOf } = require('@capsule/core');
const { createVector } = require('@capsule/fastmath');
const { integrate, map } = require('@capsule/stats');
const { planck, radiation } = require('./build/Release/planck.node');

console.log(planck); // carry: the label shows the signature

const { value, evaluations } = integrate(planck, 0, Infinity);
console.log(`integral from 0 to infinity: ${value}, after ${evaluations} calls`);
console.log(`exact value, pi^4 / 15: ${Math.PI ** 4 / 15}`);

// A function of a table by its name, with a context: memory that C owns.
const hot = functionOf(radiation, 'at', { context: createVector(Float64Array.of(2)) });
console.log(hot);
console.log(`twice as hot: ${(integrate(hot, 0, Infinity).value / value).toFixed(6)} times as much`);

// A million values, computed by the C function and by the same function in JavaScript.
const x = Float64Array.from({ length: 1_000_000 }, (_, i) => (i + 1) / 100_000);
const inJavaScript = (value) => (value * value * value) / Math.expm1(value);

/** Returns the shortest of ten run times in milliseconds. */
function time(compute) {
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    compute();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const [c, js] = [time(() => map(x, planck)), time(() => x.map(inJavaScript))];
console.log(`a million values: ${c.toFixed(1)} ms in C, ${js.toFixed(1)} ms in JavaScript`);
console.log(`C is about ${(js / c).toPrecision(1)} times faster`);
