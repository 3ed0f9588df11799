import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { formatted } from './external-tools.js';
import { source, sum, temporaryProject } from './temporary-project.js';

const contract = source('1.1', {
  sum: sum().replace("since: '1.0'", "since: '1.0', retired: '1.1'"),
  dot: sum(),
  arg_max: sum('1.1'),
});
const project = temporaryProject({ 'math.contract.ts': contract });
afterAll(() => project[Symbol.dispose]());

const tsc = join(__dirname, '..', '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');

/** A package in plain JavaScript that exports its capsule, and a program in TypeScript that imports it. */
function errorsOf(program: string): string {
  const types = { types: './bindings/math.d.ts', default: './index.js' };
  const folder = join('node_modules', '@acme', 'math');
  project.write(join(folder, 'package.json'), JSON.stringify({ name: '@acme/math', exports: { '.': types } }));
  project.write(join(folder, 'index.js'), 'exports.capsule = {};\n');
  project.write(join(folder, 'bindings', 'math.d.ts'), project.read(join('bindings', 'math.d.ts')));
  project.write('program.mts', program);
  const compilerOptions = { noEmit: true, strict: true, module: 'node20', types: ['node'] };
  project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['program.mts'] }));
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: project.folder, encoding: 'utf8' });
  return stdout;
}

test('generates types for a producer in JavaScript: the capsule with its name, and the names of its functions', async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  expect(
    errorsOf(`import { inspect, type Capsule } from '@capsule/core';
import { capsule, type MathFunction } from '@acme/math';
const same: Capsule<'@acme/math'> = capsule;
const name: '@acme/math' = inspect(same).name;
const functions: Record<MathFunction, string> = { dot: name, arg_max: name };
console.log(functions);
`),
  ).toBe('');
});

test('the types reject a capsule with another name, and a retired or unknown function', () => {
  const errors = errorsOf(`import type { Capsule } from '@capsule/core';
import { capsule, type MathFunction } from '@acme/math';
export const other: Capsule<'@acme/other'> = capsule;
export const retired: MathFunction = 'sum';
export const missing: MathFunction = 'norm';
`);
  expect(errors.match(/(?<=^program\.mts\()\d+/gm)).toEqual(['3', '4', '5']);
});

test('the types are formatted as by Biome, on one line or on several', () => {
  const many = Array.from({ length: 20 }, (_, i) => [`function_${i}`, sum()]);
  using other = temporaryProject({ 'math.contract.ts': source('1.0', Object.fromEntries(many)) });
  expect(other.spawn('generate')).toMatchObject({ status: 0, stderr: '' });
  for (const text of [project.read('bindings/math.d.ts'), other.read('bindings/math.d.ts')])
    expect(formatted(text, 'any.d.ts')).toBe(text);
});

test('declares an export with another name than capsule', async () => {
  using other = temporaryProject({
    'x.contract.ts': source('1.0', { sum: sum() }).replace('@acme/math', '@acme/math:default'),
  });
  await other.capsule('generate');
  const text = other.read('bindings/math_default.d.ts');
  expect(text).toContain(
    "\ndeclare const capsule: Capsule<'@acme/math:default', 'table'>;\nexport { capsule as default };\n",
  );
  expect(text).toContain("\nexport type MathDefaultFunction = 'sum';\n");
  expect(formatted(text, 'any.d.ts')).toBe(text);
});
