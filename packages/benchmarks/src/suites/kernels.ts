import { join } from 'node:path';
import type { Start } from '../children.js';
import { bytes } from '../kernel-bytes.js';
import { type Case, compete, type Suite } from '../suite.js';

const file = join(__dirname, '..', 'competitors', 'kernels.js');
const variants = process.arch === 'arm64' ? ['scalar', 'neon'] : ['scalar', 'avx2', 'avx512'];

const starts: Start[] = [
  { competitor: 'read limit', file, args: ['read'] },
  ...variants.map((variant) => ({ competitor: variant, file, args: [variant], env: { FASTMATH_CPU: variant } })),
];

/** From a cache line to more than any cache. */
const lengths = (quick: boolean) =>
  quick ? [8, 512, 32_768, 1_048_576] : [8, 64, 512, 4096, 32_768, 262_144, 1_048_576, 10_000_000];

export const suite: Suite = {
  name: 'kernels',
  question: 'What does SIMD buy, by length?',
  run: (context) =>
    compete(context, {
      suite: 'kernels',
      starts,
      cases: lengths(context.quick).flatMap((n) => Object.keys(bytes).map((name): Case => ({ function: name, n }))),
      longest: 0,
      rounds: context.quick ? 3 : 5,
      milliseconds: context.quick ? 3 : 10,
      unit: 'GB/s',
      convert: (ns, each) => ((bytes[each.function] ?? 0) * each.n) / ns,
    }),
};
