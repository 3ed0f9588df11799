import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { workspaces } from '../scripts/files.mjs';
import { libraries, publishedPackages } from '../scripts/release/published.mjs';

interface Package {
  engines?: { node: string };
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  binary?: object;
}
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const json = (folder: string): Package => JSON.parse(read(folder, 'package.json'));
const native = workspaces.filter((folder) => existsSync(join(root, folder, 'CMakeLists.txt')));

test('the scripts find the workspaces that npm finds', () => {
  const found: { location: string }[] = JSON.parse(run('npm', ['query', '.workspace']).stdout);
  expect(workspaces.map((folder) => folder.replaceAll(sep, '/')).sort()).toEqual(
    found.map(({ location }) => location).sort(),
  );
});

// A clone needs a Node that vitest and the tools support; the packages need one that cmake-js and Node-API 9 support.
test('a clone needs the Node versions of vitest, and a package those of cmake-js', () => {
  expect(json('.').engines?.node).toBe('^20.19.0 || >=22.12.0');
  const packages = workspaces.filter((folder) => /^packages.\w[\w-]*$/.test(folder));
  expect(packages.length).toBeGreaterThan(4);
  for (const folder of packages) expect(json(folder).engines?.node, folder).toBe('^20.17.0 || >=22.9.0');
});

test.each(native)('%s has the scripts of a native package', (folder) => {
  const { scripts, binary } = json(folder);
  expect(scripts).toMatchObject({
    'build:native': 'cmake-js compile -O build/Release --log-level warn',
    'build:debug': 'cmake-js compile -O build/Debug --debug --log-level warn',
    'build:sanitize': 'cmake-js compile -O build/Sanitize --CDCAPSULE_SANITIZE=ON --log-level warn',
  });
  // Without this dependency cmake-js downloads the headers of Node.
  expect(binary).toEqual({ napi_versions: [9] });
});

// npm runs a script named "prebuild" before "build", too.
test.each(['.', ...workspaces])('no script of %s runs before or after another one because of its name', (folder) => {
  const { scripts = {} } = json(folder);
  const hooks = Object.keys(scripts).flatMap((name) => [`pre${name}`, `post${name}`]);
  expect(hooks.filter((name) => name in scripts)).toEqual([]);
});

/** The build tree, and the folder of prebuilt binaries for each platform that has a toolchain file. */
const trees = [
  'build/Release',
  ...readdirSync(join(root, 'packages', 'core', 'cmake', 'toolchains'))
    .flatMap((name) => (name.endsWith('.cmake') ? `prebuilds/${name.slice(0, -'.cmake'.length)}` : []))
    .sort(),
];

test.each(native.filter((folder) => existsSync(join(root, folder, 'binaries.cjs'))))(
  '%s/binaries.cjs lists its binaries for all platforms, with a literal require for each',
  (folder) => {
    const [, name = ''] = /^capsule_add_addon\((\w+)/m.exec(read(folder, 'CMakeLists.txt')) ?? [];
    const [head, ...cases] = read(folder, 'binaries.cjs').split(/(?=^ {6}case )/m);
    const text = read('packages', 'core', 'binaries.cjs');
    expect(head).toBe(text.slice(0, text.indexOf('      case ')));
    const expected = trees.map(
      (tree) => `      case '${tree}/${name}.node':\n        return require('./${tree}/${name}.node');\n`,
    );
    expect(cases.join('')).toBe(`${expected.join('')}${text.slice(text.indexOf('    }\n  } catch'))}`);
  },
);

test.each(publishedPackages().map(({ folder }) => folder))('%s has the licence', (folder) => {
  expect(read(folder, 'LICENSE')).toBe(read('LICENSE'));
});

test.each([...libraries, 'stats/promises'])('the ES module %s has the exports of its CommonJS module', async (name) => {
  const [folder = '', entry = ''] = name.split('/');
  const required = createRequire(join(root, 'packages', folder, 'package.json'))(`@capsule/${name}`);
  const imported = await import(pathToFileURL(join(root, 'packages', folder, 'dist', entry, 'index.mjs')).href);
  // An export * of a CommonJS module has __esModule, too.
  expect(Object.keys(imported).sort()).toEqual(Object.keys(required).sort());
  expect(imported[Object.keys(required)[0] ?? '']).toBe(required[Object.keys(required)[0] ?? '']);
});

test('producers export the path of their headers with the same text', () => {
  const producers = native.filter((folder) => existsSync(join(root, folder, 'paths.cjs')) && !folder.endsWith('core'));
  expect(producers.length).toBeGreaterThan(1);
  const text = read('packages', 'fastmath', 'paths.cjs');
  for (const folder of producers) expect(read(folder, 'paths.cjs'), folder).toBe(text);
});

test('the packages that users install list their binaries', () => {
  for (const name of ['core', 'fastmath', 'stats'])
    expect(existsSync(join(root, 'packages', name, 'binaries.cjs')), name).toBe(true);
});

// core itself includes the recipe.
test.each(native.filter((folder) => folder !== join('packages', 'core')))(
  '%s/CMakeLists.txt begins with the lines that capsule.cmake shows',
  (folder) => {
    const [, preamble = ''] = /\n#\n((?:# {3}.*\n)+)#\n/.exec(read('packages', 'core', 'cmake', 'capsule.cmake')) ?? [];
    const begin = (text: string) => text.replace(/^project\(\w+ /m, 'project(name ');
    const expected = begin(preamble.replaceAll(/^# {3}/gm, ''));
    expect(expected).toContain('find_package(Capsule REQUIRED)\n');
    expect(begin(read(folder, 'CMakeLists.txt')).slice(0, expected.length)).toBe(expected);
  },
);
