import { type Competitor, ofOne, theirs } from '../competitor.js';

type OfOne = (x: Iterable<number>) => number;

export async function load(): Promise<Competitor> {
  type Functions = Record<'mean' | 'sum' | 'variance' | 'deviation' | 'min' | 'max' | 'median' | 'mode', OfOne>;
  const { module: d3, version } = await theirs<Functions & { extent(x: Iterable<number>): [number, number] }>(
    'd3-array',
  );
  return {
    version,
    functions: {
      mean: ofOne(d3.mean),
      sum: ofOne(d3.sum),
      variance: ofOne(d3.variance),
      std: ofOne(d3.deviation),
      min: ofOne(d3.min),
      max: ofOne(d3.max),
      minMax: ofOne((x) => {
        const [min, max] = d3.extent(x);
        return { min, max };
      }),
    },
  };
}
