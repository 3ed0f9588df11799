// Sends ten million numbers to a Worker and back. Only a ticket is sent; the memory stays in place.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { asTypedArray, receive, share } from '@capsule/core';
import { createVector } from '@capsule/fastmath';
import { mean } from '@capsule/stats';

const n = 10_000_000;
const worker = new Worker(new URL('./worker.js', import.meta.url));
await once(worker, 'message'); // the Worker has loaded its modules

/** Sends a message to the Worker. Returns the answer and the time in milliseconds. */
async function roundTrip(message) {
  const start = performance.now();
  worker.postMessage(message);
  const [answer] = await once(worker, 'message');
  return [answer, performance.now() - start];
}

const vector = createVector(n);
asTypedArray(vector).fill(1);
console.log('sent    ', vector, 'mean', mean(vector));

const [ticket, shared] = await roundTrip(share(vector));
const back = receive(ticket);
console.log('received', back, 'mean', mean(back));

const [copy, copied] = await roundTrip(new Float64Array(n).fill(1));
console.log('postMessage returns the same numbers:', mean(copy) === mean(back));

console.log(`round trip by ticket      ${shared.toFixed(1).padStart(7)} ms`);
console.log(`round trip by postMessage ${copied.toFixed(1).padStart(7)} ms`);
await worker.terminate();
