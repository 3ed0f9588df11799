import { inspect as show } from 'node:util';
import { inspect } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, type DataSpec, forge, type TensorSpec } from './forge/index.js';

const name = '@forge/data';
const vector: DataSpec = { room: 32, shape: [4] };
const unsound = (found: string) =>
  `Sealing '${name}': expected a description of data that can be in memory, found ${found}.`;

describe('sealing', () => {
  test.each<[found: string, description: DataSpec]>([
    ['a description of another size', { ...vector, size: 8 }],
    ['unknown flags', { ...vector, flags: 6 }],
    ['elements of an unknown type', { ...vector, bits: 80 }],
    ['elements of an unknown type', { ...vector, code: 3 }],
    ['elements of an unknown type', { ...vector, code: 200 }],
    ['elements of an unknown type', { ...vector, lanes: 4 }],
    ['elements of an unknown type', { ...vector, lanes: 0 }],
    ['more than 64 dimensions', { ...vector, ndim: 65 }],
    ['more than 64 dimensions', { ...vector, ndim: -1 }],
    ['dimensions without a shape', { room: 8, shape: null, ndim: 1 }],
    ['a negative extent', { room: 8, shape: [3, -1] }],
    ['elements without memory', { shape: [4], empty: true }],
    ['more elements than memory has room for', { room: 8, shape: [2 ** 40, 2 ** 40] }],
    [
      'more elements than memory has room for',
      { room: 8, shape: [2 ** 33, 2 ** 33], bits: 8, code: 0, strides: [0, 0] },
    ],
    ['strides that memory has no room for', { room: 8, shape: [4, 4], strides: [2 ** 59, 1] }],
    ['strides that memory has no room for', { room: 8, shape: [4], strides: [-(2 ** 60)] }],
  ])('rejects %s', (found, description) => {
    const before = forge.destroyed();
    expect(refusal(() => forge.sealData(name, description))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_DATA_UNSOUND',
      message: unsound(found),
      expected: 'a description of data that can be in memory',
      found,
    });
    expect(forge.destroyed()).toBe(before);
  });

  test('rejects a NULL description and a NULL name', () => {
    expect(refusal(() => forge.sealData(name, vector, true)).message).toBe(unsound('NULL'));
    expect(refusal(() => forge.sealData(null, vector)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
  });

  test.each<[label: string, description: DataSpec, strides: number[]]>([
    ['f64[4]', vector, [1]],
    ['f64[2][2]', { room: 32, shape: [2, 2] }, [2, 1]],
    ['f64[2][3], read-only', { room: 48, shape: [2, 3], strides: [1, 2], flags: 1 }, [1, 2]],
    ['f64[4]', { room: 32, offset: 24, shape: [4], strides: [-1] }, [-1]],
    ['i32[2][0][3]', { room: 0, code: 0, bits: 32, shape: [2, 0, 3] }, [3, 3, 1]],
    ['f64[0]', { shape: [0], empty: true }, [1]],
    ['bf16', { room: 2, code: 4, bits: 16, shape: [] }, []],
    ['c128[1]', { room: 16, code: 5, bits: 128, shape: [1] }, [1]],
    ['bool[3]', { room: 3, code: 6, bits: 8, shape: [3] }, [1]],
    ['u64[1000000000]', { room: 8, code: 1, shape: [1e9], strides: [0] }, [0]],
  ])('returns a capsule of %s that always has strides', (label, description, strides) => {
    const capsule = forge.sealData(name, description);
    expect(show(capsule)).toBe(`[Capsule '${name}': ${label}]`);
    expect(inspect(capsule)).toEqual({
      name,
      kind: 'data',
      file: expect.stringMatching(/[\\/]forge\.node$/),
      state: 'live',
      dtype: label.match(/^[a-z]+\d*/)?.[0],
      shape: description.shape,
      strides,
      readOnly: description.flags === 1,
    });
  });

  test('reports to the engine how much memory there is, and when it is released', async () => {
    await collect(() => false, 5);
    const before = forge.reportedMemory();
    const reported = (() => {
      const capsule = forge.sealData(name, { room: 8, shape: [2 ** 27] });
      expect(inspect(forge.carry(forge.openData(capsule, name)))).toEqual(inspect(capsule));
      return forge.reportedMemory() - before;
    })();
    expect(Math.abs(reported - 2 * 2 ** 30)).toBeLessThan(2 ** 20); // two values carry it; others come and go
    expect(await collect(() => forge.reportedMemory() < before + 2 ** 20)).toBe(true);
  });

  test.each<DataSpec>([
    { room: 8, shape: [2 ** 59], strides: [0] },
    { room: 8, shape: [2 ** 59] },
    { room: 8, shape: [2 ** 62, 2 ** 62, 0] },
  ])('reports no impossible size of %o to the engine', (description) => {
    const before = forge.reportedMemory();
    const capsules = Array.from({ length: 4 }, () => forge.sealData(name, description));
    expect(forge.reportedMemory() - before).toBeLessThan(4 * 2 ** 42 + 2 ** 20);
    expect(capsules.map((capsule) => inspect(capsule).kind)).toEqual(Array(4).fill('data'));
  });

  test('shows the number of many dimensions', () => {
    const capsule = forge.sealData(name, { room: 8, shape: Array(64).fill(1) });
    expect(show(capsule)).toBe(`[Capsule '${name}': f64[1][1][1][1][1][1][1][1]... (64 dimensions)]`);
  });
});

describe('opening', () => {
  const capsule = forge.sealData(name, vector);

  test('rejects another name, another kind and a value that is not a capsule', () => {
    expect(refusal(() => forge.openData(capsule, '@forge/other')).code).toBe('ERR_CAPSULE_NAME_MISMATCH');
    expect(refusal(() => forge.openData(forge.sealPointer('@forge/p', 1), null)).message).toBe(
      "Opening data '@forge/p': expected a capsule that holds data, found one that holds a pointer.",
    );
    expect(refusal(() => forge.openPointer(capsule, name)).message).toBe(
      `Opening '${name}': expected a capsule that holds a pointer, found one that holds data.`,
    );
    expect(refusal(() => forge.openTable(capsule, { ...contract('1.0', 'sum'), name })).code).toBe(
      'ERR_CAPSULE_KIND_MISMATCH',
    );
    expect(refusal(() => forge.openData([1, 2], null)).message).toBe(
      'Opening data: expected a capsule, found an Array.',
    );
  });

  test('returns a hold, with or without a name', () => {
    for (const asked of [name, null]) forge.release(forge.openData(capsule, asked));
    const before = forge.destroyed();
    const taken = forge.takeData(forge.sealData(name, vector), null);
    expect(forge.isExclusive(taken)).toBe(true);
    forge.release(taken, true);
    expect(forge.destroyed()).toBe(before + 1);
  });
});

describe('a tensor of DLPack', () => {
  test('has its own shape, strides and flags, and its deleter releases one hold, once', () => {
    const before = forge.destroyed();
    const capsule = forge.sealData(name, { room: 48, shape: [2, 3], flags: 1 });
    const held = forge.openData(capsule, null);
    const [first, second] = [forge.toDlpack(held), forge.toDlpack(held)];
    expect(forge.tensor(first)).toEqual({
      major: 1,
      flags: 1,
      device: 1,
      bits: 64,
      byteOffset: 0,
      shape: [2, 3],
      hasStrides: true,
      strides: [3, 1],
    });
    forge.release(held);
    forge.revoke(capsule, name);
    forge.deleteTensor(first);
    expect(forge.destroyed()).toBe(before);
    expect(forge.tensor(second).shape).toEqual([2, 3]);
    forge.deleteTensor(second);
    expect(forge.destroyed()).toBe(before + 1);
  });

  test('is sealed without a copy if it is of another library; without strides it is row-major', () => {
    const before = forge.destroyed();
    const capsule = forge.fromDlpack(name, { room: 64, shape: [2, 3], tensorFlags: 1, byteOffset: 16 });
    expect(inspect(capsule)).toMatchObject({ dtype: 'f64', shape: [2, 3], strides: [3, 1], readOnly: true });
    forge.revoke(capsule, name);
    expect(forge.destroyed()).toBe(before + 1);
  });

  test('is rejected if it is NULL', () => {
    expect(refusal(() => forge.fromDlpack(name, undefined)).message).toBe(
      `Sealing '${name}': expected a pointer, found NULL.`,
    );
  });

  test.each<[string, DataSpec & TensorSpec, string]>([
    ['another version', { ...vector, major: 2 }, 'expected a tensor of DLPack 1.x, found one of 2.7.'],
    ['an old version', { ...vector, major: 0 }, 'expected a tensor of DLPack 1.x, found one of 0.7.'],
    [
      'the memory of a GPU',
      { ...vector, device: 2 },
      'expected memory that the CPU can read, found that of device type 2. Copy it to the CPU first.',
    ],
    [
      'lanes',
      { ...vector, lanes: 2 },
      'expected a description of data that can be in memory, found elements of an unknown type.',
    ],
  ])('is rejected and deleted if it has %s', (_, tensor, message) => {
    const before = forge.destroyed();
    expect(refusal(() => forge.fromDlpack(name, tensor)).message).toBe(`Sealing '${name}': ${message}`);
    expect(forge.destroyed()).toBe(before + 1);
    expect(refusal(() => forge.fromDlpack('', vector)).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
    expect(forge.destroyed()).toBe(before + 2);
  });
});
