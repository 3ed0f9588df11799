import { join } from 'node:path';
import { inspect as show } from 'node:util';
import { inspect, isCapsule } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { expect, test } from 'vitest';
import { contract, forge } from './forge/index.js';

const math = contract('1.2', 'sum', 'dot', 'cumsum@2');
const capsule = forge.sealTable(math, { variant: 'avx2' });

test('inspect rejects a value that is not a capsule', () => {
  // @ts-expect-error: the compiler rejects a plain object too
  const inspecting = () => inspect({ capsule });
  expect(refusal(inspecting)).toEqual({
    type: 'TypeError',
    code: 'ERR_CAPSULE_NOT_A_CAPSULE',
    message:
      'Reading a label: expected a capsule, found a plain object. Pass the capsule that a module exports, not the module. An object copied between threads loses its contents: import the package that sealed it in this Worker.',
    expected: 'a capsule',
    found: 'a plain object',
  });
});

test('inspect returns the label of a table', () => {
  expect(inspect(capsule)).toEqual({
    name: '@forge/math',
    kind: 'table',
    file: expect.stringMatching(/[\\/]forge\.node$/),
    version: '1.2',
    variant: 'avx2',
    functions: [
      { name: 'sum', signature: 'f64()', since: '1.0' },
      { name: 'dot', signature: 'f64()', since: '1.0' },
      { name: 'cumsum', signature: 'f64()', since: '1.2' },
    ],
  });
});

test('inspect returns which functions are retired', () => {
  const { entries, ...rest } = math;
  const retired = { ...rest, entries: entries.map((entry) => ({ ...entry, retired: entry.name === 'dot' })) };
  const label = inspect(forge.sealTable(retired));
  expect(label.kind === 'table' && label.functions.map((fn) => fn.retired)).toEqual([undefined, true, undefined]);
});

test('inspect returns the label of a pointer', () => {
  expect(inspect(forge.sealPointer('@forge/content', 1))).toEqual({
    name: '@forge/content',
    kind: 'pointer',
    file: expect.stringMatching(/[\\/]forge\.node$/),
    state: 'live',
  });
});

test('console.log shows the label', () => {
  expect(show(capsule)).toBe("[Capsule '@forge/math' 1.2: 3 functions, avx2]");
  expect(show({ nested: [forge.sealTable(contract('1.0', 'sum'))] })).toBe(
    "{ nested: [ [Capsule '@forge/math' 1.0: 1 function] ] }",
  );
  expect(show(forge.sealPointer('@forge/content', 1))).toBe("[Capsule '@forge/content']");
});

test('console.log does not throw for an object that inherits from a capsule, or a Proxy of one', () => {
  expect(show(Object.create(capsule))).toBe('[Not a capsule]');
  expect(show(new Proxy(capsule, {}))).toBe('[Not a capsule]');
});

test('Deno shows the label too', () => {
  const method = Reflect.get(capsule, Symbol.for('Deno.customInspect'));
  expect(Reflect.apply(method, capsule, [])).toBe("[Capsule '@forge/math' 1.2: 3 functions, avx2]");
});

test('a capsule has no enumerable keys', () => {
  expect(Object.keys(capsule)).toEqual([]);
  expect(JSON.stringify(capsule)).toBe('{}');
  expect(Reflect.ownKeys(capsule)).toHaveLength(2);
});

test('isCapsule accepts a capsule, with its name or without', () => {
  expect(isCapsule(capsule)).toBe(true);
  expect(isCapsule(capsule, '@forge/math')).toBe(true);
});

test.each([
  ['another name', '@forge/maths'],
  ['an empty name', ''],
  ['a name that C would cut', '@forge/math\0'],
  ['a megabyte', '@forge/math'.padEnd(1_000_000, 'x')],
  ['half a surrogate pair', '@forge/math\ud800'],
])('isCapsule rejects %s', (_, name) => {
  expect(isCapsule(capsule, name)).toBe(false);
});

test('isCapsule rejects a name that is not a string', () => {
  for (const name of [null, 1, Symbol('x'), {}, { toString: () => '@forge/math' }]) {
    // @ts-expect-error: only a string is a name
    expect(isCapsule(capsule, name)).toBe(false);
  }
});

test('inspect rejects options, which it does not have, and is a callback of map()', () => {
  expect(() => Reflect.apply(inspect, undefined, [capsule, { depth: 1 }])).toThrow(
    'Reading a label: expected no options, found a plain object.',
  );
  expect([capsule].map(inspect)).toEqual([inspect(capsule)]);
});

test('isCapsule is a callback of filter()', () => {
  expect([1, capsule, {}, capsule].filter(isCapsule)).toEqual([capsule, capsule]);
});

test('isCapsule returns false for any other value, and does not throw', () => {
  for (const value of [
    undefined,
    null,
    0,
    '',
    1n,
    Symbol('x'),
    () => {},
    {},
    [],
    forge.external(),
    new Proxy(capsule, {}),
  ]) {
    expect(isCapsule(value)).toBe(false);
  }
  expect(isCapsule(forge.envelope(math, { magic: true }))).toBe(false);
});

test('isCapsule does not read a name that is longer than the longest valid one', () => {
  const script = `
    const { isCapsule } = require('./dist/index.js');
    const capsule = require('./test/forge/build/${configuration}/producer.node').sealTable();
    const name = 'x'.repeat(500_000_000);
    isCapsule({});
    const before = process.memoryUsage().rss;
    console.log(isCapsule({}, name), isCapsule(capsule, name), process.memoryUsage().rss - before < 2 ** 24)`;
  const cwd = join(__dirname, '..');
  expect(runScript(script, { cwd })).toMatchObject({ status: 0, stdout: 'false false true\n' });
});
