import { loadAddon } from '@capsule/core';
import { capsule, createVector } from '@capsule/fastmath';
import * as stats_ from '@capsule/stats';
import * as promises from '@capsule/stats/promises';
import { call, type Group, promised, type Scenario } from '../scenario.js';
import { exporter } from './arrow.js';
import { binary } from './binaries.js';
import { random } from './samples.js';

type Any = (...values: unknown[]) => unknown;

export function stats(): Group {
  const n = 1000;
  const x = random(n);
  const y = random(n, 2);
  const rounded = x.map((value) => Math.round(value * 50));
  const { sealPair, sealStream } = exporter();
  const samples: Record<string, [unknown, unknown]> = {
    'typed arrays': [x, y],
    'plain arrays': [[...x], [...y]],
    float32: [Float32Array.from(x), Float32Array.from(y)],
    capsules: [createVector(x), createVector(y)],
    'large values': [x.map((v) => v * 1e300), y.map((v) => v * 1e300)],
    'small arrays': [x.slice(0, 5), y.slice(0, 5)],
    'Arrow columns': [{ [Symbol.for('arrow.c.array')]: sealPair }, { [Symbol.for('arrow.c.stream')]: sealStream }],
  };
  const one =
    'mean sum geometricMean harmonicMean variance std sem min max minMax describe skewness kurtosis zscore ' +
    'median mad mode rank iqr';
  const two = 'weightedMean covariance correlation linearRegression spearman kendall';
  const functions = stats_ as unknown as Readonly<Record<string, Any>>;
  const f = (name: string): Any => functions[name] as Any;
  const scenarios: Scenario[] = Object.entries(samples).flatMap(([kind, [a, b]]) => [
    ...one.split(' ').map((name) => call(`${name}(x), ${kind}`, () => f(name)(a))),
    ...two.split(' ').map((name) => call(`${name}(x, y), ${kind}`, () => f(name)(a, b))),
    call(`variance(x, { ddof: 0 }), ${kind}`, () => f('variance')(a, { ddof: 0 })),
    call(`moment(x, 3), ${kind}`, () => f('moment')(a, 3)),
    call(`moment(x, 3, { center: 1 }), ${kind}`, () => f('moment')(a, 3, { center: 1 })),
    call(`kurtosis(x, { bias: false }), ${kind}`, () => f('kurtosis')(a, { bias: false })),
    call(`autocorrelation(x, 2), ${kind}`, () => f('autocorrelation')(a, 2)),
    call(`rollingMean(x, 3), ${kind}`, () => f('rollingMean')(a, 3)),
    call(`rollingStd(x, 3), ${kind}`, () => f('rollingStd')(a, 3)),
    call(`quantile(x, 0.5), ${kind}`, () => f('quantile')(a, 0.5)),
    call(`quantile(x, [0.1, 0.9], { method: 2 }), ${kind}`, () => f('quantile')(a, [0.1, 0.9], { method: 2 })),
    call(`histogram(x), ${kind}`, () => f('histogram')(a)),
    call(`histogram(x, { bins: 5 }), ${kind}`, () => f('histogram')(a, { bins: 5 })),
    call(`correlationMatrix([x, y]), ${kind}`, () => f('correlationMatrix')([a, b])),
    call(`new Accumulator().push(x), ${kind}`, () => {
      const accumulator = new stats_.Accumulator();
      accumulator.push(a as Float64Array);
      return accumulator.toJSON();
    }),
  ]);
  const later: Scenario[] = Object.entries({ 'typed arrays': x, capsules: createVector(x) }).flatMap(([kind, a]) => [
    promised(`promise of mean(x), ${kind}`, () => promises.mean(a)),
    promised(`promise of describe(x), ${kind}`, () => promises.describe(a)),
    promised(`promise of zscore(x), ${kind}`, () => promises.zscore(a)),
    promised(`promise of histogram(x), ${kind}`, () => promises.histogram(a)),
    promised(`promise of quantile(x, 0.5), ${kind}`, () => promises.quantile(a, 0.5)),
  ]);
  // f64(f64,*void): 0, so that its integral converges at once.
  const c = loadAddon<{ sealFunction(): unknown }>(__dirname, 'subject').sealFunction();
  const refused: Scenario[] = [
    call('map(x, f)', () => f('map')(x, c)),
    call('map(capsule, f)', () => f('map')(createVector(x), c)),
    call('reduce(x, f, 0)', () => f('reduce')(x, c, 0)),
    call('integrate(f, 0, 1)', () => f('integrate')(c, 0, 1)),
    call("mean('text')", () => f('mean')('text')),
    call('mean({})', () => f('mean')({})),
    call('mean(capsule of a table)', () => f('mean')(capsule)),
    call('mode(rounded)', () => f('mode')(rounded)),
    call('kendall(rounded, y)', () => f('kendall')(rounded, y)),
    call('createStats(capsule)', () => Object.keys(stats_.createStats(capsule))),
    call('createStats({})', () => stats_.createStats({} as never)),
    call('map(x, {})', () => f('map')(x, {})),
    call('reduce(x, {}, 0)', () => f('reduce')(x, {}, 0)),
    call('integrate({}, 0, 1)', () => f('integrate')({}, 0, 1)),
  ];
  return {
    addons: [binary('@capsule/stats'), binary('@capsule/fastmath')],
    scenarios: [...scenarios, ...later, ...refused],
  };
}
