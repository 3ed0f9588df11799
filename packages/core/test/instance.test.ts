import { inspect as display } from 'node:util';
import { inspect, receive, share } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { type ContractSpec, collect, contract, forge } from './forge/index.js';

const name = '@forge/random/bitgen';
const bitgen = { ...contract('1.1', 'next', 'reset', 'jump@1'), name };
const older = { ...contract('1.0', 'next', 'reset'), name };
const operation = `Opening '${name}': `;
const pass = 'Pass the capsule of an object that implements this contract.';

/** Opens an instance, reads its state and releases it. */
function read(capsule: unknown, needed: ContractSpec = bitgen): number {
  const hold = forge.openInstance(capsule, needed);
  const value = forge.read(hold);
  forge.release(hold);
  return value;
}

describe('sealing an instance', () => {
  test.each<[string, () => unknown, string, string]>([
    [
      'a NULL state',
      () => forge.sealInstance(bitgen, null),
      'ERR_CAPSULE_POINTER_MISSING',
      `Sealing '${name}': expected a state, found NULL.`,
    ],
    [
      'a NULL table',
      () => forge.sealInstance(bitgen, 1, { table: null }),
      'ERR_CAPSULE_POINTER_MISSING',
      `Sealing '${name}': expected a table, found NULL.`,
    ],
    [
      'a NULL contract',
      () => forge.sealInstance(null, 1),
      'ERR_CAPSULE_NAME_UNUSABLE',
      "Sealing: expected a name of 1 to 255 bytes of UTF-8 without control characters, found NULL. Use the name of the package: '@scope/package'.",
    ],
    [
      'a table on the heap',
      () => forge.sealInstance(bitgen, 1, { storage: 'heap' }),
      'ERR_CAPSULE_NOT_PINNED',
      `Sealing '${name}': expected a table in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.`,
    ],
    [
      'a table without a function',
      () => forge.sealInstance(bitgen, 1, { missing: [1] }),
      'ERR_CAPSULE_ENTRY_MISSING',
      `Sealing '${name}': expected a function for every entry of contract 1.1, found NULL for reset. Set .reset in the producer's table.`,
    ],
    [
      'a table that is too short',
      () => forge.sealInstance(bitgen, 1, { size: 32 }),
      'ERR_CAPSULE_TABLE_TOO_SHORT',
      `Sealing '${name}': expected a table of 40 bytes or more, for contract 1.1, found one of 32. Compile the table and its contract from the same header.`,
    ],
  ])('rejects %s', (_, seal, code, message) => {
    expect(refusal(seal)).toMatchObject({ code, message });
  });
});

describe('opening an instance', () => {
  test.each<[string, unknown, string, string]>([
    ['undefined', undefined, 'ERR_CAPSULE_NOT_A_CAPSULE', `expected a capsule, found undefined. ${pass}`],
    [
      'a table of the same name',
      forge.sealTable(bitgen),
      'ERR_CAPSULE_KIND_MISMATCH',
      `expected an instance of '${name}', found a capsule that holds a table, '${name}'. ${pass}`,
    ],
    [
      'a pointer of the same name',
      forge.sealPointer(name, 1),
      'ERR_CAPSULE_KIND_MISMATCH',
      `expected an instance of '${name}', found a capsule that holds a pointer, '${name}'. ${pass}`,
    ],
    [
      'an instance of another contract',
      forge.sealInstance({ ...bitgen, name: '@forge/codec/stream' }, 1),
      'ERR_CAPSULE_NAME_MISMATCH',
      `expected an instance of '${name}', found one of '@forge/codec/stream'. ${pass}`,
    ],
  ])('rejects %s', (_, value, code, message) => {
    expect(refusal(() => forge.openInstance(value, bitgen))).toMatchObject({ code, message: operation + message });
  });

  test.each<[string, ContractSpec, string]>([
    ['an older minor', older, 'expected contract 1.1 or later (for jump), found 1.0. Update @forge/random/bitgen'],
    [
      'another major',
      { ...contract('2.0', 'next', 'reset', 'jump'), name },
      'expected contract 1.x, found 2.0. Use @forge/random/bitgen 1.x, or compile the consumer for contract 2.0.',
    ],
    [
      'another signature',
      { ...bitgen, entries: bitgen.entries.map((each) => ({ ...each, signature: 'f32()' })) },
      'expected next to be f64(), found next f32(). Also changed: reset, jump. Build',
    ],
  ])('rejects %s, and shows both addons', (_, offered, message) => {
    const rejected = refusal(() => forge.openInstance(forge.sealInstance(offered, 1), bitgen));
    expect(rejected.message).toContain(operation + message);
    expect(rejected.message).toMatch(/\n {2}needed by .*forge\.node\n {2}offered by .*forge\.node$/);
  });

  test('rejects a NULL contract, and one that is invalid', () => {
    const capsule = forge.sealInstance(bitgen, 1);
    expect(refusal(() => forge.openInstance(capsule, null)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
    expect(refusal(() => forge.openInstance(capsule, { ...bitgen, size: 8 })).code).toBe(
      'ERR_CAPSULE_CONTRACT_UNSOUND',
    );
  });

  test('accepts a consumer that needs an older minor', () => {
    expect(read(forge.sealInstance(bitgen, 5), older)).toBe(5);
  });

  test('is not what opening a table accepts', () => {
    expect(refusal(() => forge.openTable(forge.sealInstance(bitgen, 1), bitgen))).toMatchObject({
      code: 'ERR_CAPSULE_KIND_MISMATCH',
      message: `${operation}expected a capsule that holds a table, found one that holds a pointer.`,
    });
  });

  test('rejects an envelope whose contract was overwritten', () => {
    const damaged = forge.envelope({ ...bitgen, size: 8 }, { kind: 1 });
    expect(refusal(() => forge.openInstance(damaged, bitgen))).toMatchObject({
      code: 'ERR_CAPSULE_ENVELOPE_DAMAGED',
      message: `${operation}expected an intact envelope, found one with a damaged contract. Some native code has overwritten it.`,
    });
    // Its table would be the context, which is NULL.
    expect(refusal(() => forge.openInstance(forge.envelope(bitgen, { kind: 1 }), bitgen)).code).toBe(
      'ERR_CAPSULE_KIND_MISMATCH',
    );
    expect(inspect(forge.envelope(bitgen, { kind: 1 }))).toMatchObject({ kind: 'pointer', version: '1.1' });
  });
});

describe('the life of an instance', () => {
  test('its state is destroyed once, after the last hold and the last value', async () => {
    await collect(() => false, 10); // destroys what other tests have left
    let capsule: unknown = forge.sealInstance(bitgen, 7);
    const hold = forge.openInstance(capsule, bitgen);
    const before = forge.destroyed();
    capsule = undefined;
    await collect(() => forge.destroyed() > before, 10);
    expect([forge.destroyed() - before, forge.read(hold)]).toEqual([0, 7]);
    forge.release(hold, true);
    expect(await collect(() => forge.destroyed() > before)).toBe(true);
    expect(forge.destroyed() - before).toBe(1);
    expect(capsule).toBeUndefined();
  });

  test('is taken by one consumer, and revoked by its producer', () => {
    const taken = forge.sealInstance(bitgen, 1);
    const held = forge.openInstance(taken, bitgen);
    const hold = forge.take(taken, name);
    expect(forge.isExclusive(hold)).toBe(false);
    forge.release(held);
    expect(forge.isExclusive(hold)).toBe(true);
    expect(refusal(() => forge.openInstance(taken, bitgen))).toMatchObject({
      code: 'ERR_CAPSULE_TAKEN',
      message: `${operation}expected contents that are still available, found a capsule whose contents were taken. Ask its producer for another one.`,
    });
    forge.release(hold);
    const revoked = forge.sealInstance(bitgen, 1);
    const before = forge.destroyed();
    forge.revoke(revoked, name);
    expect(forge.destroyed() - before).toBe(1);
    expect(refusal(() => forge.openInstance(revoked, bitgen)).code).toBe('ERR_CAPSULE_REVOKED');
  });

  test('crosses threads by a ticket', () => {
    expect(read(receive(share(forge.sealInstance(bitgen, 3))))).toBe(3);
  });

  test('holds and releases on many threads count to zero', () => {
    const hold = forge.openInstance(forge.sealInstance(bitgen, 9), bitgen);
    forge.churn(hold, 4, 1000);
    expect(forge.read(hold)).toBe(9);
    forge.release(hold);
  });
});

test('the label of an instance shows its contract and its variant', () => {
  const capsule = forge.sealInstance(bitgen, 1, { variant: 'pcg64' });
  expect(display(capsule)).toBe(`[Capsule '${name}' 1.1: an instance of 3 functions, pcg64]`);
  expect(inspect(capsule)).toMatchObject({ name, kind: 'pointer', state: 'live', version: '1.1', variant: 'pcg64' });
  expect(display(forge.sealInstance({ ...contract('1.0', 'next'), name }, 1))).toBe(
    `[Capsule '${name}' 1.0: an instance of 1 function]`,
  );
});
