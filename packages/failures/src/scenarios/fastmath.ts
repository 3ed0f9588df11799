import { createRequire } from 'node:module';
import { type Capsule, inspect, loadAddon } from '@capsule/core';
import * as fastmath_ from '@capsule/fastmath';
import * as promises from '@capsule/fastmath/promises';
import { call, fresh, type Group, promised, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';
import { random } from './samples.js';

type Kernels = Readonly<Record<string, (...values: unknown[]) => unknown>>;
interface Addon {
  variants(): string[];
  load(variant: string): Kernels;
  useThreads(threads: number, cores: number): number;
  forceThreads(threads: number, always: boolean): boolean;
  vector(n: number, values: Float64Array | undefined): Capsule;
}

export function fastmath(): Group {
  const math = fastmath_;
  const x = random(1000);
  const y = random(1000, 2);
  const floats = Float32Array.from(x);
  const label = (capsule: unknown): unknown => inspect(capsule as Capsule);
  const exported: Scenario[] = [
    call('sum(x)', () => math.sum(x)),
    call('sumExact(x)', () => math.sumExact(x)),
    call('dot(x, y)', () => math.dot(x, y)),
    call('minMax(x)', () => math.minMax(x)),
    call('argMinMax(x)', () => math.argMinMax(x)),
    call('moments(x)', () => math.moments(x)),
    call('comoments(x, y)', () => math.comoments(x, y)),
    call('momentsWeighted(x, y)', () => math.momentsWeighted(x, y)),
    ...(['add', 'subtract', 'multiply', 'divide'] as const).map((name) =>
      call(`${name}(x, y)`, () => math[name](x, y)),
    ),
    call('add(x, y, out)', () => math.add(x, y, new Float64Array(1000))),
    ...(['abs', 'sqrt', 'cumsum'] as const).map((name) => call(`${name}(x)`, () => math[name](x))),
    call('widen(floats)', () => math.widen(floats)),
    fresh(
      'axpy(2, x, y)',
      () => y.slice(),
      (out) => math.axpy(2, x, out),
    ),
    fresh(
      'scale(2, x)',
      () => x.slice(),
      (out) => math.scale(2, out),
    ),
    fresh(
      'sort(x)',
      () => x.slice(),
      (out) => math.sort(out),
    ),
    fresh(
      'sort(100,000 values)',
      () => random(1e5),
      (out) => math.sort(out),
    ),
    call('select(x, 500)', () => math.select(x, 500)),
    call('select(100,000 values, 50,000)', () => math.select(random(1e5), 50_000)),
    call('select(x, [1, 500, 900])', () => math.select(x, [1, 500, 900])),
    call('rank(x)', () => math.rank(x)),
    call('histogram(x, 0, 1, 10)', () => math.histogram(x, 0, 1, 10)),
    call('searchSorted(x, 0.5)', () => math.searchSorted(x.slice().sort(), 0.5)),
    call("searchSorted(x, y, { side: 'right' })", () => math.searchSorted(x.slice().sort(), y, { side: 'right' })),
    call('gather(x, { stride: 2 })', () => math.gather(x, { stride: 2 })),
    call('sumStrided(x, { stride: 2 })', () => math.sumStrided(x, { stride: 2 })),
    call('dotStrided(x, y, { n: 10 })', () => math.dotStrided(x, y, { n: 10 })),
    promised('promise of select(x, [500, 1])', () => promises.select(x, [500, 1])),
    promised('promise of argMinMax(x)', () => promises.argMinMax(x)),
    promised('promise of histogram(x, 0, 1, 10)', () => promises.histogram(x, 0, 1, 10)),
    promised('promise of gather(x, { stride: 2 })', () => promises.gather(x, { stride: 2 })),
    call('deviations(x)', () => math.deviations(x)),
    call('createVector(10)', () => math.createVector(10), label),
    call('createVector(x)', () => math.createVector(x), label),
  ];
  const addon = loadAddon<Addon>(createRequire(__filename).resolve('@capsule/fastmath'), 'fastmath');
  const kernels = addon.load(addon.variants()[0] as string) as Kernels;
  /** A generated native function, whose module throws for arguments or memory that it does not accept. */
  const k = (name: string, ...values: unknown[]) =>
    call(`addon ${name}`, () => {
      const result = kernels[name]?.(...values.map((v) => (v instanceof Float64Array ? v.slice() : v)));
      if (result === undefined || result === null || result === false) throw new Error(`${name} rejects`);
      return result;
    });
  const out = new Float64Array(8);
  const direct: Scenario[] = [
    call('addon.variants()', () => addon.variants()),
    // Each call creates a queue of promises, which lives until the environment ends.
    { ...call('addon.load(variant)', () => Object.keys(addon.load('scalar'))), keeps: true },
    call("addon.load('other')", () => addon.load('other')),
    call('addon.load(1)', () => addon.load(1 as never)),
    call('addon.useThreads(1, 1)', () => addon.useThreads(1, 1)),
    call('addon.vector(-1)', () => addon.vector(-1, undefined)),
    k('deviations', x, out),
    k('sumStrided', x, 0, 2, 500),
    k('dotStrided', x, 0, 2, y, 1, 2, 400),
    k('minMaxStrided', x, 0, 2, 500, out),
    k('momentsStrided', x, 0, 2, 500, out),
    k('comomentsStrided', x, 0, 2, y, 1, 2, 400, out),
    k('select', x, Float64Array.of(0, 2), new Float64Array(2)),
    k('histogram', x, 0, 1, 8, out),
    ...[
      'sum',
      'dot',
      'minMax',
      'sort',
      'select',
      'searchSorted',
      'histogram',
      'add',
      'abs',
      'axpy',
      'scale',
      'widen',
      'gather',
      'sumStrided',
      'moments',
      'momentsWeighted',
    ].flatMap((name) => [k(name), k(name, 1, 2, 3, 4, 5, 6, 7, 8), k(name, x, 1), k(name, x, x, 1, 1, 1)]),
  ];
  return { addons: [binary('@capsule/fastmath')], scenarios: [...exported, ...direct] };
}
