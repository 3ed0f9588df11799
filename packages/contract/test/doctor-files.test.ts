import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { posixOnly, skipWithout } from '@capsule/test-support/skip';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { MAX_ADDON_BYTES, MAX_CONTRACT_TEXT, MAX_PACKAGE_BYTES, MAX_PRODUCERS } from '../src/doctor/limits.js';
import { Packages } from '../src/doctor/packages.js';
import { readRegularFile } from '../src/read-file.js';
import { PackageTrees, packageFiles } from './addons.js';
import { ADDRESS, formats, sharedEntries } from './hostile-images.js';

// Tests of the doctor with files of another kind than their names say, and with trees that are larger than any project.
const real = vi.hoisted(() => ({
  readSync: undefined as unknown as typeof fs.readSync,
  onRead: undefined as unknown,
  lookups: 0,
}));
vi.mock('node:fs', async (original) => {
  const actual = await original<typeof fs>();
  real.readSync = actual.readSync;
  const readSync = (...args: unknown[]) => {
    if (typeof real.onRead === 'function') real.onRead();
    return (actual.readSync as (...all: unknown[]) => number)(...args);
  };
  const existsSync = (path: string) => {
    real.lookups++;
    return actual.existsSync(path);
  };
  return { ...actual, readSync, existsSync, default: { ...actual, readSync, existsSync } };
});

const trees = new PackageTrees();
afterAll(() => trees.remove());
afterEach(() => {
  real.onRead = undefined;
});

/** A tree with one package, and the unread files that the doctor reports for it. */
function unreadOf(name: string, make: (tree: string) => void) {
  const tree = trees.create(name, packageFiles('', 'app', '1.0.0'));
  make(tree);
  return examine(tree).unread.map(({ file, why }) => [file.slice(tree.length + 1).replaceAll('\\', '/'), why]);
}

describe('reports as unread', () => {
  test('an addon that is larger than the limit, without reading it', () => {
    const unread = unreadOf('sparse', (tree) => {
      writeFileSync(join(tree, 'sparse.node'), '');
      truncateSync(join(tree, 'sparse.node'), MAX_ADDON_BYTES + 1);
    });
    expect(unread).toEqual([['sparse.node', 'it is larger than 512 MiB']]);
  });

  test('a package.json that is larger than the limit', () => {
    const unread = unreadOf('large', (tree) => {
      mkdirSync(join(tree, 'x'));
      writeFileSync(join(tree, 'x', 'package.json'), '{}');
      truncateSync(join(tree, 'x', 'package.json'), MAX_PACKAGE_BYTES + 1);
    });
    expect(unread).toEqual([['x/package.json', 'it is larger than 16 MiB']]);
  });

  test('pipes, devices, sockets and folders in place of files', posixOnly, () => {
    const unread = unreadOf('special', (tree) => {
      for (const folder of ['pipe', 'device', 'folder', 'node_modules/pipe'])
        mkdirSync(join(tree, folder), { recursive: true });
      spawnSync('mkfifo', ['pipe/package.json', 'node_modules/pipe/package.json', 'pipe.node'], { cwd: tree });
      symlinkSync('/dev/zero', join(tree, 'device', 'package.json'));
      symlinkSync('/dev/zero', join(tree, 'device.node'));
      mkdirSync(join(tree, 'folder', 'package.json'));
      symlinkSync(join(tree, 'folder'), join(tree, 'folder.node'));
    });
    const isDevice = (file = '') => '/dev/zero'.endsWith(file) && file.length < 9; // the link to it
    const why = 'it is not a regular file';
    expect(unread.filter(([file]) => isDevice(file))).toEqual([[expect.anything(), why]]);
    expect(unread.filter(([file]) => !isDevice(file)).toSorted()).toEqual([
      ['device/package.json', why],
      ['folder', why], // the link leads there
      ['folder/package.json', why],
      ['node_modules/pipe/package.json', why],
      ['pipe.node', why],
      ['pipe/package.json', why],
    ]);
  });

  test('a package with more dependencies than are searched', () => {
    const dependencies = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`d${i}`, '*']));
    const unread = unreadOf('dependencies', (tree) =>
      writeFileSync(join(tree, 'package.json'), JSON.stringify({ name: 'app', dependencies })),
    );
    expect(unread).toEqual([['package.json', 'it has more than 1000 dependencies; the rest was not read']]);
  });

  test('a package with a name that is longer than npm allows', () => {
    const unread = unreadOf('name', (tree) => {
      mkdirSync(join(tree, 'x'));
      writeFileSync(join(tree, 'x', 'package.json'), JSON.stringify({ name: 'x'.repeat(215) }));
    });
    expect(unread).toEqual([['x/package.json', 'its name has more than 214 characters']]);
  });

  test('an addon that changes while it is read', () => {
    for (const change of [(file: string) => fs.appendFileSync(file, 'x'), (file: string) => truncateSync(file, 1)]) {
      const file = join(trees.create(`changing ${trees.count++}`, { 'x.node': Buffer.alloc(100) }), 'x.node');
      real.onRead = () => {
        real.onRead = undefined;
        change(file);
      };
      expect(() => readRegularFile(file, 1000)).toThrow('it changed while it was read');
      expect(readRegularFile(file, 1000).length).not.toBe(100);
    }
  });
});

test('a list of dependencies that is a long text has no names', () => {
  const text = 'x'.repeat(3_000_000);
  const tree = trees.create('text', { 'package.json': { name: 'app', dependencies: text, peerDependencies: [text] } });
  expect(examine(tree)).toMatchObject({ unread: [], problems: [] });
});

test('a version that is longer than npm allows is not shown, and no dependency has a longer name than npm allows', () => {
  const [long, allowed] = ['x'.repeat(215), 'x'.repeat(214)];
  const tree = trees.create('long', {
    'package.json': { name: allowed, version: '1'.repeat(257), dependencies: { [long]: '*', [allowed]: '*' } },
  });
  expect(new Packages().at(tree)).toMatchObject({ name: allowed, version: undefined, dependencies: [allowed] });
});

test('a package.json is read once, however many packages depend on it', () => {
  const dependencies = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x${i}`, '*']));
  const tree = trees.create('shared', {
    'package.json': { name: 'app', dependencies },
    'x/package.json': { name: 'x' },
  });
  mkdirSync(join(tree, 'node_modules'));
  for (const name of Object.keys(dependencies))
    symlinkSync(join(tree, 'x'), join(tree, 'node_modules', name), 'junction');
  let reads = 0;
  real.onRead = () => reads++;
  examine(tree);
  expect(reads).toBe(4); // two files, each with one more read that finds its end
});

test('dependencies are not searched in folders that lack them', () => {
  const [levels, each] = [20, 50];
  const dependencies = Object.fromEntries(Array.from({ length: each }, (_, i) => [`x${i}`, '*']));
  const files = Array.from({ length: levels }, (_, i) => [
    `${'x/'.repeat(i)}package.json`,
    { name: 'x', dependencies },
  ]);
  const tree = trees.create('deep', Object.fromEntries(files));
  for (let i = 0; i < levels; i++) mkdirSync(join(tree, 'x/'.repeat(i), 'node_modules/other'), { recursive: true });
  real.lookups = 0;
  examine(tree);
  expect(real.lookups).toBeLessThan(20 * levels); // not levels * levels * each
});

describe('the report is bounded', () => {
  const segment = (payload: Buffer) => [{ start: 0, size: payload.length, address: ADDRESS }];
  const current = process.platform === 'linux' && process.arch === 'x64';

  test(
    'if each of many consumers resolves to many producers of the same name',
    skipWithout('Linux on x64', current),
    () => {
      const payload = sharedEntries(ADDRESS, 20, 100, 'app');
      const producers = Buffer.concat([payload, Buffer.from('\0capsule seals a table\0')]);
      const consumers = Buffer.concat([payload, Buffer.from('\0capsule opens a table\0')]);
      const tree = trees.create('many', {
        'package.json': { name: 'app' },
        ...Object.fromEntries(
          Array.from({ length: 8 }, (_, i) => [`p${i}.node`, formats.elf(producers, segment(producers))]),
        ),
        ...Object.fromEntries(
          Array.from({ length: 16 }, (_, i) => [`c${i}.node`, formats.elf(consumers, segment(consumers))]),
        ),
      });
      const diagnosis = examine(tree);
      expect(diagnosis.producers.length).toBeGreaterThan(MAX_PRODUCERS);
      expect(JSON.stringify(diagnosis).length).toBeLessThan(3 * MAX_CONTRACT_TEXT);
      for (const { producers: found } of diagnosis.consumers) expect(found.length).toBeLessThanOrEqual(MAX_PRODUCERS);
      const reasons = new Set(diagnosis.unread.map(({ why }) => why.replace(/\d+ producers/, 'N producers')));
      expect([...reasons].filter((why) => why.startsWith('its contract app was')).toSorted()).toEqual([
        `its contract app was compared with ${MAX_PRODUCERS} of N producers of its name`,
        'its contract app was not compared: the report has no room for more contracts',
      ]);
    },
  );
});

// A call can have at most about 30,000 arguments on a small stack, and 120,000 on an ordinary one.
test('a tree of more packages than a call can have arguments is read', { timeout: 300_000 }, () => {
  const tree = trees.create('wide', { 'package.json': { name: 'app' }, 'x/package.json': { name: 'x' } });
  mkdirSync(join(tree, 'node_modules'));
  for (let i = 0; i < 30_000; i++) symlinkSync(join(tree, 'x'), join(tree, 'node_modules', `x${i}`), 'junction');
  const bin = join(__dirname, '..', 'bin', 'capsule.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--stack-size=200', bin, 'doctor', tree], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  expect(stdout).toContain('0 producers, 0 consumers: no contract was found, so nothing was compared.');
});
