import { describe, expect, test } from 'vitest';
import { readImages } from '../src/doctor/addon.js';
import { findContracts, usesOf } from '../src/doctor/contracts.js';
import { MAX_CONTRACTS, MAX_RELOCATIONS, ReadingStopped } from '../src/doctor/limits.js';
import { countWork } from './counting-buffer.js';
import {
  ADDRESS,
  extremes,
  type FormatName,
  formats,
  hostileFile,
  sharedEntries,
  universalOf,
} from './hostile-images.js';

// Tests that the work and the memory of reading a binary are bounded by its size, for any content.
const MIB = 1024 * 1024;
/** The limit of visits per byte, on average. Reading a real addon takes about five. */
const VISITS = 80;
/** The limit of characters of contracts, as JSON, for each byte of the file. */
const TEXT = 64;

/** Reads a file as the doctor does, with limits. */
function read(file: Buffer) {
  const { result } = countWork(VISITS * file.length + 4 * MIB, () => {
    try {
      return readImages(file).map((image) => ({ image, uses: usesOf(image), ...findContracts(image) }));
    } catch (error) {
      if (!(error instanceof ReadingStopped)) throw error;
      return [];
    }
  });
  const text = JSON.stringify(result.map(({ contracts }) => contracts));
  expect(text.length).toBeLessThan(TEXT * file.length + 4 * MIB);
  return result;
}

const names = Object.keys(formats) as FormatName[];
const whole = (payload: Buffer) => [{ start: 0, size: payload.length, address: ADDRESS }];

describe.each(names)('bounded by the size of the file: %s', (name) => {
  const make = formats[name];

  test('with as many segments as are read, each the whole file', () => {
    const payload = Buffer.alloc(200_000, 1);
    const segments = Array.from({ length: 65_535 }, (_, i) => ({ ...whole(payload)[0], address: ADDRESS + MIB * i }));
    read(make(payload, segments as Parameters<typeof make>[1]));
  });

  test('with thousands of contracts that share their entries', () => {
    const payload = sharedEntries(ADDRESS, 20_000, 20_000, 'add');
    const [found] = read(make(payload, whole(payload)));
    expect(found?.contracts.length).toBeGreaterThan(0);
    expect(found?.cut).toBe('its parts overlap; the rest was not read');
  });

  test('with more small contracts than are read', () => {
    const payload = sharedEntries(ADDRESS, 1, 20_000, 'add');
    const [found] = read(make(payload, whole(payload)));
    expect(found).toMatchObject({
      contracts: { length: MAX_CONTRACTS },
      cut: `it has more than ${MAX_CONTRACTS} contracts; the rest was not read`,
    });
  });

  test('with names and signatures that are all the same long string', () => {
    const payload = sharedEntries(ADDRESS, 60_000, 1, 'x'.repeat(60_000));
    const [found] = read(make(payload, whole(payload)));
    expect(found).toMatchObject({ contracts: [], cut: 'its parts overlap; the rest was not read' });
  });

  test('with a possible contract at every aligned address, whose name does not end', () => {
    const payload = Buffer.alloc(8 * 100_000);
    for (let at = 0; at < payload.length; at += 8) payload.writeBigUInt64LE(0x18_0000_0028n, at);
    const address = 0x18_0000_0000;
    read(make(payload, [{ start: 0, size: payload.length, address }]));
  });
});

test.each(names)('a file that ends before its last segment is reported: %s', (name) => {
  const payload = sharedEntries(ADDRESS, 1, 1, 'add');
  const file = formats[name](payload, whole(payload));
  const [found] = read(file);
  expect(found?.image.segments.cut).toBeUndefined();
  const [cut] = read(file.subarray(0, -1));
  expect(cut?.image.segments.cut).toBe('it ends before its last segment: it is not complete');
});

test('with 65,535 program headers of size 0, a file is not an ELF binary', () => {
  const payload = Buffer.alloc(MIB);
  const file = formats.elf(payload, whole(payload));
  file.writeUInt16LE(0, 54);
  file.writeUInt16LE(0xffff, 56);
  expect(read(file)).toEqual([]);
});

test('the parts of a universal library that are all the same image are read up to a limit', () => {
  const payload = sharedEntries(ADDRESS, 1000, 1000, 'add');
  const file = universalOf(formats['mach-o'](payload, whole(payload)), 10_000);
  expect(readImages(file).map(({ cut }) => cut)).toEqual(
    Array.from({ length: 16 }, () => 'it has more than 16 images; the rest was not read'),
  );
  read(file);
});

test('with more relocations than are read, the contracts of a file are not read, and the report says so', () => {
  const payload = Buffer.alloc(MIB + 24 * (MAX_RELOCATIONS + 1));
  sharedEntries(ADDRESS, 1, 1, 'add').copy(payload);
  const dynamic = MIB - 48; // three tags: the table, its size, the end
  for (const [i, value] of [7, ADDRESS + MIB, 8, payload.length - MIB, 0].entries())
    payload.writeBigUInt64LE(BigInt(value), dynamic + 8 * i);
  const file = formats.elf(payload, [...whole(payload), { start: dynamic, size: 48, address: ADDRESS }]);
  file.writeUInt32LE(2, 64 + 56); // the second segment is the dynamic section
  const [image] = readImages(file);
  expect(image && findContracts(image)).toMatchObject({
    contracts: [],
    cut: `it has more than ${MAX_RELOCATIONS} relocations; its contracts were not read`,
  });
});

test('segments that overlap in memory are not all read, and the report says so', () => {
  const payload = sharedEntries(ADDRESS, 1, 1, 'add');
  const [found] = read(formats.elf(payload, [...whole(payload), ...whole(payload)]));
  expect(found?.image.segments.cut).toBe('its segments overlap; not all of them were read');
  expect(found?.contracts).toHaveLength(1);
});

test.each([...names, 'universal'] as const)('every field of a header may have any value: %s', (name) => {
  const payload = sharedEntries(ADDRESS, 3, 3, 'add');
  const segments = [...whole(payload), { start: 0, size: payload.length, address: ADDRESS + MIB, executable: true }];
  const image = formats[name === 'universal' ? 'mach-o' : name](payload, segments);
  const file = name === 'universal' ? universalOf(image, 2) : image;
  expect(read(file)[0]?.contracts).toHaveLength(3);
  const headers = file.length - payload.length;
  for (let at = 0; at + 8 <= headers; at += 2) {
    for (const value of extremes) {
      for (const width of [1, 2, 4, 8]) {
        const damaged = Buffer.from(file);
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(width === 8 ? BigInt(value) * 0x1_0000_0001n : BigInt(value));
        bytes.copy(damaged, at, 0, width);
        read(damaged);
        bytes.reverse().copy(damaged, at, 8 - width); // big-endian, as in a universal header
        read(damaged);
      }
    }
  }
});

// With CAPSULE_FUZZ=100000 this test reads that many files, and also limits the time of each.
test('hostile files of all formats', { timeout: 3_600_000 }, () => {
  const runs = Number(process.env['CAPSULE_FUZZ'] ?? 300);
  const first = Number(process.env['CAPSULE_FUZZ_SEED'] ?? 1);
  const isFuzz = process.env['CAPSULE_FUZZ'] !== undefined;
  const slow: unknown[] = [];
  let contracts = 0;
  for (let seed = first; seed < first + runs; seed++) {
    const { format, file } = hostileFile(seed, isFuzz ? 1 << (10 + (seed % 9)) : 16_384);
    const start = process.cpuUsage();
    for (const found of read(file)) contracts += found.contracts.length;
    const { user, system } = process.cpuUsage(start);
    const allowed = 500_000 + 10 * file.length; // microseconds
    if (isFuzz && user + system > allowed) slow.push({ seed, format, bytes: file.length, time: user + system });
  }
  expect(slow).toEqual([]);
  expect(contracts).toBeGreaterThan(0);
});
