import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { source, sum, type TemporaryProject, temporaryProject } from './temporary-project.js';

const file = 'math.contract.ts';
const record = join('abi', 'math.abi.json');
const dot = (since = '1.0') => sum(since);
const about = `{ since: '1.0', thread: 'any', doc: 'x' }`;
let project: TemporaryProject;
afterEach(() => project[Symbol.dispose]());

/** The messages for another text of the contract. `generate` and `check` must print the same. */
async function change(text: string): Promise<{ status: number | null; stderr: string }> {
  project.write(file, text);
  const generated = await project.capsule('generate');
  const { status, stderr } = await project.capsule('check');
  expect(generated).toMatchObject({ status, stderr });
  return { status, stderr };
}

/** Generates and freezes a contract. */
async function freeze(text: string) {
  project.write(file, text);
  await project.capsule('generate');
  return project.capsule('freeze');
}

const leave = (name: string) =>
  `Leave ${name} unchanged and append a function with another name, or start contract 2.0.`;

describe('after freezing two functions', () => {
  beforeEach(async () => {
    project = temporaryProject({});
    expect(await freeze(source('1.0', { sum: sum(), dot: dot() }))).toEqual({
      status: 0,
      stdout: `1.0 is frozen: ${record}\n`,
      stderr: '',
    });
  });

  test('rejects a renamed contract if its record keeps the old name', async () => {
    const renamed = source('1.0', { sum: sum() }).replace(/@\w+\/math/, '@acme/metric');
    const message = `${record}: expected a contract with the prefix 'math' in ., found 'metric'. A shipped contract keeps its name and prefix: undo the renaming. Delete the record if it was never shipped.\n`;
    expect(renamed).toContain('@acme/metric');
    expect(await change(renamed)).toEqual({ status: 1, stderr: message });
    expect(await project.capsule('freeze')).toMatchObject({ status: 1, stderr: message });
  });

  test('writes the functions to the record', async () => {
    expect(JSON.parse(project.read(record))).toEqual({
      contract: '@acme/math',
      prefix: 'math',
      versions: [
        {
          version: '1.0',
          functions: ['sum', 'dot'].map((name) => ({
            name,
            signature: 'f64(*f64,usize)',
            result: 'f64',
            arguments: { x: '*const f64', n: 'usize' },
            since: '1.0',
            thread: 'any',
          })),
          structs: {},
        },
      ],
    });
  });

  test.each<[string, () => string, string]>([
    [
      'a changed type',
      () => source('1.0', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }),
      `${file}:4, sum: expected f64(*f64,usize), as frozen in 1.0, found f64(*f32,usize). ${leave('sum')}`,
    ],
    [
      'a changed type under a new minor',
      () => source('1.1', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }),
      `${file}:4, sum: expected f64(*f64,usize), as frozen in 1.0, found f64(*f32,usize). ${leave('sum')}`,
    ],
    [
      'a narrower thread rule',
      () => source('1.0', { sum: sum('1.0', 'constPtr(f64)', 'one'), dot: dot() }),
      `${file}:4, sum: expected thread 'any', as frozen in 1.0, found 'one'. ${leave('sum')}`,
    ],
    [
      'a function with a later since',
      () => source('1.1', { sum: sum(), dot: dot('1.1') }),
      `${file}:5, dot: expected since 1.0, as frozen in 1.0, found since 1.1. Write since: '1.0'.`,
    ],
    [
      'a missing function',
      () => source('1.0', { sum: sum() }),
      `${file}, dot: expected position 2, as frozen in 1.0, found no function of that name. Restore dot and retire it, or start contract 2.0.`,
    ],
    [
      'a new function without a new minor',
      () => source('1.0', { sum: sum(), dot: dot(), top: sum() }),
      `${file}:6, top: expected since 1.1 or later, because 1.0 is frozen without top, found since 1.0. Raise the contract to 1.1 and write since: '1.1'.`,
    ],
    [
      'a new function with an old since',
      () => source('1.1', { sum: sum(), dot: dot(), top: sum() }),
      `${file}:6, top: expected since 1.1 or later, because 1.0 is frozen without top, found since 1.0. Raise the contract to 1.1 and write since: '1.1'.`,
    ],
  ])('rejects %s after a version was frozen', async (_, text, message) => {
    expect(await change(text())).toEqual({ status: 1, stderr: `${message}\n` });
    expect(await project.capsule('freeze')).toMatchObject({ status: 1, stderr: `${message}\n` });
  });

  test('rejects functions in another order', async () => {
    const { status, stderr } = await change(source('1.0', { dot: dot(), sum: sum() }));
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${file}:5, sum: expected position 1, as frozen in 1.0, found position 2. Move sum back, or start contract 2.0.\n` +
        `${file}:4, dot: expected position 2, as frozen in 1.0, found position 1. Move dot back, or start contract 2.0.\n`,
    );
  });

  test('rejects an older version', async () => {
    expect((await freeze(source('1.1', { sum: sum(), dot: dot(), top: sum('1.1') }))).status).toBe(0);
    expect((await change(source('1.0', { sum: sum(), dot: dot() }))).stderr).toContain(
      `${file}:3: expected version 1.1 or later, because that is frozen, found 1.0. Set the version to 1.1.\n`,
    );
  });

  test.each<[string, () => string]>([
    [
      'other documentation',
      () => source('1.0', { sum: sum().replace('A sum.', 'The sum.'), dot: dot().replace('x:', 'vector:') }),
    ],
    ['an appended function with a new minor', () => source('1.1', { sum: sum(), dot: dot(), top: sum('1.1') })],
    [
      'a new major, in any shape',
      () => source('2.0', { dot: `fn(nothing, {}, { since: '2.0', thread: 'js', doc: 'New.' })` }),
    ],
  ])('accepts %s', async (_, text) => {
    expect(await change(text())).toEqual({ status: 0, stderr: '' });
  });

  test('freezing twice changes nothing', async () => {
    const before = project.read(record);
    expect((await project.capsule('freeze')).stdout).toBe(`1.0 is already frozen and has not changed: ${record}\n`);
    expect(project.read(record)).toBe(before);
  });

  test('sorts versions in the record', async () => {
    await freeze(source('2.0', { sum: sum('2.0') }));
    await freeze(source('1.1', { sum: sum(), dot: dot(), top: sum('1.1') }));
    const { versions } = JSON.parse(project.read(record));
    expect(versions.map(({ version }: { version: string }) => version)).toEqual(['1.0', '1.1', '2.0']);
    expect((await change(source('1.0', { sum: sum(), dot: dot() }))).stderr).toContain('expected version 1.1 or later');
  });

  test('generate writes nothing for a contract that differs from the record', async () => {
    const files = [record, join('include', 'math', 'math.h'), join('bindings', 'math.d.ts')];
    const before = files.map((each) => project.read(each));
    project.write(file, source('1.0', { sum: sum('1.0', 'constPtr(f32)'), dot: dot() }));
    expect(await project.capsule('generate')).toEqual({
      status: 1,
      stdout: '',
      stderr: `${file}:4, sum: expected f64(*f64,usize), as frozen in 1.0, found f64(*f32,usize). ${leave('sum')}\n`,
    });
    expect(files.map((each) => project.read(each))).toEqual(before);
  });

  test('generate writes nothing at all if one of several contracts differs', async () => {
    project.write(file, source('1.0', { sum: sum() }));
    project.write('other.contract.ts', source('1.0', { sum: sum() }).replace('@acme/math', '@acme/other'));
    expect((await project.capsule('generate')).stderr).toContain(`${file}, dot: expected position 2`);
    expect(() => project.read(join('include', 'other', 'other.h'))).toThrow('ENOENT');
  });

  test('generate writes a new minor as often as it changes, until it is frozen', async () => {
    for (const type of ['f32', 'f64']) {
      project.write(file, source('1.1', { sum: sum(), dot: dot(), top: sum('1.1', `constPtr(${type})`) }));
      expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
      expect(project.read(join('include', 'math', 'math_node.h'))).toContain(`{"top", "f64(*${type},usize)", 1, 0}`);
    }
  });

  test.each([
    [
      '@acme/other',
      '',
      `expected the record of '@acme/other' with the prefix 'math', found that of '@acme/math' with the prefix 'math'. A shipped contract keeps both; another contract needs another prefix.`,
    ],
    [
      '@acme/math',
      'maths',
      `expected the prefix 'math', with which '@acme/math' was shipped, found 'maths'. Write { prefix: 'math' } as the last argument of defineContract.`,
    ],
  ])('rejects %s with the prefix %j', async (name, prefix, message) => {
    const text = source('1.0', { sum: sum(), dot: dot() }).replace('@acme/math', name);
    project.write(
      file,
      text.replace('});\n', prefix === '' ? '}, { prefix: "math" });\n' : `}, { prefix: "${prefix}" });\n`),
    );
    for (const command of ['check', 'generate'])
      expect(await project.capsule(command)).toEqual({ status: 1, stdout: '', stderr: `${record}: ${message}\n` });
  });

  test.each<[string, (text: string) => string, string]>([
    ['is broken', () => '{', 'text that is not JSON'],
    ['is empty', () => '{}', 'nothing as contract'],
    ['has another version', (text) => text.replace('"1.0"', '"v1.0"'), "'v1.0' as a version"],
    ['has lost a signature', (text) => text.replace(/"signature".*/, ''), "'sum' as a whole function of 1.0"],
    ['has another prefix', (text) => text.replace('"prefix": "math"', '"prefix": "x"'), "'x' as prefix"],
  ])('rejects a record that %s', async (_, edit, found) => {
    project.write(record, edit(project.read(record)));
    const message = `${record}: expected a record as "capsule freeze" writes it, found ${found}. Restore it from version control: it is the only record of the shipped versions.\n`;
    for (const command of ['check', 'freeze', 'generate'])
      expect(await project.capsule(command)).toEqual({ status: 1, stdout: '', stderr: message });
  });

  test('rejects a record of another contract', async () => {
    project.write(record, project.read(record).replace('@acme/math', '@zzz/q'));
    expect((await project.capsule('check')).stderr).toContain(`${record}: expected the record of '@acme/math'`);
  });
});

describe('compares more than signatures', () => {
  /** A contract with a struct, and one function. */
  const one = (fn: string, fields = 'min: f64, max: f64', struct = 'range') =>
    source('1.0', { one: fn }).replace(
      'export',
      `const type = struct('${struct}', { ${fields} }, { doc: 'Two ends.' });\nexport`,
    );
  const taking = (args: string, result = 'nothing') => `fn(${result}, { ${args} }, ${about})`;

  test.each<[string, string, string, string]>([
    [
      'swapped fields',
      one(taking('out: mutPtr(type)')),
      one(taking('out: mutPtr(type)'), 'max: f64, min: f64'),
      `${file}:3, struct range: expected { min: f64, max: f64 }, as frozen in 1.0, found { max: f64, min: f64 }. Leave range unchanged and append a function with another struct, or start contract 2.0.`,
    ],
    [
      'a renamed field',
      one(taking('out: mutPtr(type)')),
      one(taking('out: mutPtr(type)'), 'low: f64, max: f64'),
      `${file}:3, struct range: expected { min: f64, max: f64 }, as frozen in 1.0, found { low: f64, max: f64 }. Leave range unchanged and append a function with another struct, or start contract 2.0.`,
    ],
    [
      'a field of another type, reported once',
      one(taking('out: mutPtr(type)')),
      one(taking('out: mutPtr(type)'), 'min: f32, max: f64'),
      `${file}:3, struct range: expected { min: f64, max: f64 }, as frozen in 1.0, found { min: f32, max: f64 }. Leave range unchanged and append a function with another struct, or start contract 2.0.`,
    ],
    [
      'a renamed struct',
      one(taking('out: mutPtr(type)')),
      one(taking('out: mutPtr(type)'), 'min: f64, max: f64', 'span'),
      `${file}:5, one: expected void(*struct range), as frozen in 1.0, found void(*struct span). ${leave('one')}`,
    ],
    [
      'swapped arguments',
      one(taking('x: f64, y: f64')),
      one(taking('y: f64, x: f64')),
      `${file}:5, one: expected (x, y), as frozen in 1.0, found (y, x). C passes arguments by position, so shipped callers would swap them. ${leave('one')}`,
    ],
    [
      'an argument with the name of another',
      one(taking('x: f64, y: f64')),
      one(taking('a: f64, x: f64')),
      `${file}:5, one: expected (x, y), as frozen in 1.0, found (a, x). C passes arguments by position, so shipped callers would swap them. ${leave('one')}`,
    ],
    [
      'an argument that lost its const',
      one(taking('x: constPtr(f64)')),
      one(taking('x: mutPtr(f64)')),
      `${file}:5, one: expected void(*const f64), as frozen in 1.0, found void(*f64). An argument may only gain const, a result only lose it, and only at the first pointer. ${leave('one')}`,
    ],
  ])('rejects %s', async (_, before, after, message) => {
    project = temporaryProject({});
    await freeze(before);
    expect(await change(after)).toEqual({ status: 1, stderr: `${message}\n` });
  });

  const pointers = (text: string) => one(taking(text));
  const giving = (result: string) => one(taking('', result));
  test.each<[string, string, string, number]>([
    ['a const gained by an argument', pointers('x: mutPtr(f64)'), pointers('x: constPtr(f64)'), 0],
    ['a const gained by a result', giving('mutPtr(f64)'), giving('constPtr(f64)'), 1],
    ['a const lost by a result', giving('constPtr(f64)'), giving('mutPtr(f64)'), 0],
    [
      'a const gained at the second pointer',
      pointers('x: mutPtr(mutPtr(f64))'),
      pointers('x: mutPtr(constPtr(f64))'),
      1,
    ],
    [
      'a const lost at the second pointer',
      pointers('x: constPtr(constPtr(f64))'),
      pointers('x: constPtr(mutPtr(f64))'),
      1,
    ],
    [
      'a const gained at the first pointer',
      pointers('x: mutPtr(mutPtr(f64))'),
      pointers('x: constPtr(mutPtr(f64))'),
      0,
    ],
    [
      'a const lost at the second pointer of a result',
      giving('mutPtr(constPtr(f64))'),
      giving('mutPtr(mutPtr(f64))'),
      1,
    ],
    ['a better name for an argument', pointers('x: f64, y: f64'), pointers('x: f64, height: f64'), 0],
  ])('%s', async (_, before, after, status) => {
    project = temporaryProject({});
    await freeze(before);
    expect(await change(after)).toMatchObject({
      status,
      stderr: status === 0 ? '' : expect.stringContaining('An argument may only gain const'),
    });
  });
});
