import { type Capsule, inspect } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { type ContractSpec, collect, contract, forge } from './forge/index.js';

const math = contract('1.0', 'sum', 'dot');

describe('a table', () => {
  test('rejects an invalid name', () => {
    const names: [string | Buffer | null, string][] = [
      [null, 'NULL'],
      ['', "''"],
      ['a\tb', "'a\\u{9}b'"],
      [Buffer.from([0x40, 0xff]), "'@\\xff'"],
      ['a\u0085b', "'a\\u{85}b'"],
      [':capsule', "':capsule'"],
      ['@forge/math:', "'@forge/math:'"],
      ['x'.repeat(256), `'${'x'.repeat(96)}...' (256 bytes)`],
    ];
    for (const [name, shown] of names) {
      const rejection = {
        type: 'TypeError',
        code: 'ERR_CAPSULE_NAME_UNUSABLE',
        message: `Sealing: expected a name of 1 to 255 bytes of UTF-8 without control characters, found ${shown}. Use the name of the package: '@scope/package'.`,
        expected: 'a name of 1 to 255 bytes of UTF-8 without control characters',
        found: shown,
      };
      expect(refusal(() => forge.sealTable({ ...math, name }))).toEqual(rejection);
      expect(refusal(() => forge.sealPointer(name, 1))).toEqual(rejection);
    }
    expect(
      forge.openTable(forge.sealTable({ ...math, name: 'x'.repeat(255) }), { ...math, name: 'x'.repeat(255) }),
    ).toEqual([0, 1]);
  });

  test('rejects a NULL table', () => {
    expect(refusal(() => forge.sealNullTable(math))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_POINTER_MISSING',
      message: "Sealing '@forge/math': expected a pointer, found NULL.",
      expected: 'a pointer',
      found: 'NULL',
    });
  });

  test('rejects a table that is shorter than its contract', () => {
    expect(refusal(() => forge.sealTable(math, { size: 24 }))).toEqual({
      type: 'RangeError',
      code: 'ERR_CAPSULE_TABLE_TOO_SHORT',
      message:
        "Sealing '@forge/math': expected a table of 32 bytes or more, for contract 1.0, found one of 24. Compile the table and its contract from the same header.",
      expected: 'a table of 32 bytes or more, for contract 1.0',
      found: 'one of 24',
    });
  });

  const entry = { name: 'sum', signature: 'f64()' };
  test.each<[string, Partial<ContractSpec>]>([
    ['sum without a signature', { entries: [{ name: 'sum', signature: null }] }],
    ['an entry without a name', { entries: [entry, { name: null, signature: 'f64()' }] }],
    ['sum with unknown flags', { entries: [{ ...entry, flags: 2 }] }],
    ['sum newer than the contract itself', { entries: [{ ...entry, since: 1 }] }],
    ['no entries', { noEntries: true }],
    ['more entries than memory has room for', { huge: true }],
    ['one of another size', { size: 32 }],
    ['entries of another size', { entrySize: 16 }],
  ])('rejects a contract that no consumer could read: %s', (found, wrong) => {
    expect(refusal(() => forge.sealTable({ ...math, ...wrong }))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_CONTRACT_UNSOUND',
      message: `Sealing '@forge/math': expected a contract that this version of capsule.h can read, found ${found}. Let "capsule generate" write it, or use CAPSULE_CONTRACT.`,
      expected: 'a contract that this version of capsule.h can read',
      found,
    });
  });

  test('accepts a contract without functions, and opens it', () => {
    const none = { ...math, entries: [], noEntries: true as const };
    expect(forge.openTable(forge.sealTable(none), none)).toEqual([]);
  });

  test('rejects the name of a variant that is not in static storage', () => {
    expect(refusal(() => forge.sealTable(math, { heapVariant: true })).message).toBe(
      "Sealing '@forge/math': expected the name of a variant in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.",
    );
  });

  test('rejects an entry that is not set, and names it', () => {
    expect(refusal(() => forge.sealTable(math, { missing: [0] }))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      message:
        "Sealing '@forge/math': expected a function for every entry of contract 1.0, found NULL for sum. Set .sum in the producer's table.",
      expected: 'a function for every entry of contract 1.0',
      found: 'NULL for sum',
    });
  });

  test('accepts NULL for a retired entry', () => {
    const retired = { ...math, entries: math.entries.map((entry) => ({ ...entry, retired: entry.name === 'sum' })) };
    expect(forge.openTable(forge.sealTable(retired, { missing: [0] }), retired)).toEqual([-1, 1]);
  });

  test('rejects a table that is not in static storage, because it cannot be pinned', () => {
    expect(refusal(() => forge.sealTable(math, { storage: 'heap' }))).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_NOT_PINNED',
      message:
        "Sealing '@forge/math': expected a table in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.",
      expected: 'a table in the static storage of an addon or a library',
      found: 'an address that cannot be kept in memory',
    });
  });

  test.each([
    ['contract', "a contract's name"],
    ['name', "a function's name"],
    ['signature', "a function's signature"],
  ] as const)('rejects a contract whose text is not in static storage: that of a %s', (heapText, what) => {
    expect(refusal(() => forge.sealTable(math, { heapText }))).toMatchObject({
      code: 'ERR_CAPSULE_NOT_PINNED',
      expected: `${what} in the static storage of an addon or a library`,
    });
  });

  test('accepts a function of Node itself, which is never unloaded', () => {
    expect(forge.check(forge.sealHostFunction(), '@forge/host')).toBe(0);
  });
});

describe('a pointer', () => {
  test('rejects NULL', () => {
    expect(refusal(() => forge.sealPointer('@forge/content', null)).message).toBe(
      "Sealing '@forge/content': expected a pointer, found NULL.",
    );
  });

  test('rejects a destructor that is not in an image', () => {
    expect(refusal(() => forge.sealWithHeapDestructor()).message).toBe(
      "Sealing '@forge/heap': expected a destructor in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.",
    );
  });

  test('is destroyed once, when the capsule is garbage-collected', async () => {
    const before = forge.destroyed();
    (() => forge.check(forge.sealPointer('@forge/content', 1)))();
    expect(await collect(() => forge.destroyed() > before)).toBe(true);
    expect(forge.destroyed()).toBe(before + 1);
  });

  const name = '@forge/content';
  const live = `[Capsule '${name}'], as sealed`;
  test.each<[string, string, (capsule: Capsule) => void]>([
    ['the engine has collected the capsule', live, () => {}],
    ['it is revoked', `[Capsule '${name}', revoked], as sealed`, (capsule) => forge.revoke(capsule, name)],
    [
      'a taker releases it on another thread',
      `[Capsule '${name}', taken], as sealed`,
      (capsule) => forge.release(forge.take(capsule, name), true),
    ],
  ])('is destroyed once, and the destructor can read, hold and release its envelope: %s', async (_, seen, end) => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    (() => end(forge.sealReadByDestructor()))();
    expect(await collect(() => forge.destroyed() > before)).toBe(true);
    await collect(() => false, 3);
    expect(forge.destroyed()).toBe(before + 1);
    expect(forge.readByDestructors()).toEqual([seen]);
  });

  test('lives as long as it is held, also after the capsule was garbage-collected', async () => {
    const before = forge.destroyed();
    const holds = (() => {
      const capsule = forge.sealPointer('@forge/content', 42);
      return [forge.openPointer(capsule, '@forge/content'), forge.openPointer(capsule, '@forge/content')] as const;
    })();
    await collect(() => forge.destroyed() > before);
    expect(forge.read(holds[0])).toBe(42);
    forge.release(holds[0]);
    expect(forge.destroyed()).toBe(before);
    expect(forge.read(holds[1])).toBe(42);
    forge.release(holds[1]);
    expect(forge.destroyed()).toBe(before + 1);
  });

  test('is sealed and opened by the C++ wrapper, with the same errors', () => {
    const capsule = forge.sealCpp(5);
    expect(forge.openCpp(capsule)).toBe(5);
    expect(forge.openCpp(capsule)).toBe(5);
    expect(refusal(() => forge.openCpp({})).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
  });
});

// The forge overwrites every string and number that it has passed, as soon as it has sealed.
test.each<[string, () => Capsule, object]>([
  ['a pointer', () => forge.sealPointer('@forge/content', 1), {}],
  ['a function', () => forge.sealFunction('@forge/content', 'f64(f64)', 'twice'), { signature: 'f64(f64)' }],
  ['data', () => forge.sealData('@forge/content', { room: 48, shape: [2, 3] }), { shape: [2, 3], strides: [3, 1] }],
])('the label of %s is a copy, and stays as it was sealed', (_, seal, label) => {
  const capsule = seal();
  expect(inspect(capsule)).toMatchObject({ name: '@forge/content', state: 'live', ...label });
  expect(forge.check(capsule, '@forge/content')).toBe(0);
});
