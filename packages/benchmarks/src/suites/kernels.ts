import { join } from 'node:path';
import type { Start } from '../harness/child-process.js';
import { type Case, compete, type Suite } from '../harness/suite.js';
import { bytes, ordering } from '../kernel-bytes.js';
import { pythonChild } from './peers.js';

const file = join(__dirname, '..', 'competitors', 'kernels.js');
const variants = process.arch === 'arm64' ? ['scalar', 'neon'] : ['scalar', 'avx2', 'avx512'];

const starts: Start[] = [
  { competitor: 'read limit', file, args: ['read'] },
  ...variants.map((variant) => ({ competitor: variant, file, args: [variant], env: { FASTMATH_CPU: variant } })),
  { competitor: 'javascript', file: join(__dirname, '..', 'competitors', 'javascript.js') },
];

const cases = (lengths: readonly number[]): Case[] =>
  lengths.flatMap((n) =>
    Object.keys(bytes)
      .filter((name) => n <= 2 ** 20 || !ordering.includes(name))
      .map((name): Case => ({ function: name, n })),
  );

/** From a cache line to more than any cache. */
const lengths = (quick: boolean) =>
  quick ? [8, 512, 32_768, 1_048_576] : [8, 64, 512, 4096, 32_768, 262_144, 1_048_576, 10_000_000];

export const suite: Suite = {
  name: 'kernels',
  question: 'What does SIMD buy, by length?',
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
