import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Configures, without building, an addon that uses packages of several scopes.
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const paths = "module.exports = { include_dir: require('node:path').join(__dirname, 'include') };";

beforeAll(() => {
  for (const [name, prefix] of [
    ['@acme/math', 'math'],
    ['@other/math', 'math'],
    ['@other/text', 'text'],
    ['@other/capsule', 'capsule'],
  ]) {
    write(`node_modules/${name}/paths.cjs`, paths);
    write(`node_modules/${name}/include/${prefix}/${prefix}.h`, '');
  }
});

/** The generator: ninja if make, the default of CMake, is not installed. */
const generator = spawnSync('ninja', ['--version']).status === 0 ? ['-G', 'Ninja'] : [];

/** Configures an addon that uses some packages. */
function configure(...packages: string[]) {
  return cmake('add_library(x STATIC x.c)', ...packages.map((name) => `capsule_use(x ${name})`));
}

/** Configures a project of these commands, and returns the errors of CMake on one line. */
function cmake(...commands: string[]): { status: number | null; stderr: string } {
  const recipe = join(root, 'packages', 'core', 'cmake', 'capsule.cmake').replaceAll('\\', '/');
  write('x.c', 'int x;\n');
  write(
    'CMakeLists.txt',
    `cmake_minimum_required(VERSION 3.15)
     project(x LANGUAGES C)
     include(${recipe})
     ${commands.join('\n')}\n`,
  );
  const { status, stderr } = run('cmake', [...generator, '-S', folder, '-B', join(folder, 'build')]);
  return { status, stderr: stderr.replaceAll(/\s+/g, ' ') };
}

test('an addon uses several packages, one of them named twice', () => {
  expect(configure('@acme/math', '@other/text', '@acme/math')).toEqual({ status: 0, stderr: '' });
});

test.each([
  [['@acme/math', '@other/math'], '@other/math', 'math, as in @acme/math'],
  [['@other/capsule'], '@other/capsule', 'capsule, as in @capsule/core'],
])('rejects two packages with headers in one folder: %j', (packages, name, found) => {
  const { status, stderr } = configure(...packages);
  expect(status).toBe(1);
  expect(stderr).toContain(
    `Using ${name} in x: expected headers in a folder of its own, found ${found}. Write { prefix: '...' } as the last argument of defineContract in one of them.`,
  );
});

test('plain CMake names a package that it needs and does not find', () => {
  const { status, stderr } = cmake('capsule_add_addon(x x.c)');
  expect(status).toBe(1);
  expect(stderr).toContain(
    `Configuring x: expected the package node-api-headers, found none. Make it a dependency in ${folder}/package.json and run npm install.`,
  );
});
