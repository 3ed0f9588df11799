import { type Capsule, inspect, loadAddon } from '@capsule/core';
import { Generator, PCG64, Philox, Xoshiro256 } from '@capsule/random';
import { bootstrap } from '@capsule/stats';
import { bootstrap as bootstrapLater } from '@capsule/stats/promises';
import { call, fresh, type Group, promised, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';

export function random(): Group {
  const of = (name: string, Kind: new (seed: number) => PCG64): Scenario[] => [
    fresh(
      `normal(0, 1, 100) of ${name}`,
      () => new Generator(new Kind(1)),
      (generator) => generator.normal(0, 1, new Float64Array(100)),
    ),
    fresh(
      `uniform(2, 3, 100) of ${name}`,
      () => new Generator(new Kind(1)),
      (generator) => generator.uniform(2, 3, new Float64Array(100)),
    ),
    fresh(
      `integers(0, 10, 100) of ${name}`,
      () => new Generator(new Kind(1)),
      (generator) => generator.integers(0, 10, new Float64Array(100)),
    ),
    fresh(
      `shuffle of ${name}`,
      () => new Generator(new Kind(1)),
      (generator) => generator.shuffle([1, 2, 3, 4]),
    ),
    fresh(
      `nextUint64, nextUint32 and nextDouble of ${name}`,
      () => new Kind(1),
      (generator) => [generator.nextUint64().toString(), generator.nextUint32(), generator.nextDouble()],
    ),
    fresh(
      `jumped and state of ${name}`,
      () => new Kind(1),
      (generator) => generator.jumped().state,
    ),
    call(`create ${name}`, () => inspect(new Kind(1).capsule).variant),
  ];
  const c = loadAddon<{ sealFunction(): Capsule }>(__dirname, 'subject').sealFunction();
  const x = [1, 2, 4, 8];
  return {
    addons: [binary('@capsule/random'), binary('@capsule/stats')],
    scenarios: [
      ...of('PCG64', PCG64),
      ...of('Philox', Philox),
      ...of('Xoshiro256', Xoshiro256),
      ...(['mean', 'median', 'std'] as const).map((name) =>
        call(`bootstrap(x, '${name}')`, () => bootstrap(x, name, { seed: 1, resamples: 20 }).low),
      ),
      promised("promise of bootstrap(x, 'mean')", () => bootstrapLater(x, 'mean', { seed: 1, resamples: 20 })),
      call('bootstrap of a function of another type', () => bootstrap(x, c, { seed: 1 })),
      call('new Generator(function)', () => new Generator(c as never)),
      call('new Generator({ capsule })', () => new Generator({ capsule: {} as never })),
    ],
  };
}
