// Compiles and runs the code of docs/instances.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { include_dir } from '@capsule/core';
import { root } from '@capsule/test-support/child-process';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const text = readFileSync(join(root, 'docs', 'instances.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);
// In a package, so that @capsule/contract resolves.
const folder = mkdtempSync(join(root, 'packages', 'contract', 'test', 'workbench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [[c = 'cc', cxx = 'c++'] = []] = compilerPairs;
const nodeAddonApi = dirname(createRequire(join(root, 'packages', 'core', 'package.json')).resolve('node-addon-api'));

function build(name: string, extension: 'c' | 'cc', code: string): string {
  writeFileSync(join(folder, `${name}.${extension}`), code);
  const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC'];
  const language = extension === 'c' ? ['-std=c11'] : ['-std=c++17', '-DNODE_ADDON_API_CPP_EXCEPTIONS'];
  const paths = [...includes(include_dir, join(folder, 'include')), '-isystem', nodeAddonApi];
  const args = [...language, '-O1', ...warnings, ...shared, ...paths, `${name}.${extension}`, '-o', `${name}.node`];
  const { stdout, stderr } = spawnSync(extension === 'c' ? c : cxx, args, { cwd: folder, encoding: 'utf8' });
  expect(`${stdout}${stderr}`, name).toBe('');
  return join(folder, `${name}.node`);
}

describe('docs/instances.md', skipWithout('gcc or clang', compilerPairs.length > 0), () => {
  test('its producer and its consumers compile, and print the output in its comments', () => {
    const [contract = ''] = blocks('ts');
    const [producer = '', consumer = ''] = blocks('c');
    const [wrapped = ''] = blocks('cpp');
    const [script = ''] = blocks('js');
    writeFileSync(join(folder, 'package.json'), '{ "name": "@acme/signal" }');
    writeFileSync(join(folder, 'filter.contract.ts'), contract);
    const bin = join(root, 'packages', 'contract', 'bin', 'capsule.js');
    const generated = spawnSync(process.execPath, [bin, 'generate'], { cwd: folder, encoding: 'utf8' });
    expect([generated.status, generated.stderr]).toEqual([0, '']);
    const { smooth } = require(build('producer', 'c', producer));
    const { twice } = require(build('consumer', 'c', consumer));
    const { once } = require(build('once', 'cc', wrapped));
    const { inspect } = require('node:util');
    const printed: string[] = [];
    const log = (value: unknown) => printed.push(typeof value === 'string' ? value : inspect(value));
    new Function('smooth', 'twice', 'once', 'console', script)(smooth, twice, once, { log });
    const expected = [...script.matchAll(/\/\/ (.+)$/gm)].map(([, comment]) => comment);
    expect(expected).toHaveLength(4);
    expect(printed).toEqual(expected);
    expect(() => once({}, 1)).toThrow("Opening '@acme/signal/filter': expected a capsule, found");
  });
});
