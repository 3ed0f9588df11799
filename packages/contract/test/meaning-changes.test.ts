import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TemporaryProject, temporaryProject } from './temporary-project.js';

const file = 'math.contract.ts';
const record = join('abi', 'math.abi.json');
let project: TemporaryProject;
afterEach(() => project[Symbol.dispose]());

const shipped = {
  arguments: "{ x: array(f64, 'n'), out: outArray(f64, 'n', { mayBe: 'x' }), n: usize, low: f64, mean: out(f64) }",
  result: 'status(i32, { 1: noMemory, 2: notSorted })',
  about: "requires: ['n >= 2', 'low > 0']",
  end: 'plan_free',
};

/** A contract with two functions, and one for each handle; a part may differ from the shipped one. */
function contract(changes: Partial<typeof shipped> = {}, version = '1.0'): string {
  const { arguments: args, result, about, end } = { ...shipped, ...changes };
  return `import { array, constPtr, defineContract, f64, fn, i32, mutArray, mutPtr, noMemory, nothing, opaque, out, outArray, owned, status, usize } from '@capsule/contract';
const notSorted = { code: 'NOT_SORTED', expected: 'ascending x', found: 'another order' };
const plan = opaque('plan', { doc: 'A plan.', end: '${end}' });
const about = { since: '1.0', thread: 'any', doc: 'Text.' } as const;
export default defineContract('@acme/math', '${version}', {
  filter: fn(${result}, ${args}, { ...about, ${about} }),
  plan_new: fn(owned(plan), {}, about),
  plan_free: fn(nothing, { plan: mutPtr(plan) }, about),
  plan_end: fn(nothing, { plan: mutPtr(plan) }, about),
});
`;
}

async function change(text: string) {
  project.write(file, text);
  const generated = await project.capsule('generate');
  const { status, stderr } = await project.capsule('check');
  expect(generated).toMatchObject({ status, stderr });
  return { status, stderr };
}

describe('after freezing meanings', () => {
  beforeEach(async () => {
    project = temporaryProject({ [file]: contract() });
    await project.capsule('generate');
    expect(await project.capsule('freeze')).toMatchObject({ status: 0, stderr: '' });
  });

  test('the record has them beside the C types', () => {
    const [version] = JSON.parse(project.read(record)).versions;
    expect(version.functions[0]).toEqual({
      name: 'filter',
      signature: 'i32(*f64,*f64,usize,f64,*f64)',
      result: 'i32',
      arguments: { x: '*const f64', out: '*f64', n: 'usize', low: 'f64', mean: '*f64' },
      since: '1.0',
      thread: 'any',
      meaning: {
        arguments: { x: 'array n', out: 'outArray n', mean: 'out' },
        overlap: { 'x, out': 'mayBe' },
        result: 'status',
        failures: { '1': 'OUT_OF_MEMORY', '2': 'NOT_SORTED' },
        requires: ['n >= 2', 'low > 0'],
      },
    });
    expect(version.functions[2].meaning).toBeUndefined();
    expect(version.handles).toEqual({ plan: 'plan_free' });
  });

  const leave = 'Leave filter unchanged and append a function with another name, or start contract 2.0.';
  const args = shipped.arguments;
  test.each<[what: string, Partial<typeof shipped>, ...message: string[]]>([
    [
      'another length',
      { arguments: args.replace("array(f64, 'n')", "array(f64, 'n + 1')").replace(", { mayBe: 'x' }", '') },
      'x: array n, as frozen in 1.0, found array n + 1',
      'x, out: mayBe, as frozen in 1.0, found apart',
    ],
    [
      'another use of an array',
      { arguments: args.replace('outArray', 'mutArray') },
      'out: outArray n, as frozen in 1.0, found mutArray n',
    ],
    [
      'an array that lost its meaning',
      { arguments: args.replace(/outArray\(.*?\}\)/, 'mutPtr(f64)') },
      'out: outArray n, as frozen in 1.0, found no meaning',
    ],
    [
      'a narrower overlap rule',
      { arguments: args.replace(", { mayBe: 'x' }", '') },
      'x, out: mayBe, as frozen in 1.0, found apart',
    ],
    [
      'another name of a result',
      { arguments: args.replace('mean:', 'average:') },
      'mean: out, as frozen in 1.0, found average: out',
    ],
    [
      'another code of a failure',
      { result: 'status(i32, { 1: noMemory, 2: noMemory })' },
      '2 to be NOT_SORTED, as frozen in 1.0, found OUT_OF_MEMORY',
    ],
    [
      'a failure that is gone',
      { result: 'status(i32, { 1: noMemory })' },
      '2 to be NOT_SORTED, as frozen in 1.0, found no failure',
    ],
    [
      'a new condition',
      { about: "requires: ['n >= 2', 'low > 0', 'n < 10']" },
      'no condition n < 10, as frozen in 1.0, found n < 10',
    ],
    [
      'a stricter condition',
      { about: "requires: ['n >= 3', 'low > 0']" },
      'no condition n >= 3, as frozen in 1.0, found n >= 3',
    ],
  ])('rejects %s', async (_, changes, ...message) => {
    const { status, stderr } = await change(contract(changes, '1.1'));
    expect(status).toBe(1);
    expect(stderr.split('\n')).toEqual([...message.map((text) => `${file}:6, filter: expected ${text}. ${leave}`), '']);
  });

  test('rejects a result that is no status any more', async () => {
    const { stderr } = await change(contract({ result: 'i32' }));
    expect(stderr).toContain('expected a result status, as frozen in 1.0, found no meaning.');
  });

  test('rejects another function that ends a handle', async () => {
    const { stderr } = await change(contract({ end: 'plan_end' }));
    expect(stderr).toContain(
      "opaque plan: expected the end 'plan_free', as frozen in 1.0, found 'plan_end'. Write end: 'plan_free'",
    );
  });

  test.each<[string, Partial<typeof shipped>]>([
    [
      'new names of arguments that are no results',
      {
        arguments: args
          .replaceAll("'n'", "'count'")
          .replace('n:', 'count:')
          .replaceAll("'x'", "'values'")
          .replace('x:', 'values:'),
        about: "requires: ['count >= 2', 'low > 0']",
      },
    ],
    ['a wider overlap rule', { arguments: args.replace('mayBe', 'mayOverlap') }],
    ['fewer conditions', { about: "requires: ['n >= 2']" }],
    ['a new failure', { result: 'status(i32, { 1: noMemory, 2: notSorted, 3: notSorted })' }],
    ['another text of a failure', { result: "status(i32, { 1: noMemory, 2: { ...notSorted, found: 'none' } })" }],
  ])('accepts %s', async (_, changes) => {
    expect(await change(contract(changes))).toEqual({ status: 0, stderr: '' });
  });
});

test('meanings can be added to functions that were shipped without them', async () => {
  const plain = contract({
    arguments: '{ x: constPtr(f64), out: mutPtr(f64), n: usize, low: f64, mean: mutPtr(f64) }',
    result: 'i32',
    about: '',
  });
  project = temporaryProject({ [file]: plain });
  await project.capsule('generate');
  expect(await project.capsule('freeze')).toMatchObject({ status: 0, stderr: '' });
  const frozen = project.read(record);
  expect(frozen).not.toContain('array n');
  expect(await change(contract())).toEqual({ status: 0, stderr: '' });
  expect(await project.capsule('freeze')).toMatchObject({ status: 0 });
  expect(project.read(record)).toBe(frozen);
});

test.each([
  ['a number', 7],
  ['a list of arguments', { arguments: ['n'] }],
  ['an argument that is no text', { arguments: { x: 1 } }],
  ['a result that is no text', { result: {} }],
  ['conditions that are no list', { requires: 'n >= 1' }],
  ['a condition that is no text', { requires: [1] }],
])('a record whose meaning is %s is rejected', async (_, meaning) => {
  project = temporaryProject({ [file]: contract() });
  await project.capsule('generate');
  await project.capsule('freeze');
  const changed = JSON.parse(project.read(record));
  changed.versions[0].functions[0].meaning = meaning;
  project.write(record, JSON.stringify(changed));
  const { status, stderr } = await project.capsule('check');
  expect({ status, stderr }).toMatchObject({ status: 1 });
  expect(stderr).toContain("found 'filter' as a whole function of 1.0.");
});
