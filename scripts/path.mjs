// The files on the path of one call, mean(values), from the contract to math->sum(x, n), in the order in which a reader
// walks them. Without what is generated, they have to stay under 600 lines together. Beside the path stand the checks
// of arguments (stats/src/univariate.ts, values.ts), short samples, and the same kernels for wide registers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './workspaces.mjs';

const limit = 600;
const path = [
  ['packages/fastmath/fastmath.contract.ts', 'contract: the one declaration'],
  ['packages/fastmath/native/reduction/summation_order.h', 'kernel: the order of operations'],
  ['packages/fastmath/native/kernels/sum.c', '        sum'],
  ['packages/fastmath/native/table.c', 'table: sum is an entry'],
  ['packages/fastmath/native/addon.cc', 'seal'],
  ['packages/fastmath/src/capsule.ts', 'JavaScript carries'],
  ['packages/stats/src/index.ts', '        from one package'],
  ['packages/stats/src/create-stats.ts', '        to the other'],
  ['packages/stats/native/addon.cc', 'open'],
  ['packages/stats/native/node/call.h', '        how JavaScript calls it'],
  ['packages/stats/native/statistics/univariate.c', 'call: math->sum(x, n)'],
];

/** Prints the path, and says whether it is short enough. */
export function pathIsShort() {
  const lines = path.map(([file]) => readFileSync(join(root, file), 'utf8').split('\n').length - 1);
  const total = lines.reduce((sum, count) => sum + count, 0);
  for (const [i, [file, what]] of path.entries()) {
    console.log(`  ${String(lines[i]).padStart(4)}  ${file.padEnd(43)}${what}`);
  }
  console.log(`  ${String(total).padStart(4)}  of ${limit} lines at most`);
  return total < limit;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = pathIsShort() ? 0 : 1;
