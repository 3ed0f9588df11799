import { join } from 'node:path';
import { inspect } from '@capsule/core';
import { configuration } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { temporaryProject } from './temporary-project.js';

const fastmath = join(__dirname, '..', '..', 'fastmath');

test('says what to do if a package is not found', async () => {
  using project = temporaryProject({});
  expect(await project.capsule('inspect', '@acme/none')).toMatchObject({
    status: 1,
    stderr: `Inspecting '@acme/none': expected a package that can be imported from ${project.folder}, found none. Run this in the folder of a package that depends on it, or give the path of its folder.\n`,
  });
});

test('reports a package without the export', async () => {
  using project = temporaryProject({});
  expect((await project.capsule('inspect', '@capsule/contract')).stderr).toBe(
    "Inspecting '@capsule/contract': expected the export 'capsule', found a package without it.\n",
  );
  expect((await project.capsule('inspect', '@capsule/contract:fn')).stderr).toBe(
    'Reading a label: expected a capsule, found a function.\n',
  );
});

test.each([
  ['null', 'module.exports = null;', ''],
  ['an inherited property', 'module.exports = {};', ':constructor'],
  ['nothing', 'module.exports = {};', ':x'],
])('rejects an export of %s', async (_, text, key) => {
  using project = temporaryProject({ 'x/index.js': text, 'x/package.json': '{}' });
  const name = key === '' ? 'capsule' : key.slice(1);
  expect((await project.capsule('inspect', `./x${key}`)).stderr).toBe(
    `Inspecting './x${key}': expected the export '${name}', found a package without it.\n`,
  );
});

test('shows the message of a package that throws', async () => {
  using project = temporaryProject({ 'x/index.js': 'throw new Error("no disk")', 'x/package.json': '{}' });
  expect((await project.capsule('inspect', 'x')).stderr).toBe(
    "Inspecting 'x': expected a package that loads, found one that threw: no disk.\n",
  );
});

test('the export follows the last colon, as in C', async () => {
  using project = temporaryProject({ 'node:x/index.js': 'exports.y = 1', 'node:x/package.json': '{}' });
  expect((await project.capsule('inspect', './node:x:y')).stderr).toBe(
    'Reading a label: expected a capsule, found a number.\n',
  );
});

test.each(['../../../fastmath', fastmath])('accepts a path: %s', async (path) => {
  using project = temporaryProject({});
  expect((await project.capsule('inspect', path)).stdout).toMatch(/^@capsule\/fastmath 1\./);
});

test('prints the signature of a function', async () => {
  const forge = join(__dirname, '..', '..', 'core', 'test', 'forge', 'build', 'Release', 'forge.node');
  const text = `exports.capsule = require(${JSON.stringify(forge)}).sealFunction('@forge/f', 'f64(f64)', 'twice')`;
  using project = temporaryProject({ 'x/index.js': text, 'x/package.json': '{}' });
  expect((await project.capsule('inspect', 'x')).stdout).toBe(`@forge/f: a function f64(f64)\n  sealed by ${forge}\n`);
});

test('prints the live label', async () => {
  using project = temporaryProject({});
  const { capsule } = await import('@capsule/fastmath');
  const { status, stdout } = await project.capsule('inspect', '@capsule/fastmath');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^@capsule\/fastmath 1\.\d+, variant \w+\n {2}sealed by /);
  expect(stdout).toContain(join(fastmath, 'build', configuration, 'fastmath.node'));
  expect(stdout).toMatch(/\n {2}dot +f64\(\*f64,\*f64,usize\) +since 1\.0\n/);
  expect(JSON.parse((await project.capsule('inspect', '--json', '@capsule/fastmath')).stdout)).toEqual(
    inspect(capsule),
  );
});
