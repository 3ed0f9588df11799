const { integrate, map } = require('@capsule/stats');
const { planck } = require('./build/Release/planck.node');

console.log(planck); // carry: what it is called as is written on it

const { value, evaluations } = integrate(planck, 0, Infinity);
console.log(`integral from 0 to infinity: ${value}, after ${evaluations} calls`);
console.log(`as Planck had it, pi^4 / 15: ${Math.PI ** 4 / 15}`);

// A million values: by the C function, and by a JavaScript function that computes the same.
const x = Float64Array.from({ length: 1_000_000 }, (_, i) => (i + 1) / 100_000);
const inJavaScript = (value) => (value * value * value) / Math.expm1(value);

/** The shortest of ten times, in milliseconds. */
function time(compute) {
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    compute();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const [c, js] = [time(() => map(x, planck)), time(() => x.map(inJavaScript))];
console.log(`a million values: ${c.toFixed(1)} ms by the C function, ${js.toFixed(1)} ms by one in JavaScript`);
console.log(`very roughly ${(js / c).toPrecision(1)} times, here and now`);
