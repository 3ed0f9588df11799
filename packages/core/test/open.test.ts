import { createContext, runInContext } from 'node:vm';
import { codes, inspect, isCapsule, share } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test, vi } from 'vitest';
import { contract, type EnvelopeFaults, forge } from './forge/index.js';

const math = contract('1.1', 'sum', 'dot', 'cumsum@1');
const capsule = forge.sealTable(math);
const opening = "Opening '@forge/math': ";

describe('a value that is not a capsule', () => {
  const pass = ' Pass math.capsule.';
  const copied =
    " Pass math.capsule, not the module. An object copied between threads loses its contents: import '@forge/math' in this Worker.";
  const proxied =
    'a module, a Proxy or another object without a prototype. Pass math.capsule, not the module or a Proxy of it.';
  const revoked = Proxy.revocable(capsule, {});
  revoked.revoke();
  class Inherits {}
  Object.setPrototypeOf(Inherits.prototype, capsule);

  test.each<[string, unknown, string]>([
    ['undefined', undefined, `undefined.${pass}`],
    ['null', null, `null.${pass}`],
    ['a boolean', true, `a boolean.${pass}`],
    ['a number', 1, `a number.${pass}`],
    ['a bigint', 1n, `a bigint.${pass}`],
    ['a symbol', Symbol('x'), `a symbol.${pass}`],
    ['a string', '@forge/math', `the string '@forge/math'.${pass}`],
    ['a function', () => capsule, `a function.${pass}`],
    ['an array', [capsule], `an Array.${pass}`],
    ['a typed array', new Float64Array(3), `a typed array.${pass}`],
    ['a promise', Promise.resolve(capsule), 'a Promise. Await it first.'],
    ['an instance of a class', new Map(), `an instance of a class.${pass}`],
    ['the module', { capsule }, `a plain object.${copied}`],
    ['an object with keys', { a: 1, 7: 2, [Symbol('x')]: 3 }, `a plain object.${copied}`],
    ['a long string', 'x'.repeat(1_000_000), `a string of 1000000 characters.${pass}`],
    [
      'a String object whose prototype is Object.prototype',
      Object.setPrototypeOf(new String('a'.repeat(1e8)), Object.prototype),
      `a plain object.${copied}`,
    ],
    [
      'a Date whose prototype is Object.prototype',
      Object.setPrototypeOf(new Date(0), Object.prototype),
      `a Date.${pass}`,
    ],
    ['an object that inherits from a Proxy', Object.create(new Proxy({}, {})), `a plain object.${pass}`],
    ['an empty object', {}, `a plain object.${copied}`],
    ['a structured clone', structuredClone(capsule), `a plain object.${copied}`],
    ['a JSON round trip', JSON.parse(JSON.stringify(capsule)), `a plain object.${copied}`],
    [
      'Object.create(capsule)',
      Object.create(capsule),
      'an object that inherits from a capsule. Pass the capsule itself.',
    ],
    [
      '{ __proto__: capsule }',
      { __proto__: capsule },
      'an object that inherits from a capsule. Pass the capsule itself.',
    ],
    ['a class with its prototype', new Inherits(), 'an object that inherits from a capsule. Pass the capsule itself.'],
    ['a Proxy of it', new Proxy(capsule, {}), proxied],
    ['a revoked Proxy of it', revoked.proxy, proxied],
    ['Object.create(null)', Object.create(null), proxied],
    ['a foreign wrapped object', forge.wrap('none', 'something'), `an object of another addon.${pass}`],
    ['a foreign tag', forge.wrap('foreign', 'something'), `an object of another addon.${pass}`],
    ['a foreign tag around address 1', forge.wrap('foreign', 'one'), `an object of another addon.${pass}`],
    ['an external', forge.external(), `an external value of another addon.${pass}`],
  ])('rejects %s', (_, value, found) => {
    expect(refusal(() => forge.openTable(value, math))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: `${opening}expected a capsule, found ${found}`,
      expected: 'a capsule',
      found: expect.stringMatching(/./),
    });
    expect(forge.check(value)).not.toBe(0);
  });

  test('rejects a spread copy', () => {
    expect(() => forge.openTable({ ...capsule }, math)).toThrow(`${opening}expected a capsule, found a plain object.`);
  });

  test('runs no code of a value that it rejects', () => {
    const run = vi.fn();
    const handler = new Proxy({}, { get: (_, trap) => run(trap) });
    const hostile = [
      new Proxy(capsule, handler),
      new Proxy({}, handler),
      Object.create(new Proxy(capsule, handler)),
      {
        get capsule() {
          return run('getter');
        },
      },
      {
        __proto__: {
          get constructor() {
            return run('constructor');
          },
        },
      },
      Object.defineProperty(class {}, Symbol.hasInstance, { get: () => run('hasInstance') }),
      // Every look-up of a property of such a global object runs traps of the Proxy.
      ...[undefined, Object.prototype, null, Array.prototype, new Proxy({}, handler)].map((prototype) => {
        const global = runInContext('globalThis', createContext(new Proxy({ capsule }, handler)));
        return prototype === undefined ? global : Object.setPrototypeOf(global, prototype);
      }),
      Object.create(runInContext('globalThis', createContext(new Proxy({}, handler)))),
    ];
    run.mockClear();
    for (const value of hostile) {
      expect(forge.check(value)).not.toBe(0);
      expect(isCapsule(value)).toBe(false);
      expect(() => forge.openTable(value, math)).toThrow(`${opening}expected a capsule`);
      for (const call of [inspect, share, (each: never) => forge.openData(each, null)])
        expect(refusal(() => call(value as never)).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
    }
    expect(run).not.toHaveBeenCalled();
  });

  test('leaves a pending exception in place', () => {
    for (const what of ['import', 'seal', 'open', 'check'] as const)
      for (const value of [capsule, {}, 'x'])
        expect(() => forge.pending(what, value)).toThrow(expect.objectContaining({ code: 'FIRST' }));
    expect(() => forge.pending('check', capsule)).toThrow('the first one');
    expect(forge.statusWhilePending()).toBe(codes.indexOf('ERR_CAPSULE_ENGINE_REFUSED') + 1);
  });

  test('rejects a consumer without a name or with an invalid contract', () => {
    for (const nothing of [null, undefined])
      expect(refusal(() => forge.openWithoutContract(capsule, nothing)).message).toBe(
        "Opening: expected a name of 1 to 255 bytes of UTF-8 without control characters, found NULL. Use the name of the package: '@scope/package'.",
      );
    const unsigned = { ...math, entries: [{ name: 'sum', signature: null }] };
    expect(refusal(() => forge.openWithoutContract(capsule, unsigned)).message).toBe(
      `${opening}expected a contract that this version of capsule.h can read, found sum without a signature. Let "capsule generate" write it, or use CAPSULE_CONTRACT.`,
    );
  });

  test('leaves no exception pending after capsule_check', () => {
    for (const value of [undefined, null, 0, '', Symbol(), () => {}]) expect(forge.check(value)).not.toBe(0);
    expect(forge.openTable(capsule, math)).toEqual([0, 1, 2]);
  });

  test('names the module in the message only if the package name is an identifier', () => {
    const other = { ...math, name: '@forge/vector-math:fast' };
    expect(() => forge.openTable(1, other)).toThrow('Pass module.fast.');
  });
});

describe('a valid capsule', () => {
  test('opens repeatedly', () => {
    for (let i = 0; i < 3; i++) expect(forge.openTable(capsule, math)).toEqual([0, 1, 2]);
  });

  test('opens after attempts to freeze it, seal it or change its prototype', () => {
    expect(Object.isFrozen(capsule)).toBe(true);
    Object.seal(Object.freeze(capsule));
    expect(Reflect.setPrototypeOf(capsule, null)).toBe(false);
    expect(Reflect.defineProperty(capsule, 'x', { value: 1 })).toBe(false);
    expect(forge.openTable(capsule, math)).toEqual([0, 1, 2]);
  });
});

describe('a capsule that does not match', () => {
  const named = (name: string | Buffer) => forge.envelope({ ...math, name });
  const long = '@forge/math'.padEnd(1_000_000, 'x');

  test.each<[string, string | Buffer, string]>([
    ['a prefix', '@forge/mat', "'@forge/mat'"],
    ['a suffix', '@forge/maths', "'@forge/maths'"],
    ['the name in another case', '@forge/Math', "'@forge/Math'"],
    ['an empty string', '', "''"],
    ['a quote', "it's", "'it\\'s'"],
    ['a line break', 'a\nb', "'a\\u{a}b'"],
    ['composed characters', 'é'.normalize('NFC'), "'\\u{e9}'"],
    ['decomposed characters', 'é'.normalize('NFD'), "'e\\u{301}'"],
    ['characters of four bytes', '😀', "'\\u{1f600}'"],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), "'\\xed\\xa0\\x80'"],
    ['an overlong form', Buffer.from([0xc0, 0xaf]), "'\\xc0\\xaf'"],
    ['bytes that are in no character', Buffer.from([0xf5, 0xff]), "'\\xf5\\xff'"],
    ['an incomplete character', Buffer.from([0x61, 0xe2, 0x82]), "'a\\xe2\\x82'"],
    ['a megabyte', long, `'${long.slice(0, 96)}...' (1000000 bytes)`],
  ])('rejects a capsule with another name (%s) and shows both', (_, name, shown) => {
    expect(refusal(() => forge.openTable(named(name), math))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NAME_MISMATCH',
      message: `${opening}expected a capsule named '@forge/math', found one named ${shown}. Pass math.capsule.`,
      expected: "a capsule named '@forge/math'",
      found: `one named ${shown}`,
    });
  });

  test('distinguishes composed from decomposed characters', () => {
    const composed = { ...math, name: '@forge/é'.normalize('NFC') };
    const decomposed = { ...math, name: '@forge/é'.normalize('NFD') };
    expect(forge.openTable(forge.sealTable(composed), composed)).toEqual([0, 1, 2]);
    expect(refusal(() => forge.openTable(forge.sealTable(composed), decomposed)).code).toBe(
      'ERR_CAPSULE_NAME_MISMATCH',
    );
  });

  test('rejects a pointer if a table is expected, and the reverse', () => {
    expect(refusal(() => forge.openTable(forge.sealPointer('@forge/math', 1), math))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_KIND_MISMATCH',
      message: `${opening}expected a capsule that holds a table, found one that holds a pointer.`,
      expected: 'a capsule that holds a table',
      found: 'one that holds a pointer',
    });
    expect(refusal(() => forge.openPointer(capsule, '@forge/math')).message).toBe(
      `${opening}expected a capsule that holds a pointer, found one that holds a table.`,
    );
  });
});

describe('a damaged envelope', () => {
  const same = ' Build both addons with the same version of @capsule/core.';
  const over = ' Some native code has overwritten it.';

  test.each([
    ['ABI', { abi: 2 }, `an envelope whose ABI this addon knows, found ABI 2.${same}`],
    ['kind', { kind: 9 }, `an envelope whose kind this addon knows, found kind 9.${same}`],
    ['flags', { flags: 4 }, `an envelope whose flags this addon knows, found flags 4.${same}`],
    ['state', { state: 3 }, `an envelope whose state this addon knows, found state 3.${same}`],
    [
      'type of elements',
      { kind: 4, elementCode: 9 },
      `an envelope whose type of elements this addon knows, found type of elements 9.${same}`,
    ],
    [
      'flag of a function',
      { unknown: true },
      `an envelope whose flags of a function this addon knows, found flags of a function 2.${same}`,
    ],
  ])('rejects an unknown %s', (_, faults, message) => {
    const offered = 'unknown' in faults ? { ...math, entries: [{ name: 'sum', signature: 'f64()', flags: 3 }] } : math;
    const rejection = refusal(() => forge.openTable(forge.envelope(offered, faults as EnvelopeFaults), math));
    expect(rejection).toMatchObject({
      type: 'RangeError',
      code: 'ERR_CAPSULE_ABI_UNKNOWN',
      message: `${opening}expected ${message}`,
    });
  });

  test.each([
    ['magic number', () => forge.envelope(math, { magic: true })],
    ['size', () => forge.envelope(math, { envelopeSize: 24 })],
    ['content', () => forge.envelope(math, { pointer: null })],
    ['content', () => forge.envelope(math, { name: null })],
    ['content', () => forge.envelope(math, { destroy: null })],
    ['signature', () => forge.envelope(math, { kind: 3 })],
    ['shape', () => forge.envelope(math, { kind: 4 })],
    ['contract', () => forge.envelope(math, { contract: null })],
    ['contract', () => forge.envelope({ ...math, size: 32 })],
    ['contract', () => forge.envelope({ ...math, entrySize: 16 })],
    ['contract', () => forge.envelope({ ...math, entrySize: 28 })],
    ['contract', () => forge.envelope({ ...math, noEntries: true })],
    ['contract', () => forge.envelope({ ...math, huge: true })],
    ['contract', () => forge.envelope({ ...math, entries: [{ name: null, signature: 'f64()' }] })],
    ['contract', () => forge.envelope({ ...math, entries: [{ name: 'sum', signature: null }] })],
    ['contract', () => forge.envelope({ ...math, entries: [{ name: 'sum', signature: 'f64()', since: 2 }] })],
    ['address', () => forge.wrap('capsule', 'null')],
    ['address', () => forge.wrap('capsule', 'one')],
    ['address', () => forge.wrap('capsule', 'nothing')],
  ])('rejects an invalid %s', (part, make) => {
    const rejection = refusal(() => forge.openTable(make(), math));
    expect(rejection).toMatchObject({
      type: 'Error',
      code: 'ERR_CAPSULE_ENVELOPE_DAMAGED',
      message: `${opening}expected an intact envelope, found one with a damaged ${part}.${over}`,
    });
  });

  test('accepts a larger envelope of a newer header', () => {
    expect(forge.openTable(forge.envelope(math, { envelopeSize: 4096 }), math)).toEqual([0, 1, 2]);
  });
});

// The time in which Deno finalizes objects grows faster than their number.
const rounds = 'Deno' in globalThis ? 30_000 : 300_000;

test('opening never returns contents whose destructor another thread has run', () => {
  expect(forge.raceRevoke(rounds)).toBe(0);
});

test('releasing the last hold never destroys contents that another thread has just taken', () => {
  expect(forge.raceTake(rounds)).toBe(0);
});
