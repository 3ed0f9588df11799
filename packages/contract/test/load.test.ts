import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { source, sum, type TemporaryProject, temporaryProject } from './temporary-project.js';

const file = 'math.contract.ts';
const dot = sum;
let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject({ [file]: source('1.0', { sum: sum(), dot: dot() }) });
});
afterEach(() => project[Symbol.dispose]());

test('reports a mistake with file, line and function', async () => {
  project.write(
    file,
    source('1.0', { sum: sum(), dot: `fn(f64, { x: Number }, { since: '1.0', thread: 'any', doc: 'x' })` }),
  );
  expect(await project.capsule('check')).toMatchObject({ status: 1, stdout: '' });
  expect((await project.capsule('generate')).stderr).toBe(
    `${file}:5, dot: expected x of a type of @capsule/contract, such as f64 or constPtr(f64), found the function Number.\n`,
  );
});

test('rejects two functions with the same name, although JavaScript accepts them', async () => {
  project.write(file, source('1.0', { sum: sum(), dot: dot(), 'sum ': sum() }));
  expect((await project.capsule('check')).stderr).toBe(
    `${file}:6, sum: expected a unique name, found another sum in line 4.\n`,
  );
});

test('rejects two arguments with the same name', async () => {
  project.write(file, source('1.0', { dot: `fn(f64, { x: f64, x: f64 }, { since: '1.0', thread: 'any', doc: 'x' })` }));
  expect((await project.capsule('check')).stderr).toBe(
    `${file}:4, x: expected a unique name, found another x in line 4.\n`,
  );
});

test('rejects a file without a contract', async () => {
  project.write(file, 'export const x = 1;');
  expect((await project.capsule('check')).stderr).toBe(
    `${file}: expected export default defineContract(...), found no default export.\n`,
  );
});

const good = source('1.0', { sum: sum() });
const imports = good.split('\n')[0];

test.each<[string, string, string]>([
  [
    'a syntax error',
    good.replace('n: usize', 'n: usize,, '),
    `${file}:4: expected valid TypeScript, found a syntax error: Unexpected token.`,
  ],
  [
    'an unknown word',
    good.replace('fn(f64', 'fn(f46'),
    `${file}:4: expected a file that loads, found ReferenceError: f46 is not defined.`,
  ],
  [
    'a missing module',
    `import './none.js';\n${good}`,
    `${file}:1: expected a file that loads, found Error: Cannot find module './none.js'.`,
  ],
  [
    'a contract that defineContract did not make',
    `export default { name: '@acme/math', prefix: 'math', major: 1, minor: 0, functions: [1], structs: [] };`,
    `${file}: expected fn(result, arguments, { since, thread, doc }), found 1.`,
  ],
  [
    'an object that looks like a contract',
    'export default { functions: [] };',
    `${file}: expected export default defineContract(...), found a default export of another kind.`,
  ],
  [
    'no functions',
    `${imports}\nexport default defineContract('@acme/math', '1.0');`,
    `${file}:2: expected at least one function, found nothing.`,
  ],
  [
    'a name that is not a package name',
    good.replace('@acme/math', '@Acme'),
    `${file}:3: expected the name of a package, '@scope/package' or '@scope/package:export', found '@Acme'.`,
  ],
  [
    'a struct without doc',
    good.replace('constPtr(f64)', "constPtr(struct('pair', { a: f64 }))"),
    `${file}:4, sum: expected struct('pair', { field: type }, { doc }), found nothing in place of { doc }.`,
  ],
])('reports %s without a stack trace', async (_, text, message) => {
  project.write(file, text);
  expect(await project.capsule('check')).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
});

test('does not confuse a function with a field or a constant of the same name', async () => {
  const type = `struct('range', {\n sum: f64 }, { doc: 'x' })`;
  const text = source('1.0', { dot: dot().replace('f64', `mutPtr(${type})`), sum: sum().replace('A sum.', '') });
  project.write(file, `const other = { sum: 1 };\n${text}`);
  expect((await project.capsule('check')).stderr).toBe(
    `${file}:7, sum: expected doc: a description of the function, found nothing.\n`,
  );
});

test('finds the line of a function if the functions are a constant', async () => {
  const [, before = '', list = ''] =
    /^(.*)export default defineContract\('@acme\/math', '1.0', (\{.*\})\);\n$/s.exec(
      source('1.0', { sum: sum('2.0') }),
    ) ?? [];
  project.write(
    file,
    `${before}const functions = ${list} as const;\nexport default defineContract('@acme/math', '1.0', functions);`,
  );
  expect((await project.capsule('check')).stderr).toMatch(new RegExp(`^${file}:4, sum: expected since`));
});

test('accepts a getter and a setter with the same name', async () => {
  project.write(file, `export const x = { get y() { return 1 }, set y(_) {} };\n${good}`);
  expect((await project.capsule('generate')).status).toBe(0);
});

test('rejects two contracts with the same files before it writes any', async () => {
  project.write('other.contract.ts', good.replace('@acme/', '@other/'));
  expect(await project.capsule('generate')).toEqual({
    status: 1,
    stdout: '',
    stderr: `other.contract.ts: expected a unique prefix, which the generated files have in their names, found 'math', as in ${file}. Write { prefix: '...' } as the last argument of defineContract.\n`,
  });
  project.write(
    'other.contract.ts',
    good.replace('@acme/', '@other/').replace('});\n', "}, { prefix: 'other_math' });\n"),
  );
  expect((await project.capsule('generate')).status).toBe(0);
  expect(project.read('include/other_math/other_math.h')).toContain('} other_math_api;');
  expect((await project.capsule('freeze')).status).toBe(0);
  expect(JSON.parse(project.read('abi/other_math.abi.json'))).toMatchObject({ prefix: 'other_math' });
});

test.each([
  ['@acme/math', '@acme/math'],
  ['@acme/math:fast', '@acme/math'],
  ['@acme/math/fast:table', '@acme/math'],
  ['math', 'math'],
  ['math:fast', 'math'],
])('accepts the contract %s in the package %s', async (name, packageName) => {
  project.write('package.json', JSON.stringify({ name: packageName }));
  project.write(file, good.replace('@acme/math', name));
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
});

test.each(['@acme/maths', 'math', '@acme/mat'])('rejects a contract @acme/math in the package %s', async (name) => {
  project.write('package.json', JSON.stringify({ name }));
  const stderr = `${file}:3: expected the name of its package, '${name}', found '@acme/math'. Consumers import the package by the name of the contract.\n`;
  for (const command of ['generate', 'check', 'freeze'])
    expect(await project.capsule(command)).toEqual({ status: 1, stdout: '', stderr });
  expect(() => project.read(join('include', 'math', 'math.h'))).toThrow('ENOENT');
});

test.each(['{}', '{ "name": 1 }'])('accepts a package.json without a name: %s', async (text) => {
  project.write('package.json', text);
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
});

test('names a file whose path is needed for a folder', async () => {
  project.write('include', '');
  expect((await project.capsule('generate')).stderr).toBe(
    `${join('include', 'math', 'math.h')}: expected a file that can be written, found the file include in place of a folder.\n`,
  );
});
