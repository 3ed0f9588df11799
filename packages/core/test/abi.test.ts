import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Capsule, dispose, inspect } from '@capsule/core';
import { includes, warnings } from '@capsule/test-support/compilers';
import { posixOnly } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

// docs/abi.md is complete if an implementation that follows it works with core: own.c includes no header of core.
interface Own {
  sealNumber(name: string, value: number): Capsule;
  openNumber(value: unknown, name: string): number;
  read(hold: number): number;
  hold(hold: number): void;
  release(hold: number): void;
  /** The number of sealed numbers that were destroyed. */
  ended(): number;
  sealTable(): Capsule;
  callFirst(value: unknown, name: string, signature: string): number;
}

const source = join(__dirname, 'abi', 'own.c');
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => removeFolder(folder));
const require = createRequire(__filename);
let own: Own;

// The options of the compiler are those of POSIX systems.
describe('an implementation from docs/abi.md alone', posixOnly, () => {
  beforeAll(() => {
    const file = join(folder, 'own.node');
    const link = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-ldl'];
    const args = [
      '-std=c11',
      ...warnings,
      ...includes(),
      '-shared',
      '-fPIC',
      '-fvisibility=hidden',
      source,
      '-o',
      file,
      ...link,
    ];
    expect(spawnSync('cc', args, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    own = require(file);
  });

  test('includes no header of core', () => {
    const included = [...readFileSync(source, 'utf8').matchAll(/#include (\S+)/g)].map(([, header]) => header);
    const plain = [
      '<node_api.h>',
      '<stdint.h>',
      '<stdlib.h>',
      '<string.h>',
      '<windows.h>',
      '<dlfcn.h>',
      '"own_addon.h"',
    ];
    expect(included).toEqual(plain);
  });

  test.each([
    ['nothing', () => undefined, 'not a capsule'],
    ['null', () => null, 'not a capsule'],
    ['an object of another addon', () => forge.wrap('none', 'something'), 'not a capsule'],
    ['an object with the tag around nothing', () => forge.wrap('capsule', 'nothing'), 'damaged'],
    ['a Proxy', () => new Proxy(forge.sealPointer('@forge/number', 1), {}), 'not a capsule'],
    ['another name', () => forge.sealPointer('@forge/other', 1), 'of another name'],
    ['a table', () => forge.sealTable({ ...contract('1.0', 'sum'), name: '@forge/number' }), 'of another kind'],
    [
      'another ABI',
      () => forge.envelope({ ...contract('1.0', 'sum'), name: '@forge/number' }, { abi: 2 }),
      'of another ABI',
    ],
    [
      'a later kind',
      () => forge.envelope({ ...contract('1.0', 'sum'), name: '@forge/number' }, { kind: 5 }),
      'of another ABI',
    ],
    [
      'a later flag',
      () => forge.envelope({ ...contract('1.0', 'sum'), name: '@forge/number' }, { flags: 1 }),
      'of another ABI',
    ],
    [
      'another magic number',
      () => forge.envelope({ ...contract('1.0', 'sum'), name: '@forge/number' }, { magic: true }),
      'damaged',
    ],
  ])('rejects %s', (_, make, why) => {
    expect(() => own.openNumber(make(), '@forge/number')).toThrow(why);
  });

  test.each([
    ['a later minor than there is', contract('2.0', 'sum'), 'f64()', 'of another version'],
    ['another signature', contract('1.0', 'sum'), 'f64(f64)', 'of another signature'],
    ['another function', contract('1.0', 'dot'), 'f64()', 'of another signature'],
  ])('rejects a table with %s', (_, offered, signature, why) => {
    expect(() => own.callFirst(forge.sealTable(offered), '@forge/math', signature)).toThrow(why);
  });

  test('rejects a table in which a function that it needs is retired and NULL', () => {
    const { entries, ...rest } = contract('1.0', 'sum');
    const retired = { ...rest, entries: entries.map((entry) => ({ ...entry, retired: true })) };
    const table = forge.sealTable(retired, { missing: [0] });
    expect(() => own.callFirst(table, '@forge/math', 'f64()')).toThrow('without a function');
  });

  test('has its capsules rejected if they do not match', () => {
    expect(() => forge.openPointer(own.sealNumber('@own/number', 1), '@own/other')).toThrow(
      "Opening '@own/other': expected a capsule named '@own/other', found one named '@own/number'.",
    );
    expect(() =>
      forge.openTable(own.sealTable(), { ...contract('1.1', 'seven', 'eight@1'), name: '@own/math' }),
    ).toThrow('expected contract 1.1 or later (for eight), found 1.0.');
  });

  test('opens capsules of core, and core opens its capsules', () => {
    expect(own.read(own.openNumber(forge.sealPointer('@forge/number', 2.5), '@forge/number'))).toBe(2.5);
    expect(forge.read(forge.openPointer(own.sealNumber('@own/number', 3.5), '@own/number'))).toBe(3.5);
  });

  test('calls a table of core, and core calls its table', () => {
    expect(own.callFirst(forge.sealTable(contract('1.0', 'sum')), '@forge/math', 'f64()')).toBe(0);
    const needed = { ...contract('1.0', 'seven'), name: '@own/math' };
    expect(forge.openTable(own.sealTable(), needed)).toEqual([7]);
  });

  test('writes a label that core reads', () => {
    const { name, kind, file } = inspect(own.sealNumber('@own/number', 1));
    expect({ name, kind, file }).toEqual({ name: '@own/number', kind: 'pointer', file: join(folder, 'own.node') });
    expect(inspect(own.sealTable())).toMatchObject({ version: '1.0', variant: 'own', functions: [{ name: 'seven' }] });
  });

  test('shares hold counts with core: contents are destroyed once, after the last hold of both', async () => {
    await collect(() => false); // capsules of other tests
    const before = { own: own.ended(), forge: forge.destroyed() };
    let mine: Capsule | undefined = own.sealNumber('@own/number', 4);
    let theirs: Capsule | undefined = forge.sealPointer('@forge/number', 5);
    const holds = [forge.openPointer(mine, '@own/number'), own.openNumber(mine, '@own/number')] as const;
    const ofTheirs = own.openNumber(theirs, '@forge/number');
    own.hold(ofTheirs);
    mine = theirs = undefined;
    await collect(() => false);
    own.release(ofTheirs);
    forge.release(holds[0]);
    expect([own.ended(), forge.destroyed(), own.read(holds[1]), own.read(ofTheirs)]).toEqual([
      before.own,
      before.forge,
      4,
      5,
    ]);
    own.release(holds[1]);
    own.release(ofTheirs);
    expect([own.ended(), forge.destroyed()]).toEqual([before.own + 1, before.forge + 1]);
  });

  test('destroys taken contents with the last hold, on either side', () => {
    const before = own.ended();
    const capsule = own.sealNumber('@own/number', 6);
    const first = own.openNumber(capsule, '@own/number');
    const taken = forge.take(capsule, '@own/number');
    expect(() => own.openNumber(capsule, '@own/number')).toThrow('taken');
    expect(forge.isExclusive(taken)).toBe(false);
    own.release(first);
    expect([forge.isExclusive(taken), own.ended()]).toEqual([true, before]);
    forge.release(taken, true);
    expect(own.ended()).toBe(before + 1);
    const revoked = forge.sealPointer('@forge/number', 7);
    const hold = own.openNumber(revoked, '@forge/number');
    const destroyed = forge.destroyed();
    forge.revoke(revoked, '@forge/number');
    expect(() => own.openNumber(revoked, '@forge/number')).toThrow('revoked');
    own.release(hold);
    expect(forge.destroyed()).toBe(destroyed + 1);
  });

  // own.c knows the first 112 bytes of an envelope, as addons that were compiled before there was an end.
  test('rejects what core has disposed of as revoked, and keeps its hold', () => {
    const destroyed = forge.destroyed();
    const capsule = forge.sealPointer('@forge/number', 8);
    const hold = own.openNumber(capsule, '@forge/number');
    dispose(capsule);
    expect(() => own.openNumber(capsule, '@forge/number')).toThrow('revoked');
    expect([own.read(hold), forge.destroyed()]).toEqual([8, destroyed]);
    own.release(hold);
    expect(forge.destroyed()).toBe(destroyed + 1);
  });

  test('has its capsules disposed of, without the members that were added later', () => {
    const ended = own.ended();
    const capsule = own.sealNumber('@own/number', 9);
    const hold = own.openNumber(capsule, '@own/number');
    dispose(capsule);
    dispose(capsule);
    expect(inspect(capsule)).toMatchObject({ state: 'revoked' });
    expect(() => forge.openPointer(capsule, '@own/number')).toThrow('revoked');
    expect([own.read(hold), own.ended()]).toEqual([9, ended]);
    own.release(hold);
    expect(own.ended()).toBe(ended + 1);
    expect(() => dispose(own.sealTable())).toThrow('found one that holds a table');
  });
});
