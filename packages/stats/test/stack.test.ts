import { join } from 'node:path';
import { runScript } from '@capsule/test-support/child-process';
import { unsanitized } from '@capsule/test-support/skip';
import { atTheEndOfTheStack } from '@capsule/test-support/stack';
import { expect, test } from 'vitest';

const dist = (name: string) => JSON.stringify(join(__dirname, '..', '..', name, 'dist', 'index.js'));

// Sanitized code needs more of the stack.
test('calls at the end of the stack return, or throw', { timeout: 120_000, ...unsanitized }, () => {
  const script = atTheEndOfTheStack(
    'calls',
    `const stats = require(${dist('stats')}), fastmath = require(${dist('fastmath')}), random = require(${dist('random')});
     const core = require(${dist('core')});
     const x = Float64Array.from({ length: 300 }, (_, i) => 1 + i % 7);
     const calls = {
       notAColumn: () => stats.readArrow({}, { column: 'a\\0' }),
       state: () => random.PCG64.fromState({ kind: 'pcg64', words: ['0xg', '0x1', '0x1', '0x1'] }),
       seed: () => new random.PCG64('12'),
       seeds: () => new random.PCG64(new Uint32Array(2)),
       integers: () => new random.Generator(1).integers(6),
       shuffle: () => new random.Generator(1).shuffle(new Set([1])),
       spawn: () => new random.PCG64(1).spawn('x'),
       generator: () => new random.Generator({ capsule: fastmath.capsule }),
       seeded: () => new random.Generator(1).normal(),
       stats: () => stats.createStats(new random.PCG64(1).capsule),
       map: () => stats.map(fastmath.capsule, x),
       functionOf: () => core.functionOf(fastmath.capsule, 'sum'),
     };
     for (const [from, functions] of Object.entries({ stats, fastmath })) {
       for (const [name, f] of Object.entries(functions)) {
         if (typeof f !== 'function' || ['bootstrap', 'createStats', 'Accumulator'].includes(name)) continue;
         calls[from + ' ' + name + ' of numbers'] = () => f(x.slice());
         calls[from + ' ' + name + ' of two arrays'] = () => f(x.slice(), x.slice());
         calls[from + ' ' + name + ' of an object'] = () => f({});
       }
     }`,
  );
  expect(runScript(script)).toEqual({ status: 0, signal: null, stdout: '[]\n', stderr: '' });
});
