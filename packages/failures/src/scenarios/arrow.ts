import { type Capsule, inspect, loadAddon } from '@capsule/core';
import { call, fresh, type Group, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';

/** An exporter whose release callbacks free what they own, and consumers of the protocol. */
interface Exporter {
  sealPair(): [schema: Capsule, array: Capsule];
  sealStream(): Capsule;
  takeSchema(schema: unknown): number;
  resealArray(array: unknown): Capsule;
  requestArray(column: unknown): number;
  requestStream(table: unknown): number;
}

export const exporter = (): Exporter => loadAddon<Exporter>(__dirname, 'arrow');

const label = (capsule: unknown): unknown => inspect(capsule as Capsule).name;

/** The functions of capsule_arrow.h. */
export function arrow(): Group {
  const { sealPair, sealStream, takeSchema, resealArray, requestArray, requestStream } = exporter();
  // The capsules are made before anything fails: the methods only return them.
  const column = () => {
    const pair = sealPair();
    return { [Symbol.for('arrow.c.array')]: () => pair };
  };
  const table = () => {
    const stream = sealStream();
    return { [Symbol.for('arrow.c.stream')]: () => stream };
  };
  const taken = () => {
    const [schema] = sealPair();
    takeSchema(schema);
    return schema;
  };
  const scenarios: Scenario[] = [
    call('sealPair()', sealPair, (pair) => (pair as Capsule[]).map(label)),
    call('sealStream()', sealStream, label),
    fresh('takeSchema(schema)', () => sealPair()[0], takeSchema),
    fresh('takeSchema(array)', () => sealPair()[1], takeSchema),
    fresh('takeSchema(taken schema)', taken, takeSchema),
    call('takeSchema({})', () => takeSchema({})),
    fresh('resealArray(array)', () => sealPair()[1], resealArray, label),
    fresh('requestArray(column)', column, requestArray),
    fresh(
      'requestArray(column with a taken schema)',
      () => ({ [Symbol.for('arrow.c.array')]: () => [taken(), 1] }),
      requestArray,
    ),
    call('requestArray({})', () => requestArray({})),
    call('requestArray(column of nothing)', () => requestArray({ [Symbol.for('arrow.c.array')]: () => [] })),
    fresh('requestStream(table)', table, requestStream),
  ];
  return { addons: [binary('@capsule/failures', 'arrow')], scenarios };
}
