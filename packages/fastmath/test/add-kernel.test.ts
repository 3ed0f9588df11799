// Follows the section "Adding a kernel" of CONTRIBUTING.md in a copy of this package. Adds only a contract entry and a
// C file, and checks that the kernel is in every table, in the forge and in JavaScript.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { node, root, runScript } from '@capsule/test-support/child-process';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, expect, test } from 'vitest';

const original = join(__dirname, '..');
const copy = mkdtempSync(join(root, 'test', 'workbench-'));
afterAll(() => removeFolder(copy));

const section = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split('\n## Adding a kernel\n')[1] ?? '';

/** Returns the first block of code in a language. */
const code = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(section)?.[1] ?? '';

function run(name: string, args: string[], cwd: string) {
  const { status, stdout, stderr } = node([join(root, 'node_modules', '.bin', name), ...args], { cwd });
  expect(status, stdout + stderr).toBe(0);
}

test('a new kernel needs only an entry in the contract and a C file', { timeout: 600_000 }, () => {
  const outputs = /^(build|build-check|dist|node_modules|prebuilds|test)(\/|$)/;
  cpSync(original, copy, { recursive: true, filter: (path) => !outputs.test(relative(original, path)) });
  const forge = join(copy, 'test', 'forge');
  cpSync(join(__dirname, 'forge'), forge, { recursive: true, filter: (path) => !/forge[/\\]build/.test(path) });
  const link = join(copy, 'node_modules', '@capsule/fastmath');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(copy, link, 'junction');

  const contract = join(copy, 'fastmath.contract.ts');
  const text = readFileSync(contract, 'utf8');
  const end = '  },\n  {\n    languages:';
  const added = text.replace("'1.1',\n", "'1.2',\n").replace(end, `${code('ts')}${end}`);
  expect(added.length).toBeGreaterThan(text.length);
  writeFileSync(contract, added);
  writeFileSync(join(copy, 'native', 'kernels', 'sum_abs.c'), code('c'));

  run('capsule', ['generate'], copy);
  run('tsc', ['-p', '.'], copy);
  for (const folder of [copy, forge])
    run('cmake-js', ['compile', '-O', 'build/Release', '--log-level', 'warn'], folder);

  const addon = (folder: string, name: string) => JSON.stringify(join(folder, 'build', 'Release', `${name}.node`));
  const script = `
    const addon = require(${addon(copy, 'fastmath')});
    const forge = require(${addon(forge, 'forge')});
    const variants = addon.variants().map((name) => addon.load(name));
    const right = variants.map(({ capsule }) => [
      forge.call(capsule, 'sum_abs', 1000),
      forge.keepsEnvironment(capsule, 'sum_abs', 1000),
      forge.callAtOnce(capsule, 'sum_abs', 1000),
    ].join());
    console.log(JSON.stringify({
      kernels: forge.kernelNames.slice(-2),
      fromC: [...new Set(right.map((result) => result.replace(/^\\d+/, 'a hash')))],
      hashes: new Set(right).size,
      fromJavaScript: variants.map((math) => math.sumAbs(Float64Array.of(-1, 2, -4))),
    }));`;
  const { stdout, stderr } = runScript(script, { cwd: copy });
  expect(stderr).toBe('');
  const { fromJavaScript, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ kernels: ['deviations', 'sum_abs'], fromC: ['a hash,true,true'], hashes: 1 });
  expect(new Set(fromJavaScript)).toEqual(new Set([7]));

  // The generated modules export it by its name, with its types.
  const use = `
    import { capsule, sumAbs } from '@capsule/fastmath';
    import { sumAbs as later } from '@capsule/fastmath/promises';
    const x = Float64Array.of(-1, 2, -4);
    const sum: number = sumAbs(x);
    console.log(capsule !== undefined, sum, await later(x, { signal: undefined }));`;
  writeFileSync(join(copy, 'use.mts'), use);
  run('tsc', ['--ignoreConfig', '--strict', '--module', 'nodenext', '--target', 'es2023', 'use.mts'], copy);
  writeFileSync(join(copy, 'use.cjs'), "console.log(require('@capsule/fastmath').sumAbs(Float64Array.of(-1, 2, -4)));");
  for (const [file, output] of [
    ['use.mjs', 'true 7 7\n'],
    ['use.cjs', '7\n'],
  ] as const)
    expect(node([join(copy, file)], { cwd: copy })).toMatchObject({ stdout: output, stderr: '' });
});
