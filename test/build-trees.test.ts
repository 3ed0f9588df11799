import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, run } from '@capsule/test-support/child-process';
import { posixOnly, skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clone } from '../scripts/clone.mjs';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// These tests build the smallest example in a clone, so that their binaries do not get into turbo's cache here.
const packages = /^(packages\/core|examples\/00-minimal)\/(?!test\/)/;
const { folder, remove } = clone((file) => packages.test(file) || /^(scripts\/|[^/]+$)/.test(file));
afterAll(remove);
const minimal = join(folder, 'examples', '00-minimal');
const release = join(minimal, 'build', 'Release');

function build(): string {
  const { status, stdout, stderr } = run('npm', ['run', 'build', '--', '--filter=@example/00-minimal'], {
    cwd: folder,
  });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}
const cmakeJs = (...args: string[]) => run('npx', ['cmake-js', ...args], { cwd: minimal });

let edits = 0;
/** Changes producer.c so that a binary built from it contains the text that this function returns. */
function edit(): string {
  const text = `edit ${++edits} of producer.c`;
  appendFileSync(join(minimal, 'producer.c'), `const char edit_${edits}[] __attribute__((used)) = "${text}";\n`);
  return text;
}
const producer = (place = release) => readFileSync(join(place, 'producer.node'));

beforeAll(() => void build());

// The edits and the options work with gcc and clang.
const unix = process.platform !== 'win32';
test.each([
  ['debug', ['rebuild', '--debug'], 'Debug'],
  ['sanitized', ['rebuild', '--CDCAPSULE_SANITIZE=ON'], 'Sanitize'],
])(
  'npm run build stores a release binary of the current sources after a %s build',
  posixOnly,
  (_, options, configuration) => {
    expect(cmakeJs(...options).status).toBe(0);
    build();
    const text = edit();
    build();
    expect(producer().includes(text)).toBe(true);
    expect(producer().includes('__asan_report')).toBe(false);
    expect(producer(join(minimal, 'build', configuration)).includes(text)).toBe(false);

    rmSync(join(minimal, 'build'), { recursive: true });
    expect(build()).toMatch(/00-minimal:build:native: cache hit/);
    expect(producer().includes(text)).toBe(true);
    expect(producer().includes('__asan_report')).toBe(false);
  },
);

test('npm run build replaces a binary that another tree has put into build/Release', posixOnly, () => {
  edit();
  build();
  expect(cmakeJs('compile', '--CDCMAKE_C_FLAGS=-fsanitize=address').status).toBe(0);
  expect(producer().includes('__asan_report')).toBe(true);
  appendFileSync(join(minimal, 'package.json'), '\n'); // another hash with the same sources
  build();
  expect(producer().includes('__asan_report')).toBe(false);
});

test('a tree of another configuration is rejected, and npm run build then replaces it', posixOnly, () => {
  const text = edit();
  const { status, stdout, stderr } = cmakeJs('rebuild', '-O', 'build/Release', '--CDCAPSULE_SANITIZE=ON');
  expect(status).not.toBe(0);
  expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(
    `Configuring minimal: expected the configuration Release in the build tree ${release}, found Sanitize. Give each configuration its own tree, as with npx cmake-js compile -O build/Sanitize.`,
  );
  build();
  expect(producer().includes(text)).toBe(true);
  expect(producer().includes('__asan_report')).toBe(false);
});

const hasGcc = spawnSync('gcc', ['--version']).status === 0;
test(
  'the trees are built again if the compiler changes (requires gcc)',
  skipWithout('gcc, on a POSIX system', unix && hasGcc),
  () => {
    const args = ['build:native', '--only', '--filter=@example/00-minimal'];
    const env = { ...process.env, CC: 'gcc', CXX: 'g++' };
    expect(node(['scripts/turbo.mjs', ...args], { cwd: folder, env }).status).toBe(0);
    expect(readFileSync(join(release, 'CMakeCache.txt'), 'utf8')).toMatch(/^CMAKE_C_COMPILER:.*\bgcc$/m);
  },
);

const presets = run('cmake', ['--help']).stdout.includes('--preset');
test(
  'a preset builds the tree that CAPSULE_BUILD names (requires CMake 3.23)',
  skipWithout('CMake 3.23, on a POSIX system', unix && presets),
  () => {
    const core = join(folder, 'packages', 'core');
    const generator = spawnSync('ninja', ['--version']).status === 0 ? { CMAKE_GENERATOR: 'Ninja' } : {};
    const env = { ...process.env, ...generator };
    for (const args of [
      ['--preset', 'Debug'],
      ['--build', '--preset', 'Debug'],
    ]) {
      const { status, stderr } = run('cmake', args, { cwd: core, env });
      expect(status, stderr).toBe(0);
    }
    const script = `require('./dist/index.js').isCapsule({});
    const files = process.report.getReport().sharedObjects.filter((file) => file.endsWith('core.node'));
    console.log(files.join());`;
    const { stdout } = node(['-e', script], { cwd: core, env: { ...process.env, CAPSULE_BUILD: 'Debug' } });
    expect(stdout.trim()).toBe(join(core, 'build', 'Debug', 'core.node'));
  },
);
