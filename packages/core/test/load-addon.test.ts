import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadAddon } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const core = join(__dirname, '..');

/** A package in its own folder, with a file in place of its binary. */
function make(name: string, binary?: Buffer | string, configuration = 'Release'): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'build', configuration), { recursive: true });
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name }));
  writeFileSync(join(root, 'src', 'package.json'), '{ "type": "module" }');
  if (Buffer.isBuffer(binary)) writeFileSync(join(root, 'build', configuration, 'x.node'), binary);
  else if (binary !== undefined) copyFileSync(binary, join(root, 'build', configuration, 'x.node'));
  return root;
}

afterEach(() => vi.unstubAllEnvs());
beforeEach(() => vi.stubEnv('CAPSULE_BUILD', undefined));

test('says how to build an addon that is not built', () => {
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

describe('CAPSULE_BUILD', () => {
  test('is suggested in the message if only a debug build exists', () => {
    const root = make('debug-only', Buffer.from('debug'), 'Debug');
    expect(refusal(() => loadAddon(root, 'x')).message).toBe(
      `Loading x.node: expected a binary at ${join(root, 'build', 'Release', 'x.node')}, found only the one in build/Debug. Run "npm run build" first; or set CAPSULE_BUILD=Debug to load that one.`,
    );
  });

  test('selects the debug build if there is also a release build', () => {
    const root = make('both', join(core, 'build', 'Release', 'core.node'));
    make('both', Buffer.from('debug'), 'Debug');
    expect(loadAddon(root, 'x')).toHaveProperty('check');
    vi.stubEnv('CAPSULE_BUILD', 'Debug');
    expect(refusal(() => loadAddon(root, 'x')).found).toBe(
      `${join(root, 'build', 'Debug', 'x.node')}, which the system cannot load`,
    );
  });

  test('has no effect on a package that has only a release build', () => {
    const root = make('release-only', join(core, 'build', 'Release', 'core.node'));
    vi.stubEnv('CAPSULE_BUILD', 'Debug');
    expect(loadAddon(root, 'x')).toHaveProperty('check');
  });

  test.each(['Debug', 'Sanitize'])('leads to advice on how to build %s if neither build exists', (configuration) => {
    const root = make('neither');
    vi.stubEnv('CAPSULE_BUILD', configuration);
    expect(refusal(() => loadAddon(root, 'x')).message).toBe(
      `Loading x.node: expected a binary at ${join(root, 'build', configuration, 'x.node')}, found none. Run "npm run build:${configuration.toLowerCase()}" first.`,
    );
  });

  test('is rejected if it has another value', () => {
    vi.stubEnv('CAPSULE_BUILD', '../debug');
    expect(refusal(() => loadAddon(core, 'core'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_OPTION_UNUSABLE',
      message: `Loading an addon: expected Release, Debug or Sanitize in the environment variable CAPSULE_BUILD, found the string '../debug'. Set it to one of the three, or unset it.`,
      expected: 'Release, Debug or Sanitize in the environment variable CAPSULE_BUILD',
      found: "the string '../debug'",
    });
  });
});

test('says how to replace a binary that cannot be loaded, and keeps the cause', () => {
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
    expect.objectContaining({
      cause: expect.objectContaining('Deno' in globalThis ? { name: 'TypeError' } : { code: 'ERR_DLOPEN_FAILED' }),
    }),
  );
});

test('says how to build one package alone if cmake-js is installed', () => {
  const advice = (configuration: string) => {
    vi.stubEnv('CAPSULE_BUILD', configuration);
    return refusal(() => loadAddon(core, 'x')).message;
  };
  expect(advice('')).toContain(`Run "npm run build", or "npx cmake-js compile -O build/Release" in ${core}.`);
  expect(advice('Debug')).toContain(
    `Run "npm run build:debug", or "npx cmake-js compile -O build/Debug --debug" in ${core}.`,
  );
  expect(advice('Sanitize')).toContain(
    `Run "npm run build:sanitize", or "npx cmake-js compile -O build/Sanitize --CDCAPSULE_SANITIZE=ON" in ${core}.`,
  );
});

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [null, 'null'],
  ['', "the string ''"],
  [{ pathname: '/' }, 'a plain object'],
  [new URL('https://example.org/'), 'the URL https://example.org/'],
])('rejects %o as the place of a package', (from, found) => {
  expect(refusal(() => loadAddon(from as string, 'x'))).toEqual({
    type: 'TypeError',
    code: 'ERR_CAPSULE_PATH_UNUSABLE',
    message: `Loading an addon: expected a path or a file: URL of the package, found ${found}. Pass __filename or import.meta.url.`,
    expected: 'a path or a file: URL of the package',
    found,
  });
});

test('rejects a name that is not a string', () => {
  expect(refusal(() => loadAddon(core, undefined as never)).message).toBe(
    "Loading an addon: expected an addon's name, found undefined. Pass the name that capsule_add_addon got.",
  );
});

test('resolves a relative path against the current folder', () => {
  const script = `console.log(require('./dist/index.js').loadAddon('.', 'core').check({}))`;
  expect(spawnSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' })).toMatchObject({
    stdout: 'false\n',
    stderr: '',
  });
});

test('finds the package from any file or folder in it, and from a file: URL', () => {
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

test("passes on Node's own error for disabled addons and adds advice", () => {
  const script = `try { require('@capsule/core').isCapsule({}) } catch (error) { console.log(error.code, error.message) }`;
  const printed = execFileSync(process.execPath, ['--no-addons', '-e', script], { cwd: core, encoding: 'utf8' });
  expect(printed).toMatch(/^ERR_DLOPEN_DISABLED .* Start Node with --allow-addons, and without --no-addons\.\n$/s);
});

test('loads the same file when prototypes are polluted', () => {
  const script = `
    Object.prototype.path = Object.prototype.name = Object.prototype.cause = '/nonexistent';
    Function.prototype.call = Function.prototype.apply = () => { throw new Error('called') };
    const core = require('./dist/index.js');
    require('node:fs').writeSync(1, String(core.isCapsule({})));
  `;
  const run = spawnSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'false' });
});

test('import and require share one state', async () => {
  const required = createRequire(__filename)('@capsule/core');
  const imported = await import('@capsule/core');
  expect(imported.isCapsule).toBe(required.isCapsule);
  expect(Object.keys(required).sort()).toEqual(
    Object.keys(imported)
      .filter((key) => key !== '__esModule' && key !== 'default')
      .sort(),
  );
});
