import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { load as loadStats } from '../competitors/stats.js';
import type { Start } from '../harness/child-process.js';
import { type Case, compete, type Suite } from '../harness/suite.js';

/** The longest arrays for statistics with which other packages would take minutes. */
const longest: Readonly<Record<string, number>> = { mode: 1_048_576, spearman: 262_144, kendall: 1_048_576 };

/** The files in competitors/. NumPy and SciPy are added if Python has them. */
const names = ['stats', 'hand-written', 'simple-statistics', 'd3-array', 'ml-stat', 'stdlib'];

/** Returns the first Python that runs. CAPSULE_PYTHON is tried first. */
function python(): string {
  const candidates = [process.env['CAPSULE_PYTHON'] ?? '', 'python3', 'python'].filter((name) => name !== '');
  return candidates.find((name) => spawnSync(name, ['--version']).status === 0) ?? 'python3';
}

/** Describes how to start NumPy, SciPy or the kernels of NumPy, each in its own Python process. */
export const pythonChild = (part: string, competitor = part): Start => ({
  competitor,
  program: python(),
  file: join(__dirname, '..', '..', 'python', 'child.py'),
  args: [part],
});

export function peers(): Start[] {
  return [
    ...names.map((name) => ({ competitor: name, file: join(__dirname, '..', 'competitors', `${name}.js`) })),
    ...['numpy', 'scipy'].map((name) => pythonChild(name)),
  ];
}

const lengths = (quick: boolean) =>
  quick ? [8, 512, 32_768, 1_048_576] : [8, 64, 512, 4096, 32_768, 262_144, 1_048_576, 10_000_000];

export const suite: Suite = {
  name: 'peers',
  question: 'How fast are statistics, against what people would use instead?',
  async run(context) {
    const statistics = Object.keys((await loadStats()).functions);
    await compete(context, {
      suite: 'peers',
      starts: peers(),
      cases: lengths(context.quick).flatMap((n) =>
        statistics.filter((name) => n <= (longest[name] ?? n)).map((name): Case => ({ function: name, n })),
      ),
      longest: Math.max(...lengths(context.quick)),
      rounds: context.quick ? 3 : 5,
      milliseconds: context.quick ? 4 : 10,
    });
  },
};
