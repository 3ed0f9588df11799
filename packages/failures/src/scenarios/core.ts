import { asTypedArray, type Capsule, dispose, inspect, isCapsule, receive, share } from '@capsule/core';
import { createVector, capsule as table } from '@capsule/fastmath';
import { call, fresh, type Group, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';

const values = Float64Array.of(3, 1, 2);
const vector = (): Capsule => createVector(values);
const label = (capsule: unknown): unknown => inspect(capsule as Capsule);

/** Values that the gate rejects: one for each kind that it distinguishes. */
const refused: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  true: true,
  '1': 1,
  '1n': 1n,
  "'text'": 'text',
  'Symbol()': Symbol('s'),
  'function () {}': () => 0,
  '[]': [1, 2],
  '{}': { a: 1, b: 2 },
  '{ capsule }': { capsule: table },
  'new Float64Array(2)': new Float64Array(2),
  'new ArrayBuffer(2)': new ArrayBuffer(2),
  'new DataView(...)': new DataView(new ArrayBuffer(8)),
  'new Date(0)': new Date(0),
  'new Error()': new Error('an error'),
  'new Promise()': Promise.resolve(1),
  'new Map()': new Map(),
  'new Proxy(capsule, {})': new Proxy(table, {}),
  'Object.create(capsule)': Object.create(table),
  'new (class A {})': new (class A {})(),
};

/** A ticket that a call created. It holds its contents until it is received or expires, after a minute. */
let left: string | undefined;

function receiveLeft(): void {
  if (left !== undefined) receive(left);
  left = undefined;
}

function shareOnce(): string {
  left = share(table);
  return left;
}

function shareAgain(capsule: Capsule): string {
  receiveLeft();
  return share(capsule);
}

function receiveOnce(ticket: string): Capsule {
  left = ticket;
  const capsule = receive(ticket);
  left = undefined;
  return capsule;
}

export function core(): Group {
  const kept = vector();
  const ordinary: Scenario[] = [
    call('isCapsule(table)', () => isCapsule(table)),
    call("isCapsule(table, '@capsule/fastmath')", () => isCapsule(table, '@capsule/fastmath')),
    call("isCapsule(table, 'other')", () => isCapsule(table, 'other')),
    call('inspect(table)', () => inspect(table)),
    call('inspect(data)', () => inspect(kept)),
    call('asTypedArray(data)', () => asTypedArray(kept)),
    fresh('asTypedArray(new data)', vector, (data) => asTypedArray(data)),
    fresh('asTypedArray(data, { copy: true })', vector, (data) => asTypedArray(data, { copy: true })),
    fresh('dispose(new data)', vector, (data) => dispose(data)),
    call('dispose(table)', () => dispose(table)),
    call('asTypedArray(table)', () => asTypedArray(table as unknown as Capsule)),
    fresh('share(table)', receiveLeft, shareOnce, () => 'a ticket'),
    fresh('receive(ticket)', () => shareAgain(table), receiveOnce, label),
    fresh('receive(ticket of data)', () => shareAgain(vector()), receiveOnce, label),
    call('receive(unknown ticket)', () => receive(`${'0'.repeat(16)}:${'1'.repeat(32)}`)),
    fresh(
      'receive(used ticket)',
      () => {
        const ticket = share(table);
        receive(ticket);
        return ticket;
      },
      (ticket) => receive(ticket),
    ),
  ];
  const refusals = Object.entries(refused).flatMap(([name, value]) => [
    call(`isCapsule(${name})`, () => isCapsule(value)),
    call(`inspect(${name})`, () => inspect(value as Capsule)),
    call(`share(${name})`, () => share(value as Capsule)),
  ]);
  return { addons: [binary('@capsule/core')], scenarios: [...ordinary, ...refusals] };
}
