// npm run bench:loop: how long the event loop is blocked while ten promises over ten million values run. They are
// generated from the contract of examples/03-produce, and those of @capsule/stats. Other threads and programs can delay the
// loop, too: the time that it waits for a core does not count, and neither do all but the best of several attempts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const require = createRequire(new URL('../packages/benchmarks/package.json', import.meta.url));
const distance = createRequire(new URL('../examples/04-consume/package.json', import.meta.url))(
  '@example/distance/promises',
);
const stats = require('@capsule/stats/promises');

const LIMIT = 5; // milliseconds
const ATTEMPTS = 20;
/** The control: a call copies arrays that are not shared, on the JavaScript thread. */
const COPIES = 'control: arrays that are copied';
const n = 10_000_000;
/** Values in shared memory, so that no call copies them. */
function shared(f) {
  const values = new Float64Array(new SharedArrayBuffer(8 * n));
  for (let i = 0; i < n; i++) values[i] = f(i);
  return values;
}
const x = shared(Math.sin);
const y = shared(Math.cos);
const copied = new Float64Array(n).fill(1);

/** How long this thread was ready and had no core, in milliseconds; only Linux tells. */
function waitedForCore() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

/**
 * How late the loop was at most during some work, in milliseconds: in all, and without the time for which other threads
 * had the cores.
 */
async function delayDuring(work) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  let blocked = 0;
  let last = performance.now();
  let waited = waitedForCore();
  const tick = () => {
    const now = performance.now();
    const total = waitedForCore();
    blocked = Math.max(blocked, now - last - 1 - (total - waited));
    last = now;
    waited = total;
  };
  histogram.enable();
  const timer = setInterval(tick, 1);
  const begin = performance.now();
  await work();
  const time = performance.now() - begin;
  await wait(5);
  clearInterval(timer);
  histogram.disable();
  return { blocked, delay: histogram.max / 1e6, time };
}

const ten = (start) => () => Promise.all(Array.from({ length: 10 }, (_, i) => start(i)));
const works = {
  'nothing, for as long': () => wait(300),
  'manhattan(x, y) of a contract': ten(() => distance.manhattan(x, y)),
  'chebyshev(x, y) of a contract': ten(() => distance.chebyshev(x, y)),
  'describe(x) of stats': ten(() => stats.describe(x)),
  'median(x) of stats': ten(() => stats.median(x)),
  [COPIES]: ten(() => distance.manhattan(copied, copied)),
};

console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
);
console.log('ten promises over ten million values   blocked, ms   with waiting for a core, ms   all ten, ms');
for (const [name, work] of Object.entries(works)) {
  let least = { blocked: Number.POSITIVE_INFINITY, delay: 0, time: 0 };
  for (let i = 0; i < 3 || (i < ATTEMPTS && least.blocked > LIMIT && name !== COPIES); i++) {
    const found = await delayDuring(work);
    if (found.blocked < least.blocked) least = found;
  }
  const { blocked, delay, time } = least;
  const figures = [blocked.toFixed(1).padStart(15), delay.toFixed(1).padStart(30), time.toFixed(0).padStart(14)];
  console.log(name.padEnd(35), figures.join(''));
  if (blocked <= LIMIT !== (name === COPIES)) continue;
  console.error(`Expected ${name === COPIES ? 'more than' : 'at most'} ${LIMIT} ms.`);
  process.exitCode = 1;
}
