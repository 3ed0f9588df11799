import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { afterAll, expect, test } from 'vitest';

// A copy of 03-produce with the name of fastmath. Its contract has a changed type and the same version.
const copy = mkdtempSync(join(root, 'test', 'copy-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
const fastmath = join(root, 'packages', 'fastmath');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

// Only dot has a body; the others are never called.
const table = `#include <fastmath/fastmath.h>
static double dot(const double *x, const float *y, size_t n) { return n == 0 ? 0 : x[0] * (double)y[0]; }
static void unused(void) {}
#define UNUSED(name) .name = (fastmath_##name##_fn *)unused,
extern const fastmath_api distance_table;
const fastmath_api distance_table = {FASTMATH_HEAD, FASTMATH_FUNCTIONS(UNUSED) .dot = dot};
`;

/** The contract of fastmath, with another type for the second argument of dot. */
const changed = (text: string) => text.replace(/(dot: fn\(\s*f64,\s*\{ x, y)(, n \})/, '$1: constPtr(f32)$2');

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(join(copy, file), 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(join(copy, file), change(text));
}

test('a consumer built with the old header rejects a producer whose contract was changed', () => {
  const example = join(root, 'examples', '03-produce');
  // Match the path inside the example only, because the clone may be in a folder with any name.
  const excluded = /^(build|build-check|include|abi)$|contract/;
  cpSync(example, copy, { recursive: true, filter: (path) => !excluded.test(relative(example, path)) });
  cpSync(join(fastmath, 'fastmath.contract.ts'), join(copy, 'fastmath.contract.ts'));
  edit('fastmath.contract.ts', changed);
  edit('fastmath.contract.ts', (text) => text.replace('languages: [', "languages: ['javascript', ")); // as the example
  edit('package.json', (text) => text.replace('@example/distance', '@capsule/fastmath'));
  edit('native/addon.c', (text) => text.replaceAll(/distance(?!_table)/g, 'fastmath'));
  expect(node([bin('capsule'), 'generate'], { cwd: copy })).toMatchObject({ status: 0, stderr: '' });

  // A table that does not match its contract fails to compile even without -Werror.
  writeFileSync(join(copy, 'native', 'table.c'), table.replace('const float *y', 'const double *y'));
  const { status, stdout, stderr } = node([bin('cmake-js'), 'compile'], { cwd: copy });
  expect(status).not.toBe(0);
  expect(stdout + stderr).toMatch(/incompatible.*pointer.*type/);

  writeFileSync(join(copy, 'native', 'table.c'), table);
  expect(node([bin('cmake-js'), 'compile'], { cwd: copy }).status).toBe(0);

  const script = `
    const { createStats } = require('@capsule/stats');
    const { capsule } = require('./index.js');
    try { createStats(capsule) } catch (error) { console.log(error.code + ' ' + error.message) }`;
  const signatures = 'expected dot to be f64(*f64,*f64,usize), found dot f64(*f64,*f32,usize).';
  expect(node(['-e', script], { cwd: copy })).toMatchObject({
    status: 0,
    stderr: '',
    stdout: `ERR_CAPSULE_SIGNATURE_MISMATCH Opening '@capsule/fastmath': ${signatures} Build both addons with the same header of contract 1.1.
  needed by ${join(root, 'packages', 'stats', 'build', 'Release', 'stats.node')}
  offered by ${join(copy, 'build', 'Release', 'distance.node')}
`,
  });
});

test('generate and check reject the same change', () => {
  const folder = mkdtempSync(join(root, 'test', 'copy-'));
  try {
    for (const file of ['fastmath.contract.ts', 'abi'])
      cpSync(join(fastmath, file), join(folder, file), { recursive: true });
    const contract = join(folder, 'fastmath.contract.ts');
    writeFileSync(contract, changed(readFileSync(contract, 'utf8')));
    for (const command of ['generate', 'check']) {
      const { status, stderr } = node([bin('capsule'), command], { cwd: folder });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^fastmath\.contract\.ts:\d+, dot: expected f64\(\*f64,\*f64,usize\), as frozen in 1\.0 and 1\.1, found f64\(\*f64,\*f32,usize\)\. Leave dot unchanged/,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
