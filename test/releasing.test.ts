import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, type Options, run } from '@capsule/test-support/child-process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clone } from '../scripts/clone.mjs';
import { publishedPackages } from '../scripts/release/published.mjs';

const packages = publishedPackages().map(({ folder, content }) => ({ folder, name: content.name }));
const list = (text: (name: string) => string) => packages.map(({ name }) => text(name)).join(', ');

describe('in a clone', () => {
  let folder = '';
  let remove = () => {};
  beforeAll(() => {
    ({ folder, remove } = clone((file) => !/(^|\/)test\//.test(file) || file.endsWith('/package.json')));
  });
  afterAll(() => remove());
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const json = (file: string) => JSON.parse(read(file));
  const script = (name: string, ...args: string[]) =>
    node([join('scripts', 'release', name), ...args], { cwd: folder });
  const npm = (args: string[], options: Options = {}) =>
    run('npm', args, { cwd: folder, shell: process.platform === 'win32', ...options });

  test('the published packages come after those that they depend on', () => {
    const names = packages.map(({ name }) => name);
    expect(names.filter((name) => /\/(core|fastmath|random|stats)$/.test(name))).toEqual([
      '@capsule/core',
      '@capsule/fastmath',
      '@capsule/random',
      '@capsule/stats',
    ]);
    expect(names).toContain('@capsule/contract');
  });

  test('nothing is published by accident: the packages are private', () => {
    const { status, stderr } = script('publish.mjs', '--dry-run');
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Publishing: expected packages without "private", found it in ${list((name) => name)}. ` +
        'Run "node scripts/release/publishable.mjs" and commit the result.\n',
    );
    const dryRun = npm(['publish', '--dry-run', '--ignore-scripts', '-w', '@capsule/core']);
    expect(dryRun.stderr).toContain('Skipping workspace @capsule/core, marked as private');
    expect(dryRun.stdout).not.toContain('@capsule/core@');
  });

  test('publishable.mjs is the switch: it removes "private", and nothing else, from the packages', () => {
    const before = packages.map(({ folder: each }) => read(join(each, 'package.json')));
    expect(script('publishable.mjs')).toMatchObject({ status: 0, stderr: '' });
    const after = packages.map(({ folder: each }) => read(join(each, 'package.json')));
    expect(after).toEqual(before.map((text) => text.replace('  "private": true,\n', '')));
    expect(json('packages/benchmarks/package.json').private).toBe(true);
    expect(script('publishable.mjs').stdout).toContain('@capsule/core 0.1.0: can be published already\n');
  });

  test('npm publish --dry-run then accepts the packages', () => {
    for (const { name } of packages) {
      const args = ['publish', '--dry-run', '--ignore-scripts', '--access', 'public', '-w', name];
      const { status, stdout, stderr } = npm(args);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(stdout).toContain(`+ ${name}@0.1.0`);
    }
  });

  test('publish.mjs requires the tarballs, and the version of the tag', () => {
    const tarball = `${json('packages/core/package.json').name.slice(1).replace('/', '-')}-0.1.0.tgz`;
    expect(script('publish.mjs', '--dry-run').stderr).toBe(
      `Publishing @capsule/core 0.1.0: expected ${join('reports', 'tarballs', tarball)}, found none. Run "npm run pack".\n`,
    );
    const { status, stderr } = script('publish.mjs', '--dry-run', '--tag', 'v0.2.0');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        `Publishing v0.2.0: expected packages of that version, found ${list((name) => `${name} 0.1.0`)}. ` +
        'Tag the right commit.\n',
    });
  });

  test('publish.mjs accepts the tarballs that npm packs', () => {
    const output = join(folder, 'reports', 'tarballs');
    mkdirSync(output, { recursive: true });
    for (const { name } of packages) npm(['pack', '--ignore-scripts', '--pack-destination', output, '-w', name]);
    const { status, stdout } = script('publish.mjs', '--dry-run', '--tag', 'v0.1.0');
    expect(status).toBe(0);
    expect(stdout).toBe(packages.map(({ name }) => `${name} 0.1.0: can be published\n`).join(''));
  });

  test('npm run version moves the packages together, and the texts to CHANGELOG.md', () => {
    expect(script('version.mjs')).toMatchObject({
      status: 1,
      stderr: 'Making a version: expected files in .changeset, found none. Run "npx changeset".\n',
    });
    const changeset = (text: string) =>
      writeFileSync(join(folder, '.changeset', 'one.md'), `---\n'@capsule/stats': minor\n---\n\n${text}\n`);
    changeset('A new statistic.');
    expect(script('version.mjs').stderr).toContain('expected texts that end with "ABI: unchanged."');
    changeset('A new statistic. ABI: unchanged.');
    expect(script('version.mjs')).toMatchObject({ status: 0 });
    for (const { folder: each } of packages) expect(json(join(each, 'package.json')).version).toBe('0.2.0');
    expect(json('packages/stats/package.json').dependencies).toEqual({
      '@capsule/core': '0.2.0',
      '@capsule/fastmath': '0.2.0',
      '@capsule/random': '0.2.0',
    });
    expect(json('examples/10-describe-csv/package.json').dependencies['@capsule/stats']).toBe('0.2.0');
    expect(json('package-lock.json').packages['packages/stats'].version).toBe('0.2.0');
    const changelog = read('CHANGELOG.md');
    expect(changelog).toContain('\n- A new statistic. ABI: unchanged.\n\n## 0.1.0\n');
    expect(changelog.match(/^## .*/gm)?.[0]).toBe('## 0.2.0');
    expect(npm(['ls', '--package-lock-only', '-w', '@capsule/stats'])).toMatchObject({ status: 0 });

    // The next version has no entries that were collected as unreleased.
    changeset("A fault of `$&` and `$'`.\n\nABI: unchanged.");
    expect(script('version.mjs')).toMatchObject({ status: 0 });
    const [intro = '', rest = ''] = changelog.split(/^(?=## 0\.2\.0)/m);
    expect(read('CHANGELOG.md')).toBe(
      `${intro}## 0.3.0\n\n- A fault of \`$&\` and \`$'\`.\n\n  ABI: unchanged.\n\n${rest}`,
    );
  });
});
