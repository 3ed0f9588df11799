// Doubles every number, and sends back what it was sent: a ticket for a ticket, an array for an array.
import { parentPort } from 'node:worker_threads';
import { asTypedArray, receive, share } from '@capsule/core';
import { scale } from '@capsule/fastmath';

parentPort.on('message', (message) => {
  if (typeof message === 'string') {
    const vector = receive(message);
    scale(2, asTypedArray(vector)); // in the memory of the one who sent the ticket
    parentPort.postMessage(share(vector));
  } else {
    parentPort.postMessage(scale(2, message));
  }
});
parentPort.postMessage('ready');
