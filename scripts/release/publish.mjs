// npm run publish:tarballs: publishes the tarballs of reports/tarballs with their provenance, each after those that it
// depends on. A version that the registry has is left out, so that a failed run can be repeated.
// Options: --dry-run; --tag <tag>, which has to be the version, as in v1.2.3.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, tag: { type: 'string' } } });
const isDryRun = values['dry-run'];
const npm = (...args) =>
  spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });

const packages = publishedPackages();
const isPrivate = packages.filter(({ content }) => content.private).map(({ content }) => content.name);
if (isPrivate.length > 0) {
  console.error(
    `Publishing: expected packages without "private", found it in ${isPrivate.join(', ')}. ` +
      'Run "node scripts/release/publishable.mjs" and commit the result.',
  );
  process.exit(1);
}
const others = packages.filter(({ content }) => values.tag !== undefined && values.tag !== `v${content.version}`);
if (others.length > 0) {
  const found = others.map(({ content }) => `${content.name} ${content.version}`).join(', ');
  console.error(`Publishing ${values.tag}: expected packages of that version, found ${found}. Tag the right commit.`);
  process.exit(1);
}
for (const { content } of packages) {
  const { name, version } = content;
  const tarball = join('reports', 'tarballs', `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  if (!existsSync(join(root, tarball))) {
    console.error(`Publishing ${name} ${version}: expected ${tarball}, found none. Run "npm run pack".`);
    process.exit(1);
  }
  if (!isDryRun && npm('view', `${name}@${version}`, 'version', '--silent').stdout.trim() === version) {
    console.log(`${name} ${version}: published already`);
    continue;
  }
  // Provenance is a statement of the workflow's identity: there is none outside of GitHub Actions.
  const options = isDryRun ? ['--dry-run'] : ['--provenance'];
  const { status } = npm('publish', `./${tarball.replaceAll('\\', '/')}`, '--access', 'public', ...options);
  if (status !== 0) {
    console.error(`Publishing ${name} ${version}: npm publish failed with exit code ${status}.`);
    process.exit(1);
  }
  console.log(`${name} ${version}: ${isDryRun ? 'can be published' : 'published'}`);
}
