import {
  type Callback,
  callback,
  constPtr,
  f64,
  fn,
  mutPtr,
  nothing,
  opaque,
  type Pointer,
  type Struct,
  struct,
} from '@capsule/contract';
import { refusal } from '@capsule/test-support/refusal';
import { afterEach, describe, expect, test } from 'vitest';
import { about, define } from './declarations.js';
import { source, type TemporaryProject, temporaryProject } from './temporary-project.js';

const integrand = callback('integrand', f64, { x: f64, context: mutPtr(nothing) }, { doc: 'f(x).' });
const plan = opaque('plan', { doc: 'How it is done.' });
/** A callback with an argument that refers to the callback. */
const holder: Struct = struct(
  'holder',
  {
    get next(): Callback {
      return callback('next', nothing, { self: mutPtr(holder) }, { doc: 'Next.' });
    },
  },
  { doc: 'Holds it.' },
);

describe('rejects', () => {
  test.each<[string, string, unknown, string]>([
    [
      'an opaque struct by value',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      plan,
      'expected x of a type that C passes by value, found an opaque struct. Pass it by pointer: constPtr(...) or mutPtr(...).',
    ],
    [
      'an opaque struct that is passed by value to a callback',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      callback('visit', nothing, { plan: plan as never }, { doc: 'x' }),
      'expected plan of visit of a type that C passes by value, found an opaque struct. Pass it by pointer: constPtr(...) or mutPtr(...).',
    ],
    [
      'a callback with an argument of an unknown type',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      callback('visit', nothing, { y: 'f64' as never }, { doc: 'x' }),
      "expected y of visit of a type of @capsule/contract, such as f64 or constPtr(f64), found 'f64'.",
    ],
    [
      'a callback with an unknown result',
      'ERR_CONTRACT_TYPE_UNKNOWN',
      callback('visit', undefined as never, {}, { doc: 'x' }),
      'expected a result of visit of a type of @capsule/contract, such as f64 or constPtr(f64), found nothing.',
    ],
    [
      'a callback with an argument that is named like a keyword of C',
      'ERR_CONTRACT_NAME_UNUSABLE',
      callback('visit', nothing, { register: f64 }, { doc: 'x' }),
      "expected an argument of visit in snake_case that is not a keyword of C or C++, found 'register'.",
    ],
    [
      'a callback with an invalid name',
      'ERR_CONTRACT_NAME_UNUSABLE',
      callback('visit_fn', nothing, {}, { doc: 'x' }),
      "expected a callback that does not end in _t or _fn, as types do, found 'visit_fn'.",
    ],
    [
      'a callback without doc',
      'ERR_CONTRACT_DOC_MISSING',
      callback('visit', nothing, {}, { doc: ' ' }),
      "expected doc: a description of callback 'visit', found nothing.",
    ],
    [
      'documentation of an argument that the callback does not have',
      'ERR_CONTRACT_DOC_STRAY',
      callback('visit', nothing, { x: f64 }, { doc: 'x', args: { y: 'none' } as never }),
      "expected text about x, found text about 'y'.",
    ],
    [
      'a callback without arguments and doc',
      'ERR_CONTRACT_CALLBACK_UNUSABLE',
      callback('visit', nothing, undefined as never, { doc: 'x' }),
      "expected callback('visit', result, { argument: type }, { doc }), found nothing in place of { argument: type }.",
    ],
    [
      'a callback with text in place of doc',
      'ERR_CONTRACT_CALLBACK_UNUSABLE',
      callback('visit', nothing, {}, 'x' as never),
      "expected callback('visit', result, { argument: type }, { doc }), found 'x' in place of { doc }.",
    ],
    [
      'an opaque struct without doc',
      'ERR_CONTRACT_OPAQUE_UNUSABLE',
      mutPtr(opaque('plan', undefined as never)),
      "expected opaque('plan', { doc }), found nothing in place of { doc }.",
    ],
    [
      'an opaque struct with empty documentation',
      'ERR_CONTRACT_DOC_MISSING',
      mutPtr(opaque('plan', { doc: '' })),
      "expected doc: a description of opaque struct 'plan', found nothing.",
    ],
    [
      'an opaque struct with the name of a generated type',
      'ERR_CONTRACT_NAME_DUPLICATE',
      mutPtr(opaque('api', { doc: 'x' })),
      "expected an opaque struct with a unique name, found 'api', which every generated header defines.",
    ],
    [
      'a callback with the name of a function',
      'ERR_CONTRACT_NAME_DUPLICATE',
      callback('sum', f64, {}, { doc: 'x' }),
      "expected a unique name, found 'sum', which is also a callback: both would be math_sum_fn.",
    ],
    [
      'an argument of a callback that is named like a type',
      'ERR_CONTRACT_NAME_DUPLICATE',
      callback('visit', f64, { math_plan: mutPtr(plan) }, { doc: 'x' }),
      "expected names that the generated header does not define, found 'math_plan', which it defines.",
    ],
    [
      'a callback in a struct with the name of a function-like macro',
      'ERR_CONTRACT_NAME_UNUSABLE',
      constPtr(struct('pair', { min: integrand }, { doc: 'x' })),
      "expected a field of pair that is not a macro of a common header, found 'min'.",
    ],
    [
      'a callback that refers to itself through a struct',
      'ERR_CONTRACT_TYPE_RECURSIVE',
      constPtr(holder),
      "expected self of next of a type that does not refer to itself, found struct 'holder', which does. Declare that pointer as mutPtr(nothing), and cast it in C.",
    ],
  ])('%s', (_, code, type, problem) => {
    expect(refusal(() => define({ sum: fn(f64, { x: type as Pointer }, about) }))).toMatchObject({
      code,
      message: `Contract '@acme/math', sum: ${problem}`,
    });
  });

  test.each([
    ['another callback', callback('plan', f64, {}, { doc: 'x' })],
    ['another opaque struct', constPtr(opaque('plan', { doc: 'Another.' }))],
    ['a struct', constPtr(struct('plan', { a: f64 }, { doc: 'x' }))],
  ])('%s with the name of an opaque struct', (_, type) => {
    expect(refusal(() => define({ sum: fn(f64, { x: mutPtr(plan), y: type }, about) }))).toMatchObject({
      code: 'ERR_CONTRACT_NAME_DUPLICATE',
      message:
        "Contract '@acme/math', sum: expected one type named 'plan', found a second one. Declare it once, as a constant, and use the constant everywhere.",
    });
  });
});

test('collects nested types, each after the types that it uses', () => {
  const job = struct('job', { f: integrand, plan: mutPtr(plan) }, { doc: 'x' });
  const visit = callback('visit', nothing, { job: constPtr(job) }, { doc: 'x' });
  const contract = define({ each: fn(visit, {}, about), sum: fn(f64, { f: integrand }, about) });
  expect(contract.types).toEqual([integrand, plan, job, visit]);
  expect(contract.structs).toEqual([job]);
});

const declarations = `const plan = opaque('plan', { doc: 'How it is done.' });
const integrand = callback('integrand', f64, { x: constPtr(f64), n: usize, context: mutPtr(nothing) },
  { doc: 'f(x).', args: { x: 'n coordinates', context: 'as the caller passed it' } });
`;
const integrate = `fn(f64, { plan: constPtr(plan), f: integrand, context: mutPtr(nothing) }, { since: '1.0', thread: 'any', doc: 'Integral.' })`;
const whole = (types = declarations, functions: Record<string, string> = { integrate }) =>
  source('1.0', functions).replace('export', `${types}export`);
let project: TemporaryProject;
afterEach(() => project?.[Symbol.dispose]());

test('the header declares callbacks and opaque structs', async () => {
  project = temporaryProject({ 'math.contract.ts': whole() });
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  expect(project.read('include/math/math.h')).toContain(`
/* How it is done. */
typedef struct math_plan math_plan;

/* f(x).

     x         n coordinates
     context   as the caller passed it

   Implemented by the caller. It must return: no C++ exception, no longjmp. */
typedef double math_integrand_fn(const double *x, size_t n, void *context);

/* Integral.

   Thread   any; concurrent calls are allowed.
   Since    1.0. */
typedef double math_integrate_fn(const math_plan *plan, math_integrand_fn *f, void *context);
`);
  expect(project.read('include/math/math_node.h')).toContain('"f64(*<plan>,(f64(*f64,usize,*void)),*void)"');
});

describe('a frozen callback', () => {
  const file = 'math.contract.ts';
  const leave = (what: string) => `${what}, or start contract 2.0.\n`;

  test.each<[string, string, string]>([
    [
      'a callback that takes another type',
      declarations.replace('n: usize', 'n: i32'),
      `${file}:4, callback integrand: expected { x: *const f64, n: usize, context: *void } => f64, as frozen in 1.0, found { x: *const f64, n: i32, context: *void } => f64. ${leave('Leave integrand unchanged and append a function with another callback')}`,
    ],
    [
      'a callback whose pointer argument loses its const',
      declarations.replace('x: constPtr(f64)', 'x: mutPtr(f64)'),
      `${file}:4, callback integrand: expected { x: *const f64, n: usize, context: *void } => f64, as frozen in 1.0, found { x: *f64, n: usize, context: *void } => f64. ${leave('Leave integrand unchanged and append a function with another callback')}`,
    ],
    [
      'a callback with another result',
      declarations.replace("'integrand', f64", "'integrand', nothing"),
      `${file}:4, callback integrand: expected { x: *const f64, n: usize, context: *void } => f64, as frozen in 1.0, found { x: *const f64, n: usize, context: *void } => void. ${leave('Leave integrand unchanged and append a function with another callback')}`,
    ],
    [
      'a callback whose arguments swap their names',
      declarations.replace(
        'x: constPtr(f64), n: usize, context: mutPtr',
        'context: constPtr(f64), n: usize, x: mutPtr',
      ),
      `${file}:4, callback integrand: expected { x: *const f64, n: usize, context: *void } => f64, as frozen in 1.0, found { context: *const f64, n: usize, x: *void } => f64. ${leave('Leave integrand unchanged and append a function with another callback')}`,
    ],
    [
      'a callback with another name',
      declarations.replace("'integrand'", "'function_of_x'"),
      `${file}:7, integrate: expected f64(*opaque plan,callback integrand,*void), as frozen in 1.0, found f64(*opaque plan,callback function_of_x,*void). ${leave('Leave integrate unchanged and append a function with another name')}`,
    ],
    [
      'an opaque struct with another name',
      declarations.replace("'plan'", "'scheme'"),
      `${file}:7, integrate: expected f64(*<plan>,(f64(*f64,usize,*void)),*void), as frozen in 1.0, found f64(*<scheme>,(f64(*f64,usize,*void)),*void). ${leave('Leave integrate unchanged and append a function with another name')}`,
    ],
  ])('rejects %s', async (_, changed, message) => {
    project = temporaryProject({ [file]: whole() });
    await project.capsule('generate');
    expect(await project.capsule('freeze')).toMatchObject({ status: 0, stderr: '' });
    project.write(file, whole(changed));
    await project.capsule('generate');
    expect(await project.capsule('check')).toEqual({ status: 1, stdout: '', stderr: message });
  });

  test('is in the record, and accepts a new name for an argument', async () => {
    project = temporaryProject({ [file]: whole() });
    await project.capsule('generate');
    await project.capsule('freeze');
    expect(JSON.parse(project.read('abi/math.abi.json')).versions[0]).toMatchObject({
      functions: [{ arguments: { plan: '*const opaque plan', f: 'callback integrand', context: '*void' } }],
      callbacks: { integrand: { result: 'f64', arguments: { x: '*const f64', n: 'usize', context: '*void' } } },
    });
    project.write(file, whole(declarations.replace('n: usize', 'count: usize')));
    await project.capsule('generate');
    expect(await project.capsule('check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('is rejected in a record without its result', async () => {
    project = temporaryProject({ [file]: whole() });
    await project.capsule('generate');
    await project.capsule('freeze');
    const record = JSON.parse(project.read('abi/math.abi.json'));
    record.versions[0].callbacks.integrand.result = undefined;
    project.write('abi/math.abi.json', JSON.stringify(record));
    expect((await project.capsule('check')).stderr).toContain('found version 1.0 without callbacks.');
  });
});
