import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadAddon } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const core = join(__dirname, '..');

/** A package in a folder of its own, with what stands for a binary. */
function make(name: string, binary?: Buffer | string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'build', 'Release'), { recursive: true });
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name }));
  writeFileSync(join(root, 'src', 'package.json'), '{ "type": "module" }');
  if (Buffer.isBuffer(binary)) writeFileSync(join(root, 'build', 'Release', 'x.node'), binary);
  else if (binary !== undefined) copyFileSync(binary, join(root, 'build', 'Release', 'x.node'));
  return root;
}

test('says how to build what is not built', () => {
  const root = make('unbuilt');
  const file = join(root, 'build', 'Release', 'x.node');
  expect(refusal(() => loadAddon(root, 'x'))).toEqual({
    type: 'Error',
    code: 'ERR_CAPSULE_ADDON_NOT_BUILT',
    message: `Loading x.node: expected a binary at ${file}, found none. Run "npm run build" first.`,
    expected: `a binary at ${file}`,
    found: 'none',
  });
});

test('says how to mend a binary that cannot be loaded, and keeps the reason', () => {
  const root = make('broken', Buffer.from('not a library'));
  const file = join(root, 'build', 'Release', 'x.node');
  const machine = `${process.platform}-${process.arch} and Node-API ${process.versions['napi']} or earlier`;
  expect(refusal(() => loadAddon(root, 'x'))).toEqual({
    type: 'Error',
    code: 'ERR_CAPSULE_ADDON_NOT_LOADABLE',
    message: `Loading x.node: expected a binary for ${machine}, found ${file}, which the system cannot load. Delete it, and run "npm run build" again.`,
    expected: `a binary for ${machine}`,
    found: `${file}, which the system cannot load`,
  });
  expect(() => loadAddon(root, 'x')).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: 'ERR_DLOPEN_FAILED' }) }),
  );
});

test('says how to build one package alone where the tool for that is installed', () => {
  expect(() => loadAddon(core, 'x')).toThrow(`Run "npm run build", or "npx cmake-js compile" in ${core}.`);
});

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [null, 'null'],
  ['', "the string ''"],
  [{ pathname: '/' }, 'a plain object'],
  [new URL('https://example.org/'), 'the URL https://example.org/'],
])('refuses to look for an addon from %o', (from, found) => {
  expect(refusal(() => loadAddon(from as string, 'x'))).toEqual({
    type: 'TypeError',
    code: 'ERR_CAPSULE_PATH_UNUSABLE',
    message: `Loading an addon: expected a path or a file: URL of the package, found ${found}. Pass __filename or import.meta.url.`,
    expected: 'a path or a file: URL of the package',
    found,
  });
});

test('refuses to look for an addon without a name', () => {
  expect(refusal(() => loadAddon(core, undefined as never)).message).toBe(
    "Loading an addon: expected an addon's name, found undefined. Pass the name that capsule_add_addon got.",
  );
});

test('takes a path that is relative to the current folder', () => {
  const script = `console.log(require('./dist/index.js').loadAddon('.', 'core').check({}))`;
  expect(spawnSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' })).toMatchObject({
    stdout: 'false\n',
    stderr: '',
  });
});

test('finds the package from any file or folder in it, and from a URL', () => {
  const root = make('good', join(core, 'build', 'Release', 'core.node'));
  for (const from of [
    root,
    join(root, 'src', 'deep'),
    join(root, 'src', 'deep', 'file.js'),
    pathToFileURL(join(root, 'src')),
    pathToFileURL(root).href,
  ]) {
    expect(loadAddon<{ check(value: unknown): boolean }>(from, 'x').check({})).toBe(false);
  }
});

test("passes on Node's own refusal of addons, with a hint", () => {
  const script = `try { require('@capsule/core').isCapsule({}) } catch (error) { console.log(error.code, error.message) }`;
  const printed = execFileSync(process.execPath, ['--no-addons', '-e', script], { cwd: core, encoding: 'utf8' });
  expect(printed).toMatch(/^ERR_DLOPEN_DISABLED .* Start Node with --allow-addons, and without --no-addons\.\n$/s);
});

test('loads the same file when the prototypes are polluted', () => {
  const script = `
    Object.prototype.path = Object.prototype.name = Object.prototype.cause = '/nonexistent';
    Function.prototype.call = Function.prototype.apply = () => { throw new Error('called') };
    const core = require('./dist/index.js');
    require('node:fs').writeSync(1, String(core.isCapsule({})));
  `;
  const run = spawnSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'false' });
});

test('gives one state to import and require', async () => {
  const required = createRequire(__filename)('@capsule/core');
  const imported = await import('@capsule/core');
  expect(imported.isCapsule).toBe(required.isCapsule);
  expect(Object.keys(required).sort()).toEqual(
    Object.keys(imported)
      .filter((key) => key !== '__esModule' && key !== 'default')
      .sort(),
  );
});
