import { join } from 'node:path';
import { loadAddon } from '@capsule/core';
import type { Start } from '../harness/child-process.js';
import { type Case, compete, type Suite } from '../harness/suite.js';
import { pythonChild } from './peers.js';

const file = join(__dirname, '..', 'competitors', 'kernels.js');
const variants = process.arch === 'arm64' ? ['scalar', 'neon'] : ['scalar', 'avx2', 'avx512'];

const starts: Start[] = [
  { competitor: 'read limit', file, args: ['read'] },
  ...variants.map((variant) => ({ competitor: variant, file, args: [variant], env: { FASTMATH_CPU: variant } })),
  { competitor: 'javascript', file: join(__dirname, '..', 'competitors', 'javascript.js') },
];

const { bytes } = loadAddon<{ bytes: Readonly<Record<string, number>> }>(__dirname, 'kernels');

/** The time of these kernels grows faster than n: with more than a million values they would take most of a run. */
const superlinear: readonly string[] = ['sort', 'select', 'rank', 'search_sorted'];

const cases = (lengths: readonly number[]): Case[] =>
  lengths.flatMap((n) =>
    Object.keys(bytes)
      .filter((name) => n <= 2 ** 20 || !superlinear.includes(name))
      .map((name): Case => ({ function: name, n })),
  );

/** Lengths from one cache line to more than the capacity of any cache. */
const lengths = (quick: boolean) =>
  quick ? [8, 512, 32_768, 1_048_576] : [8, 64, 512, 4096, 32_768, 262_144, 1_048_576, 10_000_000];

export const suite: Suite = {
  name: 'kernels',
  question: 'How much faster is SIMD, by length?',
  run: (context) =>
    compete(context, {
      suite: 'kernels',
      starts: [...starts, pythonChild('kernels', 'numpy')],
      cases: cases(lengths(context.quick)),
      longest: Math.max(...lengths(context.quick)), // for NumPy
      rounds: context.quick ? 3 : 5,
      milliseconds: context.quick ? 3 : 10,
      unit: 'GB/s',
      convert: (ns, each) => ((bytes[each.function] ?? 0) * each.n) / ns,
    }),
};
