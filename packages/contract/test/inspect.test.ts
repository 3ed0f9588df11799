import { join } from 'node:path';
import { inspect } from '@capsule/core';
import { expect, test } from 'vitest';
import { workbench } from './workbench.js';

const fastmath = join(__dirname, '..', '..', 'fastmath');

test('says what to do about a package that is not there', async () => {
  using bench = workbench({});
  expect(await bench.capsule('inspect', '@acme/none')).toMatchObject({
    status: 1,
    stderr: `Inspecting '@acme/none': expected a package that can be imported from ${bench.folder}, found none. Run this in the folder of a package that depends on it.\n`,
  });
});

test('says what is missing in a package without a capsule', async () => {
  using bench = workbench({});
  expect((await bench.capsule('inspect', '@capsule/contract')).stderr).toBe(
    "Inspecting '@capsule/contract': expected the export 'capsule', found a package without it.\n",
  );
  expect((await bench.capsule('inspect', '@capsule/contract:fn')).stderr).toBe(
    'Reading a label: expected a capsule, found a function.\n',
  );
});

test('prints the live label', async () => {
  using bench = workbench({});
  const { capsule } = await import('@capsule/fastmath');
  const { status, stdout } = await bench.capsule('inspect', '@capsule/fastmath');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^@capsule\/fastmath 1\.\d+, variant \w+\n {2}sealed by /);
  expect(stdout).toContain(join(fastmath, 'build', 'Release', 'fastmath.node'));
  expect(stdout).toMatch(/\n {2}dot +f64\(\*f64,\*f64,usize\) +since 1\.0\n/);
  expect(JSON.parse((await bench.capsule('inspect', '--json', '@capsule/fastmath')).stdout)).toEqual(inspect(capsule));
});
