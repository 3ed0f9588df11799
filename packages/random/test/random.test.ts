import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect as display } from 'node:util';
import { inspect } from '@capsule/core';
import {
  type BitGenerator,
  type BitGeneratorState,
  Generator,
  PCG64,
  PCG64DXSM,
  Philox,
  SeedSequence,
  Xoshiro256,
} from '@capsule/random';
import { refusal } from '@capsule/test-support/refusal';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';

const hex = (generator: BitGenerator, count: number) =>
  Array.from({ length: count }, () => `0x${generator.nextUint64().toString(16)}`);

/** A number that Python has written as a hexadecimal one. */
function parseHex(text: string): number {
  const [, sign = '', first = '', rest = '', exponent = ''] = /^(-?)0x(\d)\.([0-9a-f]+)p([+-]\d+)$/.exec(text) ?? [];
  return Number(`${sign}1`) * (Number(BigInt(`0x${first}${rest}`)) * 2 ** (-4 * rest.length)) * 2 ** Number(exponent);
}

interface Certified {
  raw: string[][];
  uint32: number[];
  jumped: string[];
  jumped3: string[];
  uniform: string[];
  normal: string[];
  normal_sha256: string;
  integers10: number[];
  integers_wide: number[];
  integers_full32: number[];
  uniform_range: string[];
  normal_range: string[];
  shuffle: number[];
}
type Kinds = 'PCG64' | 'PCG64DXSM' | 'Philox';
/** What NumPy 2.4.6 returns: test/write-numpy.py has written it. */
const file = join(__dirname, 'numpy.json');
const numpy: Record<Kinds, Certified> & Record<'spawn' | 'spawn2' | 'seedseq', string[][]> = JSON.parse(
  readFileSync(file, 'utf8'),
);
const seeds = [0, 42, 2n ** 100n, [1, 2, 3]];

describe.each([
  ['PCG64', PCG64],
  ['PCG64DXSM', PCG64DXSM],
  ['Philox', Philox],
] as const)('%s returns the numbers of NumPy', (name, Kind) => {
  const certified = numpy[name];

  test('for seeds of every kind', () => {
    expect(seeds.map((seed) => hex(new Kind(seed), 8))).toEqual(certified.raw);
  });

  test('for halves of numbers', () => {
    const generator = new Kind(42);
    expect(certified.uint32.map(() => generator.nextUint32())).toEqual(certified.uint32);
  });

  test('after jumps', () => {
    expect(hex(new Kind(42).jumped(), 4)).toEqual(certified.jumped);
    expect(hex(new Kind(42).jumped(3), 4)).toEqual(certified.jumped3);
    expect(hex(new Kind(42).jump().jump().jump(), 4)).toEqual(certified.jumped3);
  });

  test('for every distribution, in this order', () => {
    const random = new Generator(new Kind(42));
    expect([...random.uniform(0, 1, 5)]).toEqual(certified.uniform.map(parseHex));
    expect([...random.normal(0, 1, 8)]).toEqual(certified.normal.map(parseHex));
    expect([...random.integers(0, 10, 8)]).toEqual(certified.integers10);
    expect([...random.integers(-(2 ** 52), 2 ** 52, 6)]).toEqual(certified.integers_wide);
    expect([...random.integers(0, 2 ** 32, 4)]).toEqual(certified.integers_full32);
    expect([...random.uniform(-3, 5, 4)]).toEqual(certified.uniform_range.map(parseHex));
    expect([...random.normal(10, 0.5, 4)]).toEqual(certified.normal_range.map(parseHex));
    expect([...random.shuffle(Int32Array.from({ length: 12 }, (_, i) => i))]).toEqual(certified.shuffle);
  });

  // Other C libraries may round log1p and exp of the tail differently.
  test('for 200,000 normal numbers, to the last bit', skipWithout('Linux', process.platform === 'linux'), () => {
    const numbers = new Generator(new Kind(7)).normal(0, 1, 200_000);
    expect(createHash('sha256').update(Buffer.from(numbers.buffer)).digest('hex')).toBe(certified.normal_sha256);
  });
});

test('SeedSequence and its children are those of NumPy', () => {
  const all = [0, 1, 2 ** 32, 2n ** 200n, [5, 6], [2 ** 40, 1]];
  const words = all.map((seed) => [...new SeedSequence(seed).generate(3)].map((word) => `0x${word.toString(16)}`));
  expect(words).toEqual(numpy.seedseq);
  const draw = (children: SeedSequence[]) => children.map((child) => hex(new PCG64(child), 2));
  expect(draw(new SeedSequence(42).spawn(3))).toEqual(numpy.spawn);
  expect(draw(new SeedSequence([1, 2, 3, 4, 5]).spawn(2)[1]?.spawn(2) ?? [])).toEqual(numpy.spawn2);
});

const python = process.env['CAPSULE_PYTHON'] ?? 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;
test('the installed NumPy writes the same file', skipWithout('Python with NumPy', hasNumpy), () => {
  const { numpy: _, ...current } = JSON.parse(
    execFileSync(python, [join(__dirname, 'write-numpy.py')], { encoding: 'utf8' }),
  );
  const { numpy: __, ...stored } = JSON.parse(readFileSync(file, 'utf8'));
  expect(current).toEqual(stored);
});

describe('published test vectors', () => {
  // Random123, kat_vectors: philox4x64, 10 rounds. The counter is increased before a block is made of it.
  test.each([
    ['0', '0', '16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b'],
    ['f'.repeat(64), 'f'.repeat(32), '87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0'],
    [
      '082efa98ec4e6c89a4093822299f31d013198a2e03707344243f6a8885a308d3',
      'be5466cf34e90c6c452821e638d01377',
      'a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6',
    ],
  ])('Philox encrypts %s', (counter, key, expected) => {
    const before = (BigInt(`0x${counter}`) + (1n << 256n) - 1n) & ((1n << 256n) - 1n);
    const words = [before, BigInt(`0x${key}`)].flatMap((value, i) =>
      Array.from({ length: i === 0 ? 4 : 2 }, (_, word) => (value >> BigInt(64 * word)) & 0xffffffffffffffffn),
    );
    const state = {
      kind: 'Philox',
      words: [...words, 0n, 0n, 0n, 0n, 4n].map((word) => `0x${word.toString(16)}`),
      uint32: null,
    };
    expect(hex(Philox.fromState(state), 4)).toEqual(expected.split(' ').map((word) => `0x${word}`));
  });

  // The reference implementation of Blackman and Vigna, seeded with 1, 2, 3, 4.
  const counting = { kind: 'Xoshiro256', words: ['0x1', '0x2', '0x3', '0x4'], uint32: null };
  test('xoshiro256++ returns the numbers of its reference implementation', () => {
    const generator = Xoshiro256.fromState(counting);
    expect(Array.from({ length: 10 }, () => generator.nextUint64())).toEqual([
      41943041n,
      58720359n,
      3588806011781223n,
      3591011842654386n,
      9228616714210784205n,
      9973669472204895162n,
      14011001112246962877n,
      12406186145184390807n,
      15849039046786891736n,
      10450023813501588000n,
    ]);
  });

  test('a jump of xoshiro256++ commutes with its step, and is 2^128 steps long', () => {
    const [first, second] = [Xoshiro256.fromState(counting), Xoshiro256.fromState(counting)];
    first.nextUint64();
    second.jump().nextUint64();
    expect(first.jump().state).toEqual(second.state);
    // x^(2^128) modulo the characteristic polynomial, which follows from one bit of the state over 512 steps.
    expect(jumpPolynomial()).toBe(0x39abdc4529b1661ca9582618e03fc9aad5a61266f0c9392c180ec6d33cfd0aban);
  });

  // pcg64 of pcg-cpp with the seed 42 and the stream 54, as its demo prints it.
  test('PCG64 returns the numbers of the reference demo', () => {
    const mask = (1n << 128n) - 1n;
    const increment = (54n << 1n) | 1n;
    const state = ((increment + 42n) * 0x2360ed051fc65da44385df649fccf645n + increment) & mask;
    const words = [state >> 64n, state & (mask >> 64n), increment >> 64n, increment & (mask >> 64n)];
    const stored = { kind: 'PCG64', words: words.map((word) => `0x${word.toString(16)}`), uint32: null };
    expect(hex(PCG64.fromState(stored), 6)).toEqual([
      '0x86b1da1d72062b68',
      '0x1304aa46c9853d39',
      '0xa3670e9e0dd50358',
      '0xf9090e529a7dae00',
      '0xc85b9fd837996f2c',
      '0x606121f8e3919196',
    ]);
  });
});

/** The polynomial of xoshiro256++ for a jump of 2^128 steps, computed from its linear engine. */
function jumpPolynomial(): bigint {
  const mask = 0xffffffffffffffffn;
  const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & mask;
  let state = [1n, 2n, 3n, 4n];
  let bits = 0n;
  for (let i = 0n; i < 1024n; i++) {
    const [s0 = 0n, s1 = 0n, s2 = 0n, s3 = 0n] = state;
    bits |= (s0 & 1n) << i;
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    state = [s0 ^ fourth, s1 ^ third, third ^ ((s1 << 17n) & mask), rotate(fourth, 45n)];
  }
  // Berlekamp and Massey, over GF(2): bit i of a polynomial is the coefficient of x^i.
  let [current, before, length, distance] = [1n, 1n, 0, 1];
  const parity = (x: bigint) => [...x.toString(2)].filter((digit) => digit === '1').length % 2;
  const reversed = (x: bigint, size: number) =>
    BigInt(`0b${[...x.toString(2).padStart(size, '0')].reverse().join('')}`);
  for (let n = 0; n < 1024; n++) {
    const window = reversed((bits >> BigInt(Math.max(0, n - length))) & ((1n << BigInt(length + 1)) - 1n), length + 1);
    if (parity(current & window) === 0) {
      distance++;
    } else if (2 * length <= n) {
      [current, before, length, distance] = [current ^ (before << BigInt(distance)), current, n + 1 - length, 1];
    } else {
      current ^= before << BigInt(distance);
      distance++;
    }
  }
  const modulus = reversed(current, length + 1);
  let power = 2n; // x
  for (let i = 0; i < 128; i++) {
    let square = BigInt(`0b${[...power.toString(2)].join('0')}`);
    for (let degree = square.toString(2).length; degree > length; degree = square.toString(2).length) {
      square ^= modulus << BigInt(degree - 1 - length);
    }
    power = square;
  }
  return power;
}

const all = [PCG64, PCG64DXSM, Philox, Xoshiro256] as const;
describe.each(all.map((Kind) => [Kind.name, Kind] as const))('the state of %s', (name, Kind) => {
  test('is restored from JSON, with half of a number', () => {
    const generator = new Kind(5);
    generator.nextUint32();
    const stored: BitGeneratorState = JSON.parse(JSON.stringify(generator.state));
    expect(stored.kind).toBe(name);
    expect(stored.uint32).not.toBeNull();
    const next = [generator.nextUint32(), generator.nextUint32(), generator.nextDouble()];
    const restored = Kind.fromState(stored);
    expect([restored.nextUint32(), restored.nextUint32(), restored.nextDouble()]).toEqual(next);
  });

  test('jumped() leaves the generator where it is; spawn() repeats for a seed', () => {
    const generator = new Kind(5);
    const before = generator.state;
    const other = generator.jumped();
    expect(generator.state).toEqual(before);
    expect(other.state).not.toEqual(before);
    const [first, second] = generator.spawn(2);
    const [again] = new Kind(5).spawn(1);
    expect(first?.state).toEqual(again?.state);
    expect(first?.state).not.toEqual(second?.state);
    expect(first).toBeInstanceOf(Kind);
  });

  test('spawn() of jumped() repeats for a seed, and returns other streams than spawn() of the generator', () => {
    const [one, two] = [new Kind(5), new Kind(5)].map((generator) => {
      const jumped = generator.jumped();
      return [...jumped.spawn(2), ...generator.spawn(1), ...jumped.spawn(1)].map(({ state }) => state);
    });
    expect(one).toEqual(two);
    expect(one).toEqual(new Kind(5).spawn(4).map(({ state }) => state));
  });

  test('without a seed, two generators differ', () => {
    expect(new Kind().state).not.toEqual(new Kind().state);
  });

  test('its label names the kind', () => {
    expect(inspect(new Kind(1).capsule)).toMatchObject({
      name: '@capsule/random/bitgen',
      kind: 'pointer',
      version: '1.0',
      variant: name.toLowerCase(),
    });
  });
});

test('console.log shows the contract', () => {
  expect(display(new PCG64(1).capsule)).toBe(
    "[Capsule '@capsule/random/bitgen' 1.0: an instance of 3 functions, pcg64]",
  );
});

describe('what is rejected', () => {
  const state = new PCG64(1).state;
  const setting = 'Setting the state of a PCG64: expected a state as PCG64.state returns it, found ';
  test.each<[string, unknown, string]>([
    ['null', null, 'null.'],
    ['another kind', new Philox(1).state, "one of 'Philox'."],
    ['too few words', { ...state, words: [] }, 'other words than 4.'],
    ['a word that is no hexadecimal number', { ...state, words: ['1', '0x1', '0x1', '0x1'] }, "the string '1'."],
    [
      'an even increment',
      { ...state, words: ['0x1', '0x1', '0x1', '0x2'] },
      'words that are the state of no generator.',
    ],
    ['text', JSON.stringify(state), 'a string of 124 characters. Parse it: JSON.parse(state).'],
    ['no kind', {}, 'one without a kind.'],
    ['a misspelt key', { kind: state.kind, words: state.words, uint_32: 7 }, 'uint32: undefined.'],
    ['half of a number that is too large', { ...state, uint32: 2 ** 32 }, 'uint32: 4294967296.'],
  ])('a state: %s', (_, wrong, found) => {
    expect(refusal(() => PCG64.fromState(wrong as BitGeneratorState))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_RANDOM_STATE_UNUSABLE',
      message: setting + found,
    });
  });

  test('a state of zeros for xoshiro256++, and a position outside of the block for Philox', () => {
    const zeros = { kind: 'Xoshiro256', words: ['0x0', '0x0', '0x0', '0x0'], uint32: null };
    expect(refusal(() => Xoshiro256.fromState(zeros)).code).toBe('ERR_RANDOM_STATE_UNUSABLE');
    const { words } = new Philox(1).state;
    const outside = { kind: 'Philox', words: words.with(10, '0x5'), uint32: null };
    expect(refusal(() => Philox.fromState(outside)).code).toBe('ERR_RANDOM_STATE_UNUSABLE');
  });

  test.each<[unknown, string]>([
    [-1, 'integers from 0: numbers up to 2^53 - 1, or BigInts, found -1.'],
    [0.5, 'integers from 0: numbers up to 2^53 - 1, or BigInts, found 0.5.'],
    [-1n, 'integers from 0: numbers up to 2^53 - 1, or BigInts, found -1n.'],
    ['42', "integers from 0: numbers up to 2^53 - 1, or BigInts, found the string '42'. Convert it: BigInt(seed)."],
    [
      new Uint32Array(2) as never,
      'integers from 0: numbers up to 2^53 - 1, or BigInts, found a Uint32Array of 2 values. Convert it: Array.from(seed).',
    ],
    [[], 'a seed, found an empty Array.'],
    [[1, 'x'], "integers from 0: numbers up to 2^53 - 1, or BigInts, found the string 'x'."],
    [1n << 200_000n, 'a seed of at most 131072 bits, found a longer one.'],
    [Array(5000).fill(1), 'a seed of at most 4096 integers, found 5000 of them.'],
  ])('a seed: %o', (seed, message) => {
    expect(refusal(() => new PCG64(seed as never))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_RANDOM_SEED_UNUSABLE',
      message: `Seeding a generator: expected ${message}`,
    });
  });

  const random = new Generator(1);
  const detached = new Float64Array(2);
  structuredClone(detached, { transfer: [detached.buffer] });
  const size = 'expected size to be a Float64Array, or an integer from 0 to 4294967295, found size: ';
  test.each<[string, () => unknown, string]>([
    [
      'low above high',
      () => random.uniform(2, 1),
      'uniform(low, high, size): expected low <= high, with a finite range, found low: 2, high: 1. Pass both, the smaller one first.',
    ],
    [
      'an infinite range',
      () => random.uniform(-1e308, 1e308),
      'uniform(low, high, size): expected low <= high, with a finite range, found low: -1e+308, high: 1e+308.',
    ],
    [
      'NaN',
      () => random.normal(Number.NaN),
      'normal(mean, deviation, size): expected mean to be a finite number, found mean: NaN.',
    ],
    [
      'a negative deviation',
      () => random.normal(0, -1),
      'normal(mean, deviation, size): expected a deviation of 0 or more, found deviation: -1.',
    ],
    [
      'an empty range',
      () => random.integers(3, 3),
      'integers(low, high, size): expected safe integers, low < high, found low: 3, high: 3. high itself is not drawn.',
    ],
    [
      'a single limit',
      () => random.integers(6, undefined as never),
      'integers(low, high, size): expected safe integers, low < high, found low: 6, high: undefined. Write integers(0, 6).',
    ],
    [
      'an inverted range',
      () => random.integers(3, -2),
      'integers(low, high, size): expected safe integers, low < high, found low: 3, high: -2. Pass the smaller one first.',
    ],
    [
      'fractions',
      () => random.integers(0.5, 3),
      'integers(low, high, size): expected safe integers, low < high, found low: 0.5, high: 3.',
    ],
    [
      'an Array as out',
      () => random.normal(0, 1, [0] as never),
      `normal(mean, deviation, size): ${size}an Array of 1 number.`,
    ],
    [
      'a Float32Array as out',
      () => random.normal(0, 1, new Float32Array(1) as never),
      `normal(mean, deviation, size): ${size}a Float32Array of 1 value.`,
    ],
    [
      'a detached array',
      () => random.normal(0, 1, detached),
      `normal(mean, deviation, size): ${size}a Float64Array whose buffer was transferred or shrunk.`,
    ],
    ['a negative size', () => random.normal(0, 1, -1), `normal(mean, deviation, size): ${size}-1.`],
    [
      'a string to shuffle',
      () => random.shuffle('abc' as never),
      "shuffle(values): expected an Array or a typed array, found values: the string 'abc'.",
    ],
    [
      'a Set to shuffle',
      () => random.shuffle(new Set([1]) as never),
      'shuffle(values): expected an Array or a typed array, found values: an instance of a class. Shuffle a copy: Array.from(values).',
    ],
    [
      'a frozen Array to shuffle',
      () => random.shuffle(Object.freeze([1, 2]) as never),
      'shuffle(values): expected an Array that can be changed, found values: one that is frozen. Shuffle a copy: Array.from(values).',
    ],
    [
      'an Array instead of a count',
      () => random.permutation([1, 2] as never),
      'permutation(count): expected count to be an integer from 0 to 4294967295, found count: an Array of 2 numbers. For an array there is shuffle().',
    ],
    [
      'a fractional count',
      () => random.permutation(1.5),
      'permutation(count): expected count to be an integer from 0 to 4294967295, found count: 1.5.',
    ],
    [
      'fractional jumps',
      () => new PCG64(1).jump(0.5),
      'jump(jumps): expected jumps to be an integer from 0 to 1000000, found 0.5.',
    ],
    [
      'too many jumps',
      () => new PCG64(1).jump(1e9),
      'jump(jumps): expected jumps to be an integer from 0 to 1000000, found 1000000000.',
    ],
    [
      'too many children',
      () => new PCG64(1).spawn(1e9),
      'spawn(count): expected count to be an integer from 0 to 1048576, found 1000000000.',
    ],
    [
      'too many words',
      () => new SeedSequence(1).generate(1e9),
      'generate(count): expected count to be an integer from 0 to 4096, found 1000000000.',
    ],
  ])('an argument: %s', (_, call, message) => {
    expect(refusal(call)).toMatchObject({ type: 'RangeError', code: 'ERR_RANDOM_ARGUMENT_UNUSABLE', message });
  });
});

describe('numbers without chance: fixed seeds', () => {
  test('out is filled and returned; size 0 and a size of 1 work', () => {
    const out = new Float64Array(3);
    const random = new Generator(new Xoshiro256(1));
    expect(random.normal(0, 1, out)).toBe(out);
    expect(out.every((x) => x !== 0)).toBe(true);
    expect(random.uniform(0, 1, 0)).toEqual(new Float64Array(0));
    expect(typeof random.uniform()).toBe('number');
    expect(random.uniform(3, 3)).toBe(3);
    expect(random.normal(3, 0)).toBe(3);
    expect(random.integers(7, 8)).toBe(7);
    expect([...random.permutation(4)].sort()).toEqual([0, 1, 2, 3]);
    expect(random.shuffle([])).toEqual([]);
    expect(random.shuffle(['a'])).toEqual(['a']);
  });

  // Seeds are fixed: the bounds are 6 standard errors, and the test passes always or never.
  test.each(all.map((Kind) => [Kind.name, Kind] as const))(
    '%s has the moments and the counts that it should',
    (_, Kind) => {
      const n = 100_000;
      const random = new Generator(new Kind(2026));
      const moments = (x: Float64Array) => [1, 2, 3, 4].map((p) => x.reduce((sum, each) => sum + each ** p, 0) / n);
      const near = (found: number, expected: number, deviation: number) =>
        expect(Math.abs(found - expected)).toBeLessThan((6 * deviation) / Math.sqrt(n));
      const [u1 = 0, u2 = 0] = moments(random.uniform(0, 1, n));
      near(u1, 1 / 2, Math.sqrt(1 / 12));
      near(u2, 1 / 3, Math.sqrt(4 / 45));
      const [n1 = 0, n2 = 0, n3 = 0, n4 = 0] = moments(random.normal(0, 1, n));
      near(n1, 0, 1);
      near(n2, 1, Math.sqrt(2));
      near(n3, 0, Math.sqrt(15));
      near(n4, 3, Math.sqrt(96));
      const counts = new Float64Array(10);
      for (const each of random.integers(0, 10, n)) counts[each] = (counts[each] ?? 0) + 1;
      for (const count of counts) near(count / n, 0.1, Math.sqrt(0.09));
      const ones = Array.from({ length: 64 }, () => 0);
      const generator = new Kind(3);
      for (let i = 0; i < 2000; i++) {
        const word = generator.nextUint64();
        for (let bit = 0; bit < 64; bit++) ones[bit] = (ones[bit] ?? 0) + Number((word >> BigInt(bit)) & 1n);
      }
      for (const count of ones) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(500));
    },
  );
});
