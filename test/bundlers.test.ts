import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Exit, root } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  application,
  execute,
  hasTools,
  machine,
  node,
  pack,
  place,
  temporary,
  tool,
  toolsOnly,
  unpack,
  write,
} from './install/application.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }); // package managers and compilers are slow

// Each title is a row of the table in docs/shipping.md. An application that has installed the packages is bundled.

const entry = `
  import { inspect } from '@capsule/core';
  import { capsule } from '@capsule/fastmath';
  import { mean } from '@capsule/stats';
  console.log(mean(Float64Array.from({ length: 1000 }, (_, i) => i)), inspect(capsule).name);`;
const printed = '499.5 @capsule/fastmath\n';
const advice = `keep packages with addons out of the bundle (esbuild --packages=external, "externals" of webpack, "external" of Rollup, "ssr.external" of Vite), or let the bundler copy .node files`;

let folder: string;
beforeAll(() => {
  if (!hasTools) return;
  folder = application('bundled', { 'src/entry.mjs': entry, 'src/package.json': '{ "type": "module" }' });
  unpack(folder, pack(['core', 'fastmath', 'random', 'stats']));
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Runs a bundle where it is. */
const run = (file: string): Promise<Exit> => node([join(folder, file)], folder);

/** Runs a bundle in a copy of its folder, without the installed packages. */
function runElsewhere(file: string): Promise<Exit> {
  const copy = join(place, `moved-${dirname(file)}`);
  cpSync(join(folder, dirname(file)), copy, { recursive: true });
  return node([join(copy, file.slice(dirname(file).length + 1))], copy);
}

const works = { status: 0, stdout: printed, stderr: '' };
const fails = { status: 1, stderr: expect.stringContaining(advice) };

/** Runs a build script in the application. It imports tools by their path. */
async function build(name: string, script: string): Promise<Exit> {
  const file = join(folder, `build-${name}.mjs`);
  write(file, script);
  return node([file], folder);
}
const resolve = createRequire(join(tool(), 'index.js')).resolve;
const urlOf = (name: string) => JSON.stringify(pathToFileURL(hasTools ? resolve(name) : '/').href);
const vite = JSON.stringify(import.meta.resolve('vite'));

describe('esbuild', toolsOnly, () => {
  const esbuild = (...options: string[]) =>
    node(
      [
        tool('esbuild', 'bin', 'esbuild'),
        'src/entry.mjs',
        '--bundle',
        '--platform=node',
        '--log-level=error',
        ...options,
      ],
      folder,
    );
  const banner = `--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

  test.each<[string, string, string[]]>([
    ['cjs, --packages=external', 'esbuild-1/out.cjs', ['--packages=external', '--format=cjs']],
    ['esm, --packages=external', 'esbuild-2/out.mjs', ['--packages=external', '--format=esm']],
    ['esm, --external:@capsule/*', 'esbuild-3/out.mjs', ['--external:@capsule/*', '--format=esm']],
  ])('%s: works', async (_, out, options) => {
    expect(await esbuild(...options, `--outfile=${out}`)).toMatchObject({ status: 0, stderr: '' });
    expect(await run(out)).toMatchObject(works);
  });

  test.each<[string, string, string[]]>([
    ['cjs, --loader:.node=copy', 'esbuild-4/out.cjs', ['--loader:.node=copy', '--format=cjs']],
    ['cjs, --loader:.node=file', 'esbuild-5/out.cjs', ['--loader:.node=file', '--format=cjs']],
    [
      'esm, --loader:.node=copy and a banner that creates require',
      'esbuild-6/out.mjs',
      ['--loader:.node=copy', '--format=esm', banner],
    ],
  ])('%s: works anywhere', async (_, out, options) => {
    expect(await esbuild(...options, `--outfile=${out}`)).toMatchObject({ status: 0, stderr: '' });
    expect(await runElsewhere(out)).toMatchObject(works);
  });

  test('without a setting: the bundler rejects .node files', async () => {
    const { status, stderr } = await esbuild('--outfile=esbuild-7/out.cjs');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('No loader is configured for ".node" files'),
    });
  });

  test('--loader:.node=empty: fails with the message that names the setting', async () => {
    await esbuild('--loader:.node=empty', '--format=cjs', '--outfile=esbuild-8/out.cjs');
    expect(await runElsewhere('esbuild-8/out.cjs')).toMatchObject(fails);
  });
});

describe('Rollup', toolsOnly, () => {
  const rollup = (format: string, external: string, ignored: string) => {
    const out = `rollup-${formats.indexOf(format)}-${external.length}-${ignored.length}/out.${format === 'es' ? 'mjs' : 'cjs'}`;
    const script = `
      import { rollup } from ${urlOf('rollup')};
      import commonjs from ${urlOf('@rollup/plugin-commonjs')};
      import { nodeResolve } from ${urlOf('@rollup/plugin-node-resolve')};
      const plugins = [nodeResolve({ exportConditions: ['node'] }), commonjs({ ignore: ${ignored} })];
      const bundle = await rollup({ input: 'src/entry.mjs', external: ${external}, plugins, onwarn() {} });
      await bundle.write({ file: '${out}', format: '${format}' });`;
    return build('rollup', script).then((exit) => ({ exit, out }));
  };
  const formats = ['es', 'cjs'];

  test.each(formats)('%s, external: works', async (format) => {
    const { exit, out } = await rollup(format, "(id) => id.startsWith('@capsule/') || id.startsWith('node:')", '[]');
    expect(exit).toMatchObject({ status: 0, stderr: '' });
    expect(await run(out)).toMatchObject(works);
  });

  test.each(formats)('%s, without a setting: the bundler rejects .node files', async (format) => {
    const { exit } = await rollup(format, '[/^node:/]', '[]');
    expect(exit).toMatchObject({ status: 1, stderr: expect.stringContaining('plugins to import files that are not') });
  });

  test.each(formats)('%s, .node files ignored: fails with the message that names the setting', async (format) => {
    const { exit, out } = await rollup(format, '[/^node:/]', "(id) => id.endsWith('.node')");
    expect(exit).toMatchObject({ status: 0, stderr: '' });
    expect(await runElsewhere(out)).toMatchObject(fails);
  });
});

describe('Vite', toolsOnly, () => {
  const ssr = (name: string, options: string) =>
    build(
      name,
      `import { build } from ${vite};
       const output = { ssr: 'src/entry.mjs', outDir: '${name}', minify: false };
       await build({ root: '.', configFile: false, logLevel: 'error', ssr: ${options}, build: output });`,
    );

  test('SSR, the default: works', async () => {
    expect(await ssr('vite-default', '{}')).toMatchObject({ status: 0 });
    expect(await run('vite-default/entry.mjs')).toMatchObject({ ...works, stderr: expect.any(String) });
  });

  test('SSR, noExternal and external: works', async () => {
    const external = `['@capsule/core', '@capsule/fastmath', '@capsule/stats']`;
    expect(await ssr('vite-external', `{ noExternal: true, external: ${external} }`)).toMatchObject({ status: 0 });
    expect(await run('vite-external/entry.mjs')).toMatchObject({ ...works, stderr: expect.any(String) });
  });

  test('SSR, noExternal: the bundler rejects .node files', async () => {
    const { status, stderr } = await ssr('vite-bundled', '{ noExternal: true }');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('core.node') });
  });
});

describe('webpack', toolsOnly, () => {
  const webpack = (name: string, options: string) =>
    build(
      name,
      `import webpack from ${urlOf('webpack')};
       const { default: path } = await import('node:path');
       const output = { path: path.resolve('${name}'), filename: 'out.cjs' };
       const options = { target: 'node', mode: 'production', context: process.cwd(), entry: './src/entry.mjs', output };
       webpack({ ...options, optimization: { minimize: false }, ${options} }, (error, stats) => {
         const found = error ? [error] : stats.compilation.errors;
         for (const each of found) console.error(each.message);
         process.exitCode = found.length > 0 ? 1 : 0;
       });`,
    );

  test('externals: works', async () => {
    const externals = `externals: [({ request }, done) =>
      request.startsWith('@capsule/') ? done(null, 'commonjs ' + request) : done()]`;
    expect(await webpack('webpack-1', externals)).toMatchObject({ status: 0, stderr: '' });
    expect(await run('webpack-1/out.cjs')).toMatchObject(works);
  });

  test('node-loader: works anywhere', async () => {
    const loader = `module: { rules: [{ test: /\\.node$/, loader: ${JSON.stringify(tool('node-loader'))} }] }, node: { __dirname: false }`;
    expect(await webpack('webpack-2', loader)).toMatchObject({ status: 0, stderr: '' });
    expect(await runElsewhere('webpack-2/out.cjs')).toMatchObject(works);
  });

  test('without a setting: the bundler rejects .node files', async () => {
    const { status, stderr } = await webpack('webpack-3', '');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('You may need an appropriate loader'),
    });
  });
});

test('ncc: works anywhere', toolsOnly, async () => {
  const ncc = tool('@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  expect(await node([ncc, 'build', 'src/entry.mjs', '-o', 'ncc', '-q'], folder)).toMatchObject({ status: 0 });
  const file = existsSync(join(folder, 'ncc', 'index.mjs')) ? 'ncc/index.mjs' : 'ncc/index.js';
  expect(await runElsewhere(file)).toMatchObject(works);
});

test('nft: traces the binaries, and the traced files work anywhere', toolsOnly, async () => {
  const script = `
    import { nodeFileTrace } from ${urlOf('@vercel/nft')};
    const { fileList } = await nodeFileTrace(['src/entry.mjs'], { base: process.cwd() });
    console.log(JSON.stringify([...fileList]));`;
  const { stdout } = await build('nft', script);
  const files: string[] = JSON.parse(stdout);
  const binaries = files.filter((file) => file.endsWith('.node'));
  expect(binaries).toEqual(
    expect.arrayContaining(
      ['core', 'fastmath', 'stats'].map((name) => `node_modules/@capsule/${name}/prebuilds/${machine}/${name}.node`),
    ),
  );
  for (const file of files) {
    const target = join(place, 'traced', file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(folder, file), target);
  }
  expect(await node([join(place, 'traced', 'src', 'entry.mjs')], place)).toMatchObject(works);
});

const bun = join(root, 'test', 'engines', 'node_modules', '@oven', 'bun-linux-x64', 'bin', 'bun');

describe(
  'bun build',
  skipWithout('the tools of "npm run install:setup" and "npm run engines:setup"', hasTools && existsSync(bun)),
  () => {
    test.each(['node', 'bun'])('--target=%s: works anywhere', async (target) => {
      const args = [
        'build',
        'src/entry.mjs',
        `--target=${target}`,
        '--entry-naming=[name].mjs',
        '--outdir',
        `bun-${target}`,
      ];
      expect(await execute(bun, args, folder)).toMatchObject({ status: 0 });
      const copy = join(place, `moved-bun-${target}`);
      cpSync(join(folder, `bun-${target}`), copy, { recursive: true });
      const program = target === 'bun' ? bun : process.execPath;
      expect(await execute(program, [join(copy, 'entry.mjs')], copy)).toMatchObject(works);
    });

    test('--compile: the executable contains the binaries', async () => {
      const program = join(place, 'compiled');
      const args = ['build', 'src/entry.mjs', '--compile', '--outfile', program];
      expect(await execute(bun, args, folder)).toMatchObject({ status: 0 });
      expect(await execute(program, [], place)).toMatchObject(works);
    });
  },
);

test('a single executable application: works with the binaries beside it', toolsOnly, async () => {
  const banner = `--banner:js=require = require('node:module').createRequire(process.execPath);`;
  const options = ['--bundle', '--platform=node', '--format=cjs', '--loader:.node=copy', '--log-level=error'];
  const esbuild = [tool('esbuild', 'bin', 'esbuild'), 'src/entry.mjs', ...options, banner, '--outfile=sea/out.cjs'];
  expect(await node(esbuild, folder)).toMatchObject({ status: 0, stderr: '' });
  const sea = join(folder, 'sea');
  write(
    join(sea, 'sea.json'),
    JSON.stringify({ main: 'out.cjs', output: 'sea.blob', disableExperimentalSEAWarning: true }),
  );
  expect(await node(['--experimental-sea-config', 'sea.json'], sea)).toMatchObject({ status: 0 });
  const program = join(sea, 'application');
  copyFileSync(process.execPath, program);
  const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
  const postject = [tool('postject', 'dist', 'cli.js'), program, 'NODE_SEA_BLOB', 'sea.blob', '--sentinel-fuse', fuse];
  expect(await node(postject, sea)).toMatchObject({ status: 0 });
  const elsewhere = join(place, 'single');
  for (const file of readdirSync(sea).filter((each) => each.endsWith('.node') || each === 'application')) {
    mkdirSync(elsewhere, { recursive: true });
    copyFileSync(join(sea, file), join(elsewhere, file));
  }
  expect(await execute(join(elsewhere, 'application'), [], elsewhere)).toMatchObject(works);
});
