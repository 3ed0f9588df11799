// npm run docs: builds the documentation site into site/dist. Options: --serve shows it on a local port until it is
// stopped; --base /path/ is the path of the site on its host; --content writes the pages, but does not render them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { content, dist, publicFolder, root, site } from './src/paths.mjs';

const { values: options } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    base: { type: 'string', default: '/' },
    content: { type: 'boolean', default: false },
  },
});

/** Runs a command of the repository, and stops if it fails. */
function run(command, ...args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(join(site, 'node_modules', 'vitepress')))
  run('npm', 'ci', '--prefix', 'site', '--ignore-scripts', '--no-fund', '--no-audit');
if (!existsSync(join(root, 'packages', 'benchmarks', 'dist', 'main.js')))
  run('node', 'scripts/turbo.mjs', 'build:ts', '--filter=@capsule/benchmarks', '--output-logs=errors-only');

// Imported only now, because it needs the packages of this folder.
const { writeContent } = await import('./src/content.mjs');
for (const folder of [content, publicFolder]) rmSync(folder, { recursive: true, force: true });
cpSync(join(site, 'public'), publicFolder, { recursive: true });
await writeContent();
if (!options.content) {
  process.env['SITE_BASE'] = options.base;
  // VitePress looks for vue in the current folder, and would write a link into node_modules of the repository.
  process.chdir(site);
  const { build, serve } = await import('vitepress');
  await build(site, { base: options.base });
  const { checkLinks } = await import('./src/check-links.mjs');
  const dead = checkLinks(dist, options.base);
  if (dead.length > 0) {
    console.error(`Dead links:\n${dead.join('\n')}`);
    process.exit(1);
  }
  console.log(`Written: ${join(dist, 'index.html')}. No link is dead.`);
  if (options.serve) await serve({ root: site, base: options.base, port: 4173 });
  else console.log('"npm run docs -- --serve" shows it in a browser.');
}
