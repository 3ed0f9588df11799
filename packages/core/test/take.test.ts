import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inspect as show } from 'node:util';
import { Worker } from 'node:worker_threads';
import { inspect, isCapsule, share } from '@capsule/core';
import { configuration } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const name = '@forge/content';
const seal = () => forge.sealPointer(name, 42);
const spent = (doing: string, how: string) => ({
  type: 'Error',
  code: `ERR_CAPSULE_${how.toUpperCase()}`,
  message: `${doing} '${name}': expected contents that are still available, found a capsule whose contents were ${how}. Ask its producer for another one.`,
  expected: 'contents that are still available',
  found: `a capsule whose contents were ${how}`,
});

describe.each([
  ['take', 'taken', (capsule: unknown) => forge.release(forge.take(capsule, name))],
  ['revoke', 'revoked', (capsule: unknown) => forge.revoke(capsule, name)],
] as const)('%s', (verb, how, spend) => {
  test('refuses a capsule of another name, kind or nature, and spends nothing', () => {
    const capsule = seal();
    const spendAs = (value: unknown, as: string) => () =>
      (forge[verb] as (value: unknown, as: string) => unknown)(value, as);
    expect(refusal(spendAs(capsule, '@forge/other')).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(refusal(spendAs({}, name)).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    expect(refusal(() => forge.spendNothing(verb, capsule)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
    const table = forge.sealTable(contract('1.0', 'sum'));
    expect(refusal(spendAs(table, '@forge/math')).message).toBe(
      verb === 'take'
        ? "Taking '@forge/math': expected a capsule that holds a pointer, found one that holds a table."
        : "Revoking '@forge/math': expected a capsule that holds a pointer, a function or data, found one that holds a table. A consumer that has opened a table may call it at any time.",
    );
    expect(forge.check(capsule, name)).toBe(0);
  });

  test('ends it for everybody who would open, take, revoke, carry or share it', () => {
    const capsule = seal();
    const held = forge.openPointer(capsule, name);
    spend(capsule);
    expect(refusal(() => forge.openPointer(capsule, name))).toEqual(spent('Opening', how));
    expect(refusal(() => forge.take(capsule, name))).toEqual(spent('Taking', how));
    expect(refusal(() => forge.revoke(capsule, name))).toEqual(spent('Revoking', how));
    expect(refusal(() => forge.carry(held))).toEqual(spent('Carrying', how));
    expect(refusal(() => share(capsule)).code).toBe(`ERR_CAPSULE_${how.toUpperCase()}`);
    expect(forge.check(capsule, name)).not.toBe(0);
    forge.release(held);
  });

  test('leaves a capsule whose label says so', () => {
    const capsule = seal();
    expect(inspect(capsule)).toMatchObject({ kind: 'pointer', state: 'live' });
    spend(capsule);
    expect(inspect(capsule)).toMatchObject({ kind: 'pointer', state: how });
    expect(show(capsule)).toBe(`[Capsule '${name}', ${how}]`);
    expect(isCapsule(capsule, name)).toBe(true);
  });

  test('ends the contents at once where nobody holds them, though JavaScript has the capsule still', () => {
    const capsule = seal();
    const before = forge.destroyed();
    spend(capsule);
    expect(forge.destroyed()).toBe(before + 1);
    expect(isCapsule(capsule)).toBe(true);
  });

  test('lets holds live on, and the last of them ends the contents, once', async () => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    const holds = (() => {
      const capsule = seal();
      const two = [forge.openPointer(capsule, name), forge.openPointer(capsule, name)] as const;
      spend(capsule);
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

test('a taker is exclusive when nobody else holds, and learns it when the others have gone', () => {
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

test('another value carries the same contents, and they end with the last of all', async () => {
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

test('holds can be taken and given up by many threads at once', () => {
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

test('of takers in several Workers one gets it, and the contents end once', async () => {
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
      try { forge.release(forge.take(capsule, '${name}')); codes.push('won'); } catch (error) { codes.push(error.code); }
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
    expect(codes).toEqual([...Array(takers - 1).fill('ERR_CAPSULE_TAKEN'), 'won']);
  }
  expect(forge.destroyed()).toBe(before + rounds);
});

// The consumer's own addon ends the last hold, when the Worker that sealed, and its addon, have gone.
test('contents that a Worker sealed are ended by another addon after the Worker has exited', () => {
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
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true taken\n', stderr: '' });
});
