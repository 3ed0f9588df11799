import { linuxOnly } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { addonFile, run } from './child.js';

// Samples out of range are rescaled in a copy, and order statistics sort a copy. If there is not enough memory for it,
// the result is an error, never a number.
describe('if there is no memory for a copy', linuxOnly, () => {
  test.each([
    ['mean', 'x', 1.7e308],
    ['sum', 'x', 1.7e308],
    ['std', 'x', 1e200],
    ['sem', 'x', 1e200],
    ['skewness', 'x', 1e200],
    ['kurtosis', 'x', 1e-200],
    ['moment', 'x, 2', 1e-200],
    ['describe', 'x', 1e-200],
    ['autocorrelation', 'x, 1', 1e200],
    ['covariance', 'x, y', 1e200],
    ['correlation', 'x, y', 1e200],
    ['linearRegression', 'x, y', 1e-200],
    ['quantile', 'x, Array.from({ length: 40 }, (_, i) => i / 40)', 1],
    ['mad', 'x', 1],
    ['mode', 'x', 1],
    ['spearman', 'x, y', 1],
    ['kendall', 'x, y', 1],
  ])('%s fails with ERR_STATS_OUT_OF_MEMORY, and works again when there is memory', (name, samples, size) => {
    const { status, stdout, stderr } = run(`
      const stats = require('@capsule/stats');
      const forge = require('@capsule/core').loadAddon(require('node:path').resolve('test/forge/index.ts'), 'counting');
      const x = Float64Array.from({ length: 5e6 }, (_, i) => ${size} * (1 - (i % 3) / 10));
      const y = Float64Array.from(x, (_, i) => i % 5);
      const before = JSON.stringify(stats.${name}(${samples}));
      forge.limitMemory(true);
      let refused;
      try { stats.${name}(${samples}); } catch (error) { refused = error; } finally { forge.limitMemory(false); }
      const { code, message, expected, found } = refused;
      console.log(code + ', ' + message + ', ' + (message === 'Computing a statistic: expected ' + expected + ', found ' + found + '.'));
      console.log(JSON.stringify(stats.${name}(${samples})) === before);
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout:
        'ERR_STATS_OUT_OF_MEMORY, Computing a statistic: expected memory for a copy of 5000000 values, found none., true\ntrue\n',
      stderr: '',
    });
  });

  // The array of results is allocated before the limit is set, so that only the allocation in C fails.
  test.each([
    ['zscore', 'x, 0, out', 1e200],
    ['rollingMean', 'x, 2.5e6, out', Number.NaN],
    ['rollingStd', 'x, 1, 2.5e6, out', 1],
    ['rank', 'x, out', 1],
  ])(
    '%s of the addon fails with ERR_STATS_OUT_OF_MEMORY, and works again when there is memory',
    (name, given, size) => {
      const { status, stdout, stderr } = run(`
      const { capsule } = require('@capsule/fastmath');
      const native = require(${JSON.stringify(addonFile)}).open(capsule);
      const forge = require('@capsule/core').loadAddon(require('node:path').resolve('test/forge/index.ts'), 'counting');
      const x = Float64Array.from({ length: 5e6 }, (_, i) => ${size} * (1 - (i % 3) / 10));
      const out = new Float64Array(5e6);
      forge.limitMemory(true);
      try { native.${name}(${given}); } catch ({ code }) { console.log(code); } finally { forge.limitMemory(false); }
      native.${name}(${given});
      console.log(out[0] !== 0);
    `);
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'ERR_STATS_OUT_OF_MEMORY\ntrue\n', stderr: '' });
    },
  );
});

// The heap of the addon has no limit here; the engine allocates typed arrays by itself.
test('a copy of many probabilities fails with ERR_STATS_OUT_OF_MEMORY', linuxOnly, () => {
  const { status, stdout, stderr } = run(`
    const Plain = Float64Array;
    let fails = false;
    globalThis.Float64Array = class extends Plain {
      constructor(...args) {
        if (fails) throw new RangeError('Array buffer allocation failed');
        super(...args);
        Object.setPrototypeOf(this, Plain.prototype);
      }
    };
    const { quantile } = require('@capsule/stats');
    const p = new Plain(1000);
    fails = true;
    try { quantile(new Plain(1000), p); } catch (error) { console.log(error.code + ': ' + error.message); }
  `);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: 'ERR_STATS_OUT_OF_MEMORY: quantile(values, p): expected memory for 1000 values, found none.\n',
    stderr: '',
  });
});
