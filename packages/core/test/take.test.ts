import { join } from 'node:path';
import { inspect as show } from 'node:util';
import { Worker } from 'node:worker_threads';
import { inspect, isCapsule, share } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const name = '@forge/content';
const seal = () => forge.sealPointer(name, 42);
const unavailable = (operation: string, state: string) => ({
  type: 'Error',
  code: `ERR_CAPSULE_${state.toUpperCase()}`,
  message: `${operation} '${name}': expected contents that are still available, found a capsule whose contents were ${state}. Ask its producer for another one.`,
  expected: 'contents that are still available',
  found: `a capsule whose contents were ${state}`,
});

describe.each([
  ['take', 'taken', (capsule: unknown) => forge.release(forge.take(capsule, name))],
  ['revoke', 'revoked', (capsule: unknown) => forge.revoke(capsule, name)],
] as const)('%s', (verb, state, change) => {
  test('rejects another name, another kind and a value that is not a capsule, and changes nothing', () => {
    const capsule = seal();
    const changeAs = (value: unknown, as: string) => () =>
      (forge[verb] as (value: unknown, as: string) => unknown)(value, as);
    expect(refusal(changeAs(capsule, '@forge/other')).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(refusal(changeAs({}, name)).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    expect(refusal(() => forge.changeWithoutName(verb, capsule)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
    const table = forge.sealTable(contract('1.0', 'sum'));
    expect(refusal(changeAs(table, '@forge/math')).message).toBe(
      verb === 'take'
        ? "Taking '@forge/math': expected a capsule that holds a pointer, found one that holds a table."
        : "Revoking '@forge/math': expected a capsule that holds a pointer, a function or data, found one that holds a table. A consumer that has opened a table may call it at any time.",
    );
    expect(forge.check(capsule, name)).toBe(0);
  });

  test('makes open, take, revoke, carry and share reject the capsule', () => {
    const capsule = seal();
    const held = forge.openPointer(capsule, name);
    change(capsule);
    expect(refusal(() => forge.openPointer(capsule, name))).toEqual(unavailable('Opening', state));
    expect(refusal(() => forge.take(capsule, name))).toEqual(unavailable('Taking', state));
    expect(refusal(() => forge.revoke(capsule, name))).toEqual(unavailable('Revoking', state));
    expect(refusal(() => forge.carry(held))).toEqual(unavailable('Carrying', state));
    expect(refusal(() => share(capsule)).code).toBe(`ERR_CAPSULE_${state.toUpperCase()}`);
    expect(forge.check(capsule, name)).not.toBe(0);
    forge.release(held);
  });

  test('leaves a capsule whose label has the state', () => {
    const capsule = seal();
    expect(inspect(capsule)).toMatchObject({ kind: 'pointer', state: 'live' });
    change(capsule);
    expect(inspect(capsule)).toMatchObject({ kind: 'pointer', state });
    expect(show(capsule)).toBe(`[Capsule '${name}', ${state}]`);
    expect(isCapsule(capsule, name)).toBe(true);
  });

  test('destroys contents without holds at once, although JavaScript still has the capsule', () => {
    const capsule = seal();
    const before = forge.destroyed();
    change(capsule);
    expect(forge.destroyed()).toBe(before + 1);
    expect(isCapsule(capsule)).toBe(true);
  });

  test('keeps existing holds valid, and the last one destroys the contents, once', async () => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    const holds = (() => {
      const capsule = seal();
      const two = [forge.openPointer(capsule, name), forge.openPointer(capsule, name)] as const;
      change(capsule);
      return two;
    })();
    expect(forge.destroyed()).toBe(before);
    forge.release(holds[0]);
    expect(forge.read(holds[1])).toBe(42);
    forge.release(holds[1], true);
    expect(forge.destroyed()).toBe(before + 1);
    await collect(() => false, 3);
    expect(forge.destroyed()).toBe(before + 1);
  });
});

test('a taker is exclusive if there are no other holds, or after the others are released', () => {
  const alone = forge.take(seal(), name);
  expect(forge.isExclusive(alone)).toBe(true);
  const capsule = seal();
  const other = forge.openPointer(capsule, name);
  const taken = forge.take(capsule, name);
  expect(forge.isExclusive(taken)).toBe(false);
  forge.release(other);
  expect(forge.isExclusive(taken)).toBe(true);
  expect(forge.isExclusive(forge.openPointer(seal(), name))).toBe(false);
  forge.release(alone);
  forge.release(taken);
});

test('another value carries the same contents, which are destroyed with the last one', async () => {
  await collect(() => false, 5);
  const before = forge.destroyed();
  const held = (() => forge.openPointer(seal(), name))();
  const capsule = forge.carry(held);
  forge.release(held);
  await collect(() => forge.destroyed() > before, 3);
  const again = forge.openPointer(capsule, name);
  expect(forge.read(again)).toBe(42);
  forge.release(again);
  forge.revoke(capsule, name);
  expect(forge.destroyed()).toBe(before + 1);
});

test('many threads can hold and release at once', () => {
  const before = forge.destroyed();
  const capsule = seal();
  const held = forge.openPointer(capsule, name);
  forge.churn(held, 8, 20_000);
  expect(forge.read(held)).toBe(42);
  forge.revoke(capsule, name);
  forge.churn(held, 8, 20_000);
  expect(forge.destroyed()).toBe(before);
  forge.release(held, true);
  expect(forge.destroyed()).toBe(before + 1);
});

test('one of several Workers that take at once succeeds, and the contents are destroyed once', async () => {
  const takers = 4;
  const rounds = 25;
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    const forge = require(${JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'))});
    const codes = [];
    for (const [round, ticket] of workerData.tickets.entries()) {
      const capsule = core.receive(ticket);
      Atomics.add(workerData.gate, 0, 1);
      while (Atomics.load(workerData.gate, 0) < (round + 1) * ${takers}) continue;
      try { forge.release(forge.take(capsule, '${name}')); codes.push('taken'); } catch (error) { codes.push(error.code); }
    }
    parentPort.postMessage(codes);`;
  const before = forge.destroyed();
  const capsules = Array.from({ length: rounds }, seal);
  const answers = await Promise.all(
    Array.from({ length: takers }, () => {
      const tickets = capsules.map((capsule) => share(capsule));
      const worker = new Worker(source, { eval: true, workerData: { tickets, gate } });
      return new Promise<string[]>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  for (let round = 0; round < rounds; round++) {
    const codes = answers.map((codes) => codes[round]).sort();
    expect(codes).toEqual([...Array(takers - 1).fill('ERR_CAPSULE_TAKEN'), 'taken']);
  }
  expect(forge.destroyed()).toBe(before + rounds);
});

// The consumer's addon releases the last hold after the Worker that sealed, and its addon, are gone.
test('another addon destroys contents that a Worker sealed, after the Worker has exited', () => {
  const release = join(__dirname, 'forge', 'build', configuration);
  const script = `
    const { Worker } = require('node:worker_threads');
    const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    const forge = require(${JSON.stringify(join(release, 'forge.node'))});
    const worker = new Worker(${JSON.stringify(`
      const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
      const { sealPointer } = require(${JSON.stringify(join(release, 'producer.node'))});
      require('node:worker_threads').parentPort.postMessage(core.share(sealPointer()));`)}, { eval: true });
    let ticket;
    worker.on('message', (message) => { ticket = message; });
    worker.on('exit', () => setTimeout(() => {
      const capsule = core.receive(ticket);
      const held = forge.take(capsule, core.inspect(capsule).name);
      console.log(forge.isExclusive(held), core.inspect(capsule).state);
      forge.release(held, true);
    }, 50));`;
  const { status, stdout, stderr } = runScript(script);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true taken\n', stderr: '' });
});
