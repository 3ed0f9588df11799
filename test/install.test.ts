import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clone } from '../scripts/clone.mjs';
import {
  application,
  completeOnly,
  copyOf,
  execute,
  hasTools,
  installedFolder,
  installTarballs,
  machine,
  node,
  npmCommand,
  pack,
  scope,
  serve,
  temporary,
  tool,
  toolsOnly,
  write,
} from './install/application.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }); // package managers and compilers are slow

// Each title is a row of the tables in docs/shipping.md.

const call = (load: string) => `
${load}
const x = Float64Array.from({ length: 1000 }, (_, i) => i);
console.log(mean([1, 2, 6]), createStats(capsule).sum(x), inspect(capsule).name, isCapsule(capsule));
`;
const programs = {
  'call.mjs': call(`
    import { inspect, isCapsule } from '@capsule/core';
    import { capsule } from '@capsule/fastmath';
    import { createStats, mean } from '@capsule/stats';`),
  'call.cjs': call(`
    const { inspect, isCapsule } = require('@capsule/core');
    const { capsule } = require('@capsule/fastmath');
    const { createStats, mean } = require('@capsule/stats');`),
  'worker.mjs': `
    import { Worker } from 'node:worker_threads';
    new Worker(new URL('./call.mjs', import.meta.url));`,
};
const printed = '3 499500 @capsule/fastmath true\n';

let tarballs: ReturnType<typeof pack>;
let server: Server;
let url: string;
/** An application with all packages but contract, whose dependencies come from a registry. */
let installed: string;
beforeAll(async () => {
  if (!hasTools) return;
  tarballs = pack();
  ({ server, url } = await serve(tarballs));
  installed = application('tarballs', programs);
  const { [`${scope}/contract`]: _, ...local } = tarballs;
  await installTarballs(installed, local);
});
afterAll(() => {
  server?.close();
  rmSync(temporary, { recursive: true, force: true });
});

interface Manager {
  readonly files?: (url: string) => Record<string, string>;
  readonly install: readonly string[];
  /** The arguments of Node before the program. */
  readonly run?: readonly string[];
}
const npmrc = (url: string) => ({ '.npmrc': `${scope}:registry=${url}\n` });
const berry = tool('@yarnpkg', 'cli-dist', 'bin', 'yarn.js');
const yarnrc = (linker: string) => (url: string) => ({
  'yarn.lock': '',
  '.yarnrc.yml': [
    `nodeLinker: ${linker}`,
    'enableTelemetry: false',
    'enableImmutableInstalls: false',
    'enableScripts: false',
    'pnpEnableEsmLoader: true', // the packages are imported in ES modules
    'unsafeHttpWhitelist: ["127.0.0.1"]',
    `npmScopes: { ${scope.slice(1)}: { npmRegistryServer: "${url}" } }`,
  ].join('\n'),
});
const managers: Record<string, Manager> = {
  npm: { files: npmrc, install: [npmCommand, 'install', '--ignore-scripts'] },
  pnpm: { files: npmrc, install: [tool('pnpm', 'bin', 'pnpm.cjs'), 'install', '--ignore-scripts'] },
  'yarn 1': { files: npmrc, install: [tool('yarn', 'bin', 'yarn.js'), 'install', '--ignore-scripts'] },
  'yarn 4, node-modules': { files: yarnrc('node-modules'), install: [berry, 'install'] },
  'yarn 4, pnpm': { files: yarnrc('pnpm'), install: [berry, 'install'] },
  'yarn 4, PnP': { files: yarnrc('pnp'), install: [berry, 'install'], run: [berry, 'node'] },
};

describe('without a compiler, scripts and a shell, in a path with spaces and an empty HOME,', toolsOnly, () => {
  test.each(Object.entries(managers))(
    '%s installs packages that work as ESM, as CommonJS and in a Worker',
    async (name, manager) => {
      const folder = application(name, { ...programs, ...manager.files?.(url) });
      const { status, stdout, stderr } = await node(manager.install, folder);
      expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
      for (const program of Object.keys(programs)) {
        const args = [...(manager.run ?? []), program];
        expect({ program, ...(await node(args, folder)) }).toMatchObject({ program, stderr: '', stdout: printed });
      }
    },
  );

  test('npm installs tarballs, without a network', async () => {
    expect(await node(['call.mjs'], installed)).toMatchObject({ status: 0, stdout: printed });
  });

  test('npm packs an unbuilt clone, and builds it first', { ...completeOnly, timeout: 300_000 }, () => {
    const { folder, remove } = clone((file) => !file.includes('test/'));
    try {
      const args = [npmCommand, 'pack', '--json', '-w', 'packages/stats'];
      const { status, stdout, stderr } = run(process.execPath, args, { cwd: folder });
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('users have to compile') });
      const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(stdout);
      expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['dist/index.mjs', 'dist/index.d.ts']));
      const published = { cwd: join(folder, 'packages', 'stats'), env: { ...process.env, npm_command: 'publish' } };
      const prepack = run(process.execPath, [join(folder, 'scripts', 'release', 'prepack.mjs')], published);
      expect(prepack).toMatchObject({ status: 1, stderr: expect.stringContaining('Run "npm run prebuilds" first.') });
    } finally {
      remove();
    }
  });

  test('the capsule command works with packages from a registry', completeOnly, async () => {
    const folder = application('contract', npmrc(url));
    const install = [npmCommand, 'install', '--ignore-scripts', '@capsule/contract'];
    expect(await node(install, folder)).toMatchObject({ status: 0 });
    const command = join(installedFolder(folder, 'contract'), 'bin', 'capsule.js');
    const { status, stdout } = await node([command, 'inspect', '@capsule/fastmath'], folder);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('@capsule/fastmath 1.') });
  });
});

describe('in an application, installed packages work in', toolsOnly, () => {
  // The three runners have these globals, or import them.
  const body = `
    test('mean', async () => {
      const { mean } = await import('@capsule/stats');
      if (mean([1, 2, 6]) !== 3) throw new Error('wrong');
    });`;
  const files = {
    'jest/call.test.js': body.replace('await import', 'require'),
    'jest/again.test.js': body.replace('await import', 'require').replace('[1, 2, 6]', 'Float64Array.of(1, 2, 6)'),
    'jest-esm/call.test.mjs': `import { mean } from '@capsule/stats'; test('mean', () => expect(mean([1, 2, 6])).toBe(3));`,
    'vitest/call.test.mjs': body,
    'vitest-inline/call.test.mjs': body,
    'vitest-inline/vitest.config.mjs': 'export default { test: { server: { deps: { inline: [/stats/] } } } };',
    'node/call.test.mjs': `import { test } from 'node:test';${body}`,
  };
  const jest = tool('jest', 'bin', 'jest.js');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

  test.each<[string, string[], string]>([
    ['jest', [jest, '--rootDir', 'jest', '--runInBand'], 'Tests:       2 passed'],
    [
      'jest with ES modules',
      ['--experimental-vm-modules', jest, '--rootDir', 'jest-esm', '--testMatch', '**/*.mjs'],
      'Tests:       1 passed',
    ],
    ['vitest', [vitest, 'run', '--globals', '--root', 'vitest', '--no-color'], 'Tests  1 passed'],
    [
      'vitest that transforms packages',
      [vitest, 'run', '--globals', '--root', 'vitest-inline', '--no-color'],
      'Tests  1 passed',
    ],
    ['node --test', ['--test', 'node/'], '# pass 1'],
  ])('%s', async (_, args, expected) => {
    for (const [file, text] of Object.entries(files)) write(join(installed, file), text);
    const { status, stdout, stderr } = await node(args, installed);
    expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: expect.stringContaining(expected) });
  });
});

const engine = (...path: string[]) => join(root, 'test', 'engines', 'node_modules', ...path);
const engines: [name: string, program: string, args: string[]][] = [
  ...[20, 22, 24, 26].map((major): [string, string, string[]] => [
    `node ${major}`,
    engine(`node${major}`, 'bin', 'node'),
    [],
  ]),
  ['bun', engine('@oven', 'bun-linux-x64', 'bin', 'bun'), []],
  ['deno', engine('@deno', 'linux-x64-glibc', 'deno'), ['run', '--allow-all']],
];
const hasEngines = engines.every(([, program]) => existsSync(program));
const enginesOnly = skipWithout(
  'the tools of "npm run install:setup" and "npm run engines:setup"',
  hasTools && hasEngines,
);

describe('installed packages run in', enginesOnly, () => {
  test.each(engines)('%s', async (_, program, args) => {
    for (const file of Object.keys(programs))
      expect({ file, ...(await execute(program, [...args, file], installed)) }).toMatchObject({
        file,
        stdout: printed,
      });
  });
});

describe('two copies of core in one process', toolsOnly, () => {
  let folder: string;
  beforeAll(() => {
    folder = copyOf(installed, 'two-copies');
    const nested = installedFolder(installedFolder(folder, 'stats'), 'core');
    cpSync(installedFolder(folder, 'core'), nested, { recursive: true });
  });

  test('open the same capsules, and each rejects tickets of the other', async () => {
    const script = `
      const { createRequire } = require('node:module');
      const core = require('@capsule/core');
      const other = createRequire(require.resolve('@capsule/stats'))('@capsule/core');
      const { capsule } = require('@capsule/fastmath');
      let code;
      try { other.receive(core.share(capsule)) } catch (error) { code = error.code }
      console.log(core === other, core.isCapsule(capsule), other.isCapsule(capsule), other.inspect(capsule).name, code);`;
    expect(await node(['call.mjs'], folder)).toMatchObject({ status: 0, stdout: printed });
    expect(await node(['-e', script], folder)).toMatchObject({
      status: 0,
      stdout: 'false true true @capsule/fastmath ERR_CAPSULE_TICKET_FOREIGN\n',
    });
  });
});

describe('an installed package without a binary', toolsOnly, () => {
  let folder: string;
  /** The binary, in the folder of another platform. */
  const binary = () => join(installedFolder(folder, 'fastmath'), 'prebuilds', 'aix-ppc64', 'fastmath.node');
  beforeAll(() => {
    folder = copyOf(installed, 'no-binary');
    const prebuilds = dirname(dirname(binary()));
    renameSync(join(prebuilds, machine), join(prebuilds, 'aix-ppc64'));
    for (const platform of readdirSync(prebuilds).filter((each) => each !== 'aix-ppc64'))
      rmSync(join(prebuilds, platform), { recursive: true });
  });

  test('says which platforms it has binaries for, and how to compile it', async () => {
    const { stdout } = await node(
      ['-e', `try { require('@capsule/stats') } catch (e) { console.log(e.message) }`],
      folder,
    );
    expect(stdout).toContain(
      `found only prebuilt binaries for aix-ppc64. Install a version of the package with a binary`,
    );
    expect(stdout).toContain(`"npx cmake-js compile -O build/Release" in ${installedFolder(folder, 'fastmath')}`);
  });

  test('can be caught when it is imported', async () => {
    const script = `import('@capsule/stats').catch((error) => console.log(error.code))`;
    const caught = { status: 0, stdout: 'ERR_CAPSULE_ADDON_NOT_BUILT\n', stderr: '' };
    expect(await node(['-e', script], folder)).toMatchObject(caught);
    if (hasEngines)
      for (const [name, program] of engines.filter(([each]) => each.startsWith('node')))
        expect({ name, ...(await execute(program, ['-e', script], folder)) }).toMatchObject({ name, ...caught });
  });

  test('works with the file that CAPSULE_ADDON_FASTMATH names', async () => {
    const env = { CAPSULE_ADDON_FASTMATH: binary() };
    expect(await node(['call.mjs'], folder, env)).toMatchObject({ status: 0, stdout: printed });
  });

  test('can be compiled as its message says', { ...completeOnly, timeout: 300_000 }, async () => {
    const env = { PATH: process.env['PATH'] };
    const tools = ['cmake-js', 'node-api-headers', 'node-addon-api'];
    const install = [npmCommand, 'install', '--no-save', '--ignore-scripts', ...tools];
    expect(await node(install, folder, env)).toMatchObject({ status: 0 });
    const npx = npmCommand.replace('npm-cli', 'npx-cli');
    const source = installedFolder(folder, 'fastmath');
    expect(await node([npx, 'cmake-js', 'compile', '-O', 'build/Release'], source, env)).toMatchObject({ status: 0 });
    expect(await node(['call.mjs'], folder)).toMatchObject({ status: 0, stdout: printed });
  });
});
