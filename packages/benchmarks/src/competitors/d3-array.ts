import { type Competitor, ofOne, theirs } from '../harness/competitor.js';

type OfOne = (x: Iterable<number>) => number;

export async function load(): Promise<Competitor> {
  type Functions = Record<'mean' | 'sum' | 'variance' | 'deviation' | 'min' | 'max' | 'median', OfOne>;
  interface Others {
    extent(x: Iterable<number>): [number, number];
    quantile(x: Iterable<number>, p: number): number;
  }
  const { module: d3, version } = await theirs<Functions & Others>('d3-array');
  return {
    version,
    functions: {
      mean: ofOne(d3.mean),
      sum: ofOne(d3.sum),
      variance: ofOne(d3.variance),
      std: ofOne(d3.deviation),
      min: ofOne(d3.min),
      max: ofOne(d3.max),
      median: ofOne(d3.median),
      quantile: ofOne((x) => d3.quantile(x, 0.3)),
      iqr: ofOne((x) => d3.quantile(x, 0.75) - d3.quantile(x, 0.25)),
      minMax: ofOne((x) => {
        const [min, max] = d3.extent(x);
        return { min, max };
      }),
    },
  };
}
