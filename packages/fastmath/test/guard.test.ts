import { join } from 'node:path';
import { configuration } from '@capsule/test-support/child-process';
import { posixOnly } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { load, variants } from './addon.js';
import { run } from './child.js';
import { lengths, longer } from './data.js';
import { forge, kernelNames, type Place } from './forge/index.js';

const file = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));

/**
 * Calls kernels in a child process, which prints a line for each call: its name before the call, and a hash of the
 * results after it. So the last line of a process that crashed names the call.
 */
function call(variant: string, names: readonly string[], ns: readonly number[], places: readonly Place[], beyond = 0) {
  const script = `
    const { writeSync } = require('node:fs');
    const { capsule } = require('@capsule/fastmath');
    const forge = require(${file});
    for (const name of ${JSON.stringify(names)})
      for (const n of ${JSON.stringify(ns)})
        for (const place of ${JSON.stringify(places)}) {
          writeSync(1, name + ' of ' + n + ' elements at ' + place + ': ');
          writeSync(1, forge.call(capsule, name, n, place, ${beyond}) + '\\n');
        }
  `;
  const { status, signal, stdout } = run(script, { FASTMATH_CPU: variant });
  const lines = stdout.split('\n');
  const hashes = lines.slice(0, -1).map((line) => line.slice(line.indexOf(': ')));
  return { status, signal, unfinished: lines.at(-1), hashes };
}

// The control expects the signal of a crash, and Windows has no signals.
describe('between unreadable pages', posixOnly, () => {
  const edges = ['a page start', 'a page end'] as const;
  const finished = { status: 0, signal: null, unfinished: '' };

  // The control: an access beyond the arrays crashes.
  describe.each(edges)('at %s', (edge) => {
    test.each(['sum', 'axpy'] as const)('%s crashes when the length is one element too large', (name) => {
      const { signal, unfinished } = call('', [name], [5], [edge], 1);
      expect(['SIGSEGV', 'SIGBUS']).toContain(signal);
      expect(unfinished).toBe(`${name} of 5 elements at ${edge}: `);
    });
  });

  describe.each(variants)('%s', (variant) => {
    test.each(kernelNames)('%s stays within its arrays and needs no more than 8 bytes of alignment', (name) => {
      const ns = [...lengths, ...longer];
      const { hashes, ...end } = call(variant, [name], ns, edges);
      expect(end).toEqual(finished);
      expect(hashes).toHaveLength(2 * ns.length);
      expect(ns.filter((_, i) => hashes[2 * i] !== hashes[2 * i + 1])).toEqual([]);
    });

    test('no kernel reads a pointer when n is 0', () => {
      const { hashes, ...end } = call(variant, kernelNames, [0], [...edges, 'nowhere']);
      expect(end).toEqual(finished);
      expect(kernelNames.filter((_, i) => new Set(hashes.slice(3 * i, 3 * i + 3)).size !== 1)).toEqual([]);
    });
  });
});

describe.each(variants)('%s', (variant) => {
  const { capsule } = load(variant);

  test.each(kernelNames)('%s preserves the floating-point environment', (name) => {
    expect([0, 1, 7, 64, 200, 8193].filter((n) => !forge.keepsEnvironment(capsule, name, n))).toEqual([]);
  });

  test.each(kernelNames)('%s returns the same result to four threads at a time', (name) => {
    expect([7, 200, 8193].filter((n) => !forge.callAtOnce(capsule, name, n))).toEqual([]);
  });
});
