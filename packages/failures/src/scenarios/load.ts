import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capsule } from '@capsule/fastmath';
import { loadInject } from '../inject.js';
import type { Group, Scenario } from '../scenario.js';
import { binary } from './binaries.js';
import { random } from './samples.js';

// biome-ignore lint/suspicious/noExplicitAny: each addon has its own exports.
type Exports = any;

const folder = mkdtempSync(join(tmpdir(), 'capsule-failures-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let images = 0;

/**
 * Loads a new image of an addon and uses it. The static variables of a new image are not initialized yet. After a
 * failure the same image is loaded again.
 */
export function first(name: string, path: string, use: (exports: Exports) => unknown): Scenario {
  let image: string | undefined;
  return {
    name,
    keeps: true,
    prepare: () => {
      if (image === undefined) {
        image = join(folder, `${images++}.node`);
        copyFileSync(path, image);
        loadInject().attach(image);
      }
      const file = image;
      return () => {
        const loaded = { exports: {} };
        process.dlopen(loaded, file);
        const result = use(loaded.exports);
        image = undefined;
        return result;
      };
    },
  };
}

/** The initialization of addons when they are loaded, and on the first call. */
export function load(): Group {
  const names = (exports: object) => Object.keys(exports);
  const x = random(100_000);
  const scenarios = [
    first('load core.node', binary('@capsule/core'), names),
    first('load fastmath.node', binary('@capsule/fastmath'), names),
    first('load stats.node', binary('@capsule/stats'), names),
    first('core.node: the first share', binary('@capsule/core'), (core) =>
      core.share(capsule, '0123456789abcdef'.repeat(3), 60_000),
    ),
    first('stats.node: the first mean', binary('@capsule/stats'), (stats) => stats.open(capsule).mean(x)),
    {
      ...first('fastmath.node: the first threads', binary('@capsule/fastmath'), (fastmath) => {
        const kernels = fastmath.load('scalar');
        fastmath.forceThreads(4, true);
        const [sum, copy] = [kernels.sum(x), x.slice()];
        if (sum === undefined || kernels.sort(copy) === undefined) throw new Error('a kernel rejects its arguments');
        return [sum, copy[5]];
      }),
      step: 7,
    },
  ];
  return { addons: [], scenarios };
}
