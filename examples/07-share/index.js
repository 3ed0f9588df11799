// Ten million numbers to a Worker and back: what is sent is a ticket, and the memory stays where it is.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { asTypedArray, receive, share } from '@capsule/core';
import { createVector } from '@capsule/fastmath';
import { mean } from '@capsule/stats';

const n = 10_000_000;
const worker = new Worker(new URL('./worker.js', import.meta.url));
await once(worker, 'message'); // it has loaded what it needs

/** Sends something to the Worker, and gives its answer and the milliseconds that took. */
async function there(message) {
  const start = performance.now();
  worker.postMessage(message);
  const [answer] = await once(worker, 'message');
  return [answer, performance.now() - start];
}

const vector = createVector(n);
asTypedArray(vector).fill(1);
console.log('sent    ', vector, 'with a mean of', mean(vector));

const [ticket, shared] = await there(share(vector));
const back = receive(ticket);
console.log('received', back, 'with a mean of', mean(back));

const [copy, copied] = await there(new Float64Array(n).fill(1));
console.log('the same as a copy of a copy:', mean(copy) === mean(back));

console.log(`there and back by ticket      ${shared.toFixed(1).padStart(7)} ms`);
console.log(`there and back by postMessage ${copied.toFixed(1).padStart(7)} ms`);
await worker.terminate();
