// Computes on libuv's threads while a timer, as of a user interface, keeps ticking.
import { Accumulator, mean, median } from '@capsule/stats/promises';

const n = 20_000_000;
const million = 1_000_000;

let ticks = 0;
const timer = setInterval(() => ticks++, 5);

// Shared memory cannot be transferred or shrunk, so that a promise need not copy it.
const values = new Float64Array(new SharedArrayBuffer(8 * n));
for (let i = 0; i < n; i++) values[i] = 1 + Math.sin(i);

// Several results at a time:
ticks = 0;
const [center, middle] = await Promise.all([mean(values), median(values)]);
console.log('mean', center.toFixed(6), 'median', middle.toFixed(6));
console.log('the timer kept ticking:', ticks > 0);

// Progress: an accumulator gets the values in pieces.
const accumulator = new Accumulator();
for (let done = 0; done < n; done += million) {
  await accumulator.push(values.subarray(done, done + million));
  if ((done + million) % (n / 4) === 0) console.log(`${(100 * accumulator.n) / n} %`);
}
console.log('std', accumulator.std().toFixed(6));

// Cancellation: the promise is rejected at once, and the timer does not wait either.
const controller = new AbortController();
setTimeout(() => controller.abort(), 20);
try {
  for (;;) await median(values, { signal: controller.signal });
} catch (error) {
  console.log('canceled:', error.name);
}
clearInterval(timer);
