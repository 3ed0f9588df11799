import { Worker } from 'node:worker_threads';
import { asTypedArray, loadAddon } from '@capsule/core';
import { createVector } from '@capsule/fastmath';
import { collect } from '../collect.js';
import type { Group, Scenario } from '../scenario.js';
import { binary } from './binaries.js';

/** Runs a script in a Worker, which then exits, and returns its result. */
async function inWorker(script: string): Promise<unknown> {
  const prefix = `const load = require('node:module').createRequire(${JSON.stringify(__filename)});`;
  const worker = new Worker(`${prefix}require('node:worker_threads').parentPort.postMessage((() => {${script}})())`, {
    eval: true,
  });
  let message: unknown;
  const errors: unknown[] = [];
  worker.on('message', (value) => {
    message = value;
  });
  worker.on('error', (value) => errors.push(value));
  await new Promise((resolve) => worker.on('exit', resolve));
  if (errors.length > 0) throw errors[0];
  return message;
}

/** Finalizers, and the exit of Workers. */
export function end(): Group {
  const subject = loadAddon<Readonly<Record<string, () => unknown>>>(__dirname, 'subject');
  const makers = ['sealPointer', 'sealFunction', 'sealData', 'sealTable'] as const;
  const [core, fastmath, stats] = ['core', 'fastmath', 'stats'].map((name) => `load('@capsule/${name}')`);
  const collecting: Scenario = {
    name: 'capsules of each kind and views are collected',
    prepare: () => {
      for (const name of makers) subject[name]?.();
      for (let i = 0; i < 3; i++) asTypedArray(createVector(10));
      return () => collect();
    },
  };
  const worker = (name: string, step: number, script: string, keeps?: true): Scenario => ({
    name,
    step,
    prepare: () => () => inWorker(script),
    ...(keeps && { keeps }),
  });
  const workers = [
    worker('a Worker loads core, inspects and exits', 1, `return ${core}.isCapsule({})`),
    worker('a Worker loads fastmath, computes and exits', 9, `return ${fastmath}.sum(Float64Array.of(1, 2))`),
    worker('a Worker loads stats, computes and exits', 13, `return ${stats}.mean(new Float64Array(500))`),
    worker(
      'a Worker exits with capsules, views and tickets',
      13,
      `const { createVector } = ${fastmath}, { asTypedArray, share, receive } = ${core};
       globalThis.kept = [1, 2, 3].map((n) => createVector(n));
       globalThis.views = kept.map((each) => asTypedArray(each));
       globalThis.other = receive(share(kept[0]));
       return views[2].length`,
      // A view may have been moved to another thread: its memory is not released when the Worker exits.
      true,
    ),
  ];
  const addons = ['@capsule/core', '@capsule/fastmath', '@capsule/stats'].map((name) => binary(name));
  return { addons: [...addons, binary('@capsule/failures', 'subject')], scenarios: [collecting, ...workers] };
}
