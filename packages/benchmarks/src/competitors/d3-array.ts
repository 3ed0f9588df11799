import { type Competitor, importPackage, ofSample } from '../harness/competitor.js';

type OfOne = (x: Iterable<number>) => number;

export async function load(): Promise<Competitor> {
  type Functions = Record<'mean' | 'sum' | 'variance' | 'deviation' | 'min' | 'max' | 'median', OfOne>;
  interface Others {
    extent(x: Iterable<number>): [number, number];
    quantile(x: Iterable<number>, p: number): number;
  }
  const { module: d3, version } = await importPackage<Functions & Others>('d3-array');
  return {
    version,
    functions: {
      mean: ofSample(d3.mean),
      sum: ofSample(d3.sum),
      variance: ofSample(d3.variance),
      std: ofSample(d3.deviation),
      min: ofSample(d3.min),
      max: ofSample(d3.max),
      median: ofSample(d3.median),
      quantile: ofSample((x) => d3.quantile(x, 0.3)),
      iqr: ofSample((x) => d3.quantile(x, 0.75) - d3.quantile(x, 0.25)),
      minMax: ofSample((x) => {
        const [min, max] = d3.extent(x);
        return { min, max };
      }),
    },
  };
}
