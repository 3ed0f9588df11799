import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@capsule/test-support/properties';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { readAddon, readImages } from '../src/doctor/addon.js';
import type { Image } from '../src/doctor/bytes.js';
import { findContracts, usesOf } from '../src/doctor/contracts.js';
import { compile, compilers } from './addons.js';
import { contract, machO, pe, universal } from './images.js';

// Tests that contracts are found in binaries of all platforms and compilers.
const root = join(__dirname, '..', '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const minimal = join(root, 'examples', '00-minimal');
const adder = {
  name: '@example/adder',
  major: 1,
  minor: 0,
  functions: [{ name: 'add', signature: 'f64(f64,f64)', since: 0, retired: false }],
};
const fastmath = expect.objectContaining({ name: '@capsule/fastmath', major: 1 });

/** The contracts and markers in an image. */
const seen = (image: Image) => ({
  format: image.format,
  arch: image.arch,
  ...usesOf(image),
  contracts: findContracts(image).contracts,
});

describe('finds no contract', () => {
  test.each([
    ['text', Buffer.from('module.exports = 1;\n'.repeat(9))],
    ['zeros', Buffer.alloc(4096)],
    ['the first bytes of ELF', Buffer.from('\x7fELF\x02\x01\x01', 'latin1')],
    [
      'an ELF header whose tables are outside of the file',
      Buffer.concat([Buffer.from('\x7fELF\x02\x01', 'latin1'), Buffer.alloc(90, 0xff)]),
    ],
    ['a Windows program without a header', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(70, 0xff)])],
    ['a universal file with a billion parts', Buffer.from(`cafebabe3fffffff${'00'.repeat(40)}`, 'hex')],
    ['a universal file whose part is for Windows', universal(pe(0x8664))],
  ])('in %s', (_, bytes) => {
    expect(readImages(bytes)).toEqual([]);
  });

  test('in a macOS library with four billion commands of size 0', () => {
    const endless = machO(0x01000007, true);
    endless.writeUInt32LE(0xffffffff, 16);
    endless.writeUInt32LE(0, 36);
    expect(readImages(endless)).toEqual([]);
  });

  test('in the addon of core, which neither seals nor opens a table', () => {
    const file = join(root, 'packages', 'core', 'build', 'Release', 'core.node');
    expect(readImages(readFileSync(file)).map(seen)).toMatchObject([{ seals: false, opens: false, contracts: [] }]);
  });
});

test.each([
  ['a count of entries that is too large for the memory', 448 + 24, 8],
  ['a name pointer that is not mapped', 448 + 8, 8],
  ['an entries pointer that is not mapped', 448 + 32, 8],
  ['an entry with a signature pointer that is not mapped', 128 + 24 + 8, 8],
  ['a name that is not UTF-8', 64, 4],
  ['a control character in a signature', 272, 1, 7],
  ['sizes that no header has', 448, 4],
])('rejects a contract with %s', (_, at, length, value = 0xff) => {
  const broken = pe(0x8664);
  expect(readImages(broken).flatMap((image) => findContracts(image).contracts)).toEqual([contract]);
  broken.fill(value, 0x400 + at, 0x400 + at + length);
  expect(readImages(broken).flatMap((image) => findContracts(image).contracts)).toEqual([]);
});

/** The file with zeros where its relocations store addresses of the library, as some linkers write it. */
function withoutStoredAddresses(file: string): Buffer {
  const elf = readFileSync(file);
  const word = (at: number) => Number(elf.readBigUInt64LE(at));
  const headers = Array.from({ length: elf.readUInt16LE(56) }, (_, i) => word(32) + i * elf.readUInt16LE(54));
  const segments = headers.map((at) => ({ type: elf.readUInt32LE(at), offset: word(at + 8), address: word(at + 16) }));
  const ends = headers.map((at) => word(at + 16) + word(at + 32));
  const offsetOf = (address: number) => {
    const i = segments.findIndex((each, k) => each.type === 1 && address >= each.address && address < (ends[k] ?? 0));
    return address - (segments[i]?.address ?? 0) + (segments[i]?.offset ?? 0);
  };
  const tags = new Map<number, number>();
  for (let at = segments.find(({ type }) => type === 2)?.offset ?? 0; word(at) !== 0; at += 16)
    tags.set(word(at), word(at + 8));
  const [table = 0, size = 0] = [tags.get(7), tags.get(8)];
  for (let at = offsetOf(table); at < offsetOf(table) + size; at += 24)
    if (elf.readUInt32LE(at + 8) === 8) elf.fill(0, offsetOf(word(at)), offsetOf(word(at)) + 8);
  return elf;
}

test(
  'applies the relocations of an ELF file',
  skipWithout('Linux on x64', process.platform === 'linux' && process.arch === 'x64'),
  () => {
    const file = join(minimal, 'build', 'Release', 'producer.node');
    const bytes = withoutStoredAddresses(file);
    expect(bytes.equals(readFileSync(file))).toBe(false);
    expect(readImages(bytes).map(seen)).toMatchObject([{ seals: true, contracts: [adder] }]);
  },
);

test('reads damaged binaries without an exception', () => {
  const whole = [
    readFileSync(join(minimal, 'build', 'Release', 'producer.node')),
    pe(0x8664),
    universal(machO(0x01000007, false), machO(0x0100000c, true)),
  ];
  const headers = fc.record({ at: fc.nat(4095), byte: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) });
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.array(headers, { maxLength: 12 }), fc.nat(), (bytes, changes, end) => {
      const damaged = Buffer.from(bytes.subarray(0, end % 3 === 0 ? end % bytes.length : undefined));
      for (const { at, byte } of changes) if (at < damaged.length) damaged[at] = byte;
      for (const { contracts } of readImages(damaged).map(seen)) expect(Array.isArray(contracts)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('finds a contract', () => {
  test.each([
    ['x64', 0x8664],
    ['arm64', 0xaa64],
  ])('in a library for Windows on %s', (arch, machine) => {
    expect(readImages(pe(machine)).map(seen)).toEqual([
      { format: 'pe', arch, seals: true, opens: false, contracts: [contract] },
    ]);
  });

  test.each([
    ['x64', 0x01000007, false],
    ['arm64', 0x0100000c, true],
  ])('in a library for macOS on %s', (arch, cpu, chained) => {
    expect(readImages(machO(cpu, chained)).map(seen)).toEqual([
      { format: 'mach-o', arch, seals: false, opens: true, contracts: [contract] },
    ]);
  });

  test('in each image of a universal library, with the markers of that image', () => {
    const both = universal(machO(0x01000007, false, 'capsule seals a table'), machO(0x0100000c, true));
    expect(readImages(both).map(seen)).toMatchObject([
      { arch: 'x64', seals: true, opens: false, contracts: [contract] },
      { arch: 'arm64', seals: false, opens: true, contracts: [contract] },
    ]);
  });

  test.each([
    ['examples/00-minimal', 'producer', true, false, adder],
    ['examples/00-minimal', 'consumer', false, true, adder],
    ['packages/fastmath', 'fastmath', true, false, fastmath],
    ['packages/stats', 'stats', false, true, [fastmath, expect.objectContaining({ name: '@capsule/random/bitgen' })]],
    ['packages/benchmarks', 'opening', true, true, expect.objectContaining({ name: '@capsule/benchmarks' })],
    ['packages/core/test/forge', 'producer_grown', true, false, expect.objectContaining({ name: '@forge/counter' })],
    ['packages/core/test/forge', 'consumer_grown', false, true, expect.objectContaining({ name: '@forge/counter' })],
  ])('in the addons of %s: %s', (folder, name, seals, opens, found) => {
    const addon = readAddon(join(root, folder, 'build', 'Release', `${name}.node`));
    expect(addon).toMatchObject({
      platforms: [`${process.platform}-${process.arch}`],
      seals,
      opens,
      contracts: [found].flat(),
    });
  });

  const optimized = ['-O3', '-flto', '-fmerge-all-constants', '-ffunction-sections', '-fdata-sections', '-s'];
  describe.each(compilers)('compiled by %s', (c = '', cxx = '') => {
    test.each([['-O0'], ['-O1'], ['-O2'], ['-Os'], ['-O2 -flto'], [optimized.join(' ')]])('with %s', (flags) => {
      const options = flags.split(' ');
      for (const role of ['producer', 'consumer']) {
        const file = join(scratch, `${role}.node`);
        compile(c, [join(minimal, `${role}.c`)], file, '-std=c11', ...options);
        const uses = { seals: role === 'producer', opens: role === 'consumer' };
        expect(readAddon(file)).toMatchObject({ ...uses, contracts: [adder] });
      }
      const stats = join(scratch, 'stats.node');
      const include = join(root, 'packages', 'fastmath', 'include');
      const source = join(root, 'packages', 'stats', 'native', 'addon.cc');
      compile(cxx, [source], stats, '-std=c++17', '-I', include, ...options);
      expect(readAddon(stats)).toMatchObject({ seals: false, opens: true, contracts: [fastmath] });
    });

    test('if the contract is not static, so that other libraries may replace it', () => {
      const text = readFileSync(join(minimal, 'adder.h'), 'utf8');
      writeFileSync(join(scratch, 'adder.h'), text.replaceAll('static const', 'const'));
      writeFileSync(join(scratch, 'shared.c'), readFileSync(join(minimal, 'producer.c')));
      compile(c, [join(scratch, 'shared.c')], join(scratch, 'shared.node'), '-O2');
      expect(readAddon(join(scratch, 'shared.node'))).toMatchObject({ seals: true, contracts: [adder] });
    });
  });
});
