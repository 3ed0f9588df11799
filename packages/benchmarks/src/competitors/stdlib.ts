import { type Competitor, importPackage, ofPairs, ofSample } from '../harness/competitor.js';

type OfOne = (n: number, x: Float64Array, stride: number) => number;
type Corrected = (n: number, correction: number, x: Float64Array, stride: number) => number;
type Covariance = (
  n: number,
  correction: number,
  meanX: number,
  x: Float64Array,
  strideX: number,
  meanY: number,
  y: Float64Array,
  strideY: number,
) => number;
type Accumulator = () => (x?: number, y?: number) => number;

/** Functions that take Float64Arrays. Correlation is available only as an accumulator. */
export async function load(): Promise<Competitor> {
  const { module: dmean, version } = await importPackage<OfOne>('@stdlib/stats-base-dmean');
  const { module: dvariance } = await importPackage<Corrected>('@stdlib/stats-base-dvariance');
  const { module: dstdev } = await importPackage<Corrected>('@stdlib/stats-base-dstdev');
  const { module: dmin } = await importPackage<OfOne>('@stdlib/stats-base-dmin');
  const { module: dmax } = await importPackage<OfOne>('@stdlib/stats-strided-dmax');
  const { module: dcovarmtk } = await importPackage<Covariance>('@stdlib/stats-strided-dcovarmtk');
  const { module: incrpcorr } = await importPackage<Accumulator>('@stdlib/stats-incr-pcorr');
  return {
    version,
    functions: {
      mean: ofSample((x) => dmean(x.length, x, 1)),
      variance: ofSample((x) => dvariance(x.length, 1, x, 1)),
      std: ofSample((x) => dstdev(x.length, 1, x, 1)),
      min: ofSample((x) => dmin(x.length, x, 1)),
      max: ofSample((x) => dmax(x.length, x, 1)),
      covariance: ofPairs((x, y) => dcovarmtk(x.length, 1, dmean(x.length, x, 1), x, 1, dmean(y.length, y, 1), y, 1)),
      correlation: ofPairs((x, y) => {
        const add = incrpcorr();
        for (let i = 0; i < x.length; i++) add(x[i], y[i]);
        return add();
      }),
    },
  };
}
