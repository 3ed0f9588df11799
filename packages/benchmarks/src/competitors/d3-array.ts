import { type Competitor, ofOne, theirs } from '../competitor.js';

type OfOne = (x: Iterable<number>) => number;

export async function load(): Promise<Competitor> {
  const { module: d3, version } =
    await theirs<Record<'mean' | 'variance' | 'deviation' | 'min' | 'max', OfOne>>('d3-array');
  return {
    version,
    functions: {
      mean: ofOne(d3.mean),
      variance: ofOne(d3.variance),
      std: ofOne(d3.deviation),
      min: ofOne(d3.min),
      max: ofOne(d3.max),
    },
  };
}
