import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Binaries, loadAddon } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { linuxOnly } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => removeFolder(folder));
const core = join(__dirname, '..');

const real = join(core, 'build', 'Release', 'core.node');

/** A package in its own folder, with a file in place of its binary. */
function make(name: string, binary?: Buffer | string, place = 'build/Release'): string {
  const root = join(folder, name);
  mkdirSync(join(root, place), { recursive: true });
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name }));
  writeFileSync(join(root, 'CMakeLists.txt'), '');
  writeFileSync(join(root, 'src', 'package.json'), '{ "type": "module" }');
  if (Buffer.isBuffer(binary)) writeFileSync(join(root, place, 'x.node'), binary);
  else if (binary !== undefined) copyFileSync(binary, join(root, place, 'x.node'));
  return root;
}

afterEach(() => vi.unstubAllEnvs());
beforeEach(() => vi.stubEnv('CAPSULE_BUILD', undefined));

const machine = `${process.platform}-${process.arch}`;
/** The expectation of a message about a package without a binary. */
const places = (root: string, configuration = 'Release') =>
  `build/${configuration}/x.node or prebuilds/${machine}/x.node in ${root}`;
const bundle =
  'keep packages with addons out of the bundle (esbuild --packages=external, "externals" of webpack, "external" of Rollup, "ssr.external" of Vite), or let the bundler copy .node files, as docs/shipping.md shows';

test('says how to build an addon that is not built', () => {
  const root = make('unbuilt');
  expect(refusal(() => loadAddon(root, 'x'))).toEqual({
    type: 'Error',
    code: 'ERR_CAPSULE_ADDON_NOT_BUILT',
    message: `Loading x.node: expected ${places(root)}, found neither. Run "npm run build" first.`,
    expected: places(root),
    found: 'neither',
  });
});

describe('CAPSULE_BUILD', () => {
  test('is suggested in the message if only a debug build exists', () => {
    const root = make('debug-only', Buffer.from('debug'), 'build/Debug');
    expect(refusal(() => loadAddon(root, 'x')).message).toBe(
      `Loading x.node: expected ${places(root)}, found only build/Debug/x.node. Run "npm run build" first; or set CAPSULE_BUILD=Debug to load that one.`,
    );
  });

  test('selects the debug build if there is also a release build', () => {
    const root = make('both', real);
    make('both', Buffer.from('debug'), 'build/Debug');
    expect(loadAddon(root, 'x')).toHaveProperty('check');
    vi.stubEnv('CAPSULE_BUILD', 'Debug');
    expect(refusal(() => loadAddon(root, 'x')).found).toBe(
      `${join(root, 'build', 'Debug', 'x.node')}, which the system cannot load`,
    );
  });

  test('has no effect on a package that has only a release build', () => {
    const root = make('release-only', real);
    vi.stubEnv('CAPSULE_BUILD', 'Debug');
    expect(loadAddon(root, 'x')).toHaveProperty('check');
  });

  test.each(['Debug', 'Sanitize'])('leads to advice on how to build %s if neither build exists', (configuration) => {
    const root = make('neither');
    vi.stubEnv('CAPSULE_BUILD', configuration);
    expect(refusal(() => loadAddon(root, 'x')).message).toBe(
      `Loading x.node: expected ${places(root, configuration)}, found neither. Run "npm run build:${configuration.toLowerCase()}" first.`,
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
  const needed = `a binary for ${machine} and Node-API ${process.versions['napi']} or earlier`;
  expect(refusal(() => loadAddon(root, 'x'))).toEqual({
    type: 'Error',
    code: 'ERR_CAPSULE_ADDON_NOT_LOADABLE',
    message: `Loading x.node: expected ${needed}, found ${file}, which the system cannot load. Delete it, and run "npm run build" again.`,
    expected: needed,
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

describe('a prebuilt binary', () => {
  test('is loaded if the package was not built', () => {
    expect(loadAddon(make('prebuilt', real, `prebuilds/${machine}`), 'x')).toHaveProperty('check');
  });

  test('is not loaded if the package was built', () => {
    const root = make('prebuilt-and-built', real);
    make('prebuilt-and-built', Buffer.from('prebuilt'), `prebuilds/${machine}`);
    expect(loadAddon(root, 'x')).toHaveProperty('check');
  });

  test('for other platforms is listed in the message', () => {
    const root = make('other-platforms', Buffer.from(''), 'prebuilds/darwin-riscv64');
    make('other-platforms', Buffer.from(''), 'prebuilds/aix-ppc64');
    mkdirSync(join(root, 'prebuilds', 'without-this-addon'));
    expect(refusal(() => loadAddon(root, 'x'))).toMatchObject({
      code: 'ERR_CAPSULE_ADDON_NOT_BUILT',
      message: `Loading x.node: expected ${places(root)}, found only prebuilt binaries for aix-ppc64, darwin-riscv64. Run "npm run build" first.`,
    });
  });

  test('for another platform is listed together with a debug build', () => {
    const root = make('debug-and-prebuilt', Buffer.from(''), 'prebuilds/aix-ppc64');
    make('debug-and-prebuilt', Buffer.from(''), 'build/Debug');
    expect(refusal(() => loadAddon(root, 'x')).found).toBe(
      'only build/Debug/x.node and prebuilt binaries for aix-ppc64',
    );
  });

  test('that cannot be loaded is reported with its cause, and how to replace it', () => {
    const root = make('broken-prebuilt', Buffer.from('broken'), `prebuilds/${machine}`);
    const { code, message } = refusal(() => loadAddon(root, 'x'));
    expect(code).toBe('ERR_CAPSULE_ADDON_NOT_LOADABLE');
    expect(message).toContain(
      `found ${join(root, 'prebuilds', machine, 'x.node')}, which the system cannot load. The cause of this error says why. Set CAPSULE_ADDON_X to the path of another binary. Or compile it, with CMake and a C++ compiler: "npm install --no-save cmake-js node-api-headers node-addon-api" in the application and "npx cmake-js compile -O build/Release" in ${root}.`,
    );
  });
});

test('says how to get a binary for an installed package that has none for this platform', () => {
  const root = make('node_modules/installed', Buffer.from(''), 'prebuilds/aix-ppc64');
  expect(refusal(() => loadAddon(root, 'x')).message).toBe(
    `Loading x.node: expected ${places(root)}, found only prebuilt binaries for aix-ppc64. Install a version of the package with a binary for ${machine}; compile it, with CMake and a C++ compiler: "npm install --no-save cmake-js node-api-headers node-addon-api" in the application and "npx cmake-js compile -O build/Release" in ${root}; or set CAPSULE_ADDON_X to the path of a binary.`,
  );
});

test('says how to replace a binary of an installed package that was compiled elsewhere', () => {
  const root = make('node_modules/compiled', Buffer.from('broken'));
  expect(refusal(() => loadAddon(root, 'x')).message).toContain(
    `found ${join(root, 'build', 'Release', 'x.node')}, which the system cannot load. Delete it to load a prebuilt binary instead. Or compile it, with CMake and a C++ compiler: "npm install --no-save cmake-js node-api-headers node-addon-api" in the application and "npx cmake-js compile -O build/Release" in ${root}.`,
  );
});

test('mentions bundlers if the package has no sources', () => {
  const root = make('no-sources');
  rmSync(join(root, 'CMakeLists.txt'));
  expect(refusal(() => loadAddon(root, 'x')).message).toBe(
    `Loading x.node: expected ${places(root)}, found neither. Run "npm run build" first. If this code was bundled: ${bundle}.`,
  );
});

// The program header and the report of a Node for musl, which npm does not have.
describe('of the prebuilt binaries for glibc and musl', linuxOnly, () => {
  const root = make('two-libraries', Buffer.from(''), `prebuilds/${machine}`);
  make('two-libraries', Buffer.from(''), `prebuilds/${machine}-musl`);
  const both = join(root, 'prebuilds');

  /** Runs loadAddon in a process that seems to be linked as described, and returns the files that it loads. */
  function loaded(disguise: string): string {
    const script = `
      const fs = require('node:fs');
      const interpreter = (path) => { fs.readSync = (_, bytes) => bytes.set(Buffer.from('\\x7fELF' + path)) ?? 4096; };
      const report = (value) => Object.defineProperty(process, 'report', { value });
      ${disguise}
      const files = [];
      process.dlopen = (_, file) => {
        files.push(require('node:path').relative(${JSON.stringify(both)}, file).split('/')[0].split('-').at(-1));
        throw Object.assign(new Error('not loadable'), { code: 'ERR_DLOPEN_FAILED' });
      };
      try { require('./dist/index.js').loadAddon(${JSON.stringify(root)}, 'x'); } catch {}
      process.stdout.write(files.join(' '));`;
    return execFileSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' });
  }
  const musl = `musl ${process.arch}`;
  const glibc = `${process.arch} musl`;
  const noExecutable = `fs.openSync = () => { throw new Error('no /proc') };`;

  test.each([
    ['is linked for glibc', '', glibc],
    ['is linked for musl', `interpreter('/lib/ld-musl-x86_64.so.1');`, musl],
    ['is linked for glibc in another folder', `interpreter('/nix/store/glibc-2.39/lib/ld-linux-aarch64.so.1');`, glibc],
    [
      'has a report of glibc',
      `${noExecutable} report({ getReport: () => ({ header: { glibcVersionRuntime: '2.36' } }) });`,
      glibc,
    ],
    [
      'has a report of musl',
      `${noExecutable} report({ getReport: () => ({ header: {}, sharedObjects: ['/lib/ld-musl-x86_64.so.1'] }) });`,
      musl,
    ],
    [
      'has a report that says neither',
      `interpreter(''); report({ getReport: () => ({ header: {}, sharedObjects: [] }) });`,
      glibc,
    ],
    ['has a report that fails', `${noExecutable} report({ getReport: () => { throw new Error() } });`, glibc],
    ['has no report', `${noExecutable} report(undefined);`, glibc],
  ])('the process that %s tries its own first, and then the other', (_, disguise, expected) => {
    expect(loaded(disguise)).toBe(expected);
  });

  test('the report does not look up names of hosts, and its setting is restored', () => {
    const script = `
      const fs = require('node:fs');
      fs.openSync = () => { throw new Error('no /proc') };
      const { getReport, excludeNetwork } = process.report;
      let during;
      process.report.getReport = () => { during = process.report.excludeNetwork; return getReport.call(process.report); };
      try { require('./dist/index.js').loadAddon(${JSON.stringify(root)}, 'x'); } catch {}
      process.stdout.write((during !== false) + ' ' + (process.report.excludeNetwork === excludeNetwork));`;
    expect(execFileSync(process.execPath, ['-e', script], { cwd: core, encoding: 'utf8' })).toBe('true true');
  });

  test('the other one is loaded if the first one cannot be loaded', () => {
    const root = make('musl-only', real, `prebuilds/${machine}-musl`);
    expect(loadAddon(root, 'x')).toHaveProperty('check');
    make('musl-only', Buffer.from('broken'), `prebuilds/${machine}`);
    expect(loadAddon(root, 'x')).toHaveProperty('check');
  });

  test('the error is that of the first one if neither can be loaded', () => {
    expect(refusal(() => loadAddon(root, 'x')).found).toBe(
      `${join(both, machine, 'x.node')}, which the system cannot load`,
    );
  });
});

describe('CAPSULE_ADDON_<NAME>', () => {
  test('names another binary, also relative to the current folder', () => {
    const root = make('selected', Buffer.from('broken'));
    for (const file of [real, relative(process.cwd(), real)]) {
      vi.stubEnv('CAPSULE_ADDON_X', file);
      expect(loadAddon(root, 'x')).toHaveProperty('check');
    }
  });

  test('has the name in capitals, with _ for other characters', () => {
    vi.stubEnv('CAPSULE_ADDON_MY_ADDON_2', real);
    expect(loadAddon(folder, 'my-addon.2')).toHaveProperty('check');
  });

  test('has no effect if it is empty', () => {
    vi.stubEnv('CAPSULE_ADDON_X', '');
    expect(loadAddon(make('empty-variable', real), 'x')).toHaveProperty('check');
  });

  test.each([
    ['a file that does not exist', 'missing.node', ', which is not a file'],
    ['a folder', '.', ', which is not a file'],
    ['a file of another kind', 'package.json', ''],
    ['a path through a file', 'package.json/x.node', ', which is not a file'],
    ['a name that is too long', `${'x'.repeat(300)}.node`, ', which is not a file'],
    ['a link to itself', 'loop.node', ', which is not a file'],
  ])('is rejected if it names %s', (_, path, reason) => {
    const root = make('rejected-variable', real);
    if (path === 'loop.node') symlinkSync(path, join(root, path));
    const file = join(root, path);
    vi.stubEnv('CAPSULE_ADDON_X', file);
    expect(refusal(() => loadAddon(root, 'x'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_OPTION_UNUSABLE',
      message: `Loading x.node: expected the path of a .node file in the environment variable CAPSULE_ADDON_X, found ${file}${reason}. Set it to the path of a binary, or unset it.`,
      expected: 'the path of a .node file in the environment variable CAPSULE_ADDON_X',
      found: `${file}${reason}`,
    });
  });

  test('is named in the message if the system cannot load the binary', () => {
    const file = join(make('broken-variable', Buffer.from('broken')), 'build', 'Release', 'x.node');
    vi.stubEnv('CAPSULE_ADDON_X', file);
    expect(refusal(() => loadAddon(folder, 'x')).message).toContain(
      `found ${file}, which the system cannot load. Set CAPSULE_ADDON_X to another file, or unset it.`,
    );
  });
});

// dlopen() would end the process with SIGBUS.
describe('a binary that was truncated, as by an interrupted copy', linuxOnly, () => {
  const whole = readFileSync(real);

  test.each([100, 3000, whole.length >> 1])('is rejected if it has %i bytes', (bytes) => {
    const root = make('truncated', whole.subarray(0, bytes));
    const file = join(root, 'build', 'Release', 'x.node');
    const found = `${file}, which the system cannot load`;
    expect(refusal(() => loadAddon(root, 'x'))).toMatchObject({ code: 'ERR_CAPSULE_ADDON_NOT_LOADABLE', found });
    expect(refusal(() => loadAddon({ folder: root, load: () => createRequire(file)(file) }, 'x')).found).toBe(found);
    vi.stubEnv('CAPSULE_ADDON_Y', file);
    expect(refusal(() => loadAddon(root, 'y')).found).toBe(found);
  });

  test('is loaded if only bytes after its segments are missing', () => {
    expect(loadAddon(make('whole-enough', whole.subarray(0, whole.length - 1)), 'x')).toHaveProperty('check');
  });
});

test.each([
  ['a path that no system has', '/x'.repeat(20_000)],
  ['a list whose load is not a function', { load: 5 }],
  ['a list whose folder is not a string', { load: () => undefined, folder: 5 }],
])('rejects %s', (_, from) => {
  expect(refusal(() => loadAddon(from as never, 'x')).code).toBe('ERR_CAPSULE_PATH_UNUSABLE');
});

describe('a list of binaries', () => {
  const require = createRequire(__filename);
  /** The list of a package, which a bundler may have replaced. */
  const binaries = (list: string) => {
    const root = make('listed');
    const file = join(root, 'binaries.cjs');
    writeFileSync(file, list);
    delete require.cache[file];
    return require(file) as Binaries;
  };
  const list = (expression: string, folder = '__dirname') =>
    binaries(`
    exports.folder = ${folder};
    exports.load = (file) => { try { if (file === 'build/Release/x.node') return ${expression}; } catch (error) { return error; } };`);

  test('loads what its require returns', () => {
    expect(loadAddon(list('{ check: 1 }'), 'x')).toEqual({ check: 1 });
    expect(loadAddon(list('{ check: 1 }', 'undefined'), 'x')).toEqual({ check: 1 });
  });

  test('loads the file whose path a bundler has put in place of the require', () => {
    copyFileSync(real, join(make('listed'), 'x-hash.node'));
    expect(loadAddon(list("'./x-hash.node'"), 'x')).toHaveProperty('check');
  });

  test('leads to the files of the package for paths that it does not list', () => {
    const root = make('listed', real, 'build/Debug');
    vi.stubEnv('CAPSULE_BUILD', 'Debug');
    expect(loadAddon(list('{}'), 'x')).toHaveProperty('check');
    rmSync(join(root, 'build', 'Debug'), { recursive: true });
  });

  test('leads to the same messages as a path if the files do not exist', () => {
    const given = list("require('./build/Release/x.node')");
    const root = join(folder, 'listed');
    expect(refusal(() => loadAddon(given, 'x')).message).toBe(
      `Loading x.node: expected ${places(root)}, found neither. Run "npm run build" first.`,
    );
  });

  test('may throw what its requires throw', () => {
    make('listed', real, `prebuilds/${machine}`);
    const given = binaries('exports.folder = __dirname; exports.load = (file) => require("./" + file);');
    expect(loadAddon(given, 'x')).toHaveProperty('check');
    expect(refusal(() => loadAddon(given, 'y')).code).toBe('ERR_CAPSULE_ADDON_NOT_BUILT');
    rmSync(join(folder, 'listed', 'prebuilds'), { recursive: true });
  });

  test("passes on an error of the addon's own", () => {
    const own = "(() => { throw Object.assign(new Error('own'), { code: 'ERR_OWN' }) })()";
    expect(() => loadAddon(list(own), 'x')).toThrow('own');
  });

  test.each([
    ['are gone', "new ReferenceError('require is not defined')"],
    [
      'find built-in modules only',
      "Object.assign(new Error('require is not defined'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' })",
    ],
  ])('names the settings of bundlers if its requires %s, and keeps the cause', (_, error) => {
    const gone = list(`(() => { throw ${error} })()`, 'undefined');
    expect(refusal(() => loadAddon(gone, 'x'))).toMatchObject({
      code: 'ERR_CAPSULE_ADDON_NOT_BUILT',
      message: `Loading x.node: expected build/Release/x.node or prebuilds/${machine}/x.node in the bundle, found neither. This code was bundled: ${bundle}.`,
    });
    expect(() => loadAddon(gone, 'x')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'require is not defined' }) }),
    );
  });
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
  const root = make('good', real);
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
