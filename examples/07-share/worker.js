// Doubles every number. Answers a ticket with a ticket, and an array with an array.
import { parentPort } from 'node:worker_threads';
import { asTypedArray, receive, share } from '@capsule/core';
import { scale } from '@capsule/fastmath';

parentPort.on('message', (message) => {
  if (typeof message === 'string') {
    const vector = receive(message);
    scale(2, asTypedArray(vector)); // writes to the sender's memory
    parentPort.postMessage(share(vector));
  } else {
    parentPort.postMessage(scale(2, message));
  }
});
parentPort.postMessage('ready');
