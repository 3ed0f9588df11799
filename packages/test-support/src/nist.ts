// The NIST Statistical Reference Datasets: the univariate sets, and every column of the linear regression sets. Many of
// these samples and pairs are numerically difficult. Public domain, NIST/ITL.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Named<Sample> = [name: string, sample: Sample];
export type Pairs = [name: string, x: ArrayLike<number>, y: ArrayLike<number>];

/** A univariate set. Certified values have 15 digits, as text. */
export interface Univariate {
  readonly y: readonly number[];
  readonly certified: { readonly mean: string; readonly sd: string; readonly lag1_autocorrelation: string };
  /** The result for the float64 values, computed in rational arithmetic by another program. */
  readonly exactOnFloat64: { readonly mean: string; readonly sd: string; readonly variance_ddof1: string };
}

/** A linear regression set: y = B0 + B1*x. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly certified: {
    readonly parameters: readonly { readonly estimate: string; readonly sd: string }[];
    readonly residual_sd: string;
    readonly r_squared: string;
  };
}

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, '..', 'data', `${name}.json`), 'utf8'));

export const nist: Readonly<Record<'Lew' | 'Lottery' | 'Mavro' | 'Michelso', Univariate>> = {
  Lew: read('Lew'),
  Lottery: read('Lottery'),
  Mavro: read('Mavro'),
  Michelso: read('Michelso'),
};
export const norris: Line = read('Norris');

/** 1001 values: a middle value, then low and high values in alternation. */
const alternating = (middle: number, low: number, high: number) => [
  middle,
  ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high)),
];

/** The four artificial sets, generated from their definition. Their certified mean and standard deviation are exact. */
export const numAcc: readonly { name: string; y: readonly number[]; mean: string; sd: string }[] = [
  { name: 'NumAcc1', y: [10000001, 10000003, 10000002], mean: '10000002', sd: '1' },
  { name: 'NumAcc2', y: alternating(1.2, 1.1, 1.3), mean: '1.2', sd: '0.1' },
  { name: 'NumAcc3', y: alternating(1000000.2, 1000000.1, 1000000.3), mean: '1000000.2', sd: '0.1' },
  { name: 'NumAcc4', y: alternating(10000000.2, 10000000.1, 10000000.3), mean: '10000000.2', sd: '0.1' },
];

const range = (n: number, formula: (i: number) => number) => Array.from({ length: n }, (_, i) => formula(i));

/** atan(1 / x) in multiples of 1 / unit, by its power series. The error is less than the number of terms. */
function arctangent(x: bigint, unit: bigint): bigint {
  let power = unit / x;
  let sum = power;
  for (let n = 3n; power !== 0n; n += 2n) {
    power /= -x * x;
    sum += power / n;
  }
  return sum;
}

/** The first digits of pi, by Machin's formula, with 10 digits more for its errors. */
function digitsOfPi(count: number): number[] {
  const unit = 10n ** BigInt(count + 10);
  return Array.from(String(16n * arctangent(5n, unit) - 4n * arctangent(239n, unit)).slice(0, count), Number);
}

/** 5000 digits of pi as NIST prints them: digit 957 is 3, although that digit of pi is 8. */
export const piDigits = {
  name: 'PiDigits',
  y: digitsOfPi(5000).with(956, 3),
  mean: '4.53480000000000',
  sd: '2.86733906028871',
  lag1_autocorrelation: '-0.00355099287237972',
};

const pontius = [
  0.11019, 0.21956, 0.32949, 0.43899, 0.54803, 0.65694, 0.76562, 0.87487, 0.98292, 1.09146, 1.20001, 1.30822, 1.41599,
  1.52399, 1.63194, 1.73947, 1.84646, 1.95392, 2.06128, 2.16844, 0.11052, 0.22018, 0.32939, 0.43886, 0.54798, 0.65739,
  0.76596, 0.87474, 0.983, 1.0915, 1.20004, 1.30818, 1.41613, 1.52408, 1.63159, 1.73965, 1.84696, 1.95445, 2.06177,
  2.16829,
];

const filip = {
  y: [
    0.8116, 0.9072, 0.9052, 0.9039, 0.8053, 0.8377, 0.8667, 0.8809, 0.7975, 0.8162, 0.8515, 0.8766, 0.8885, 0.8859,
    0.8959, 0.8913, 0.8959, 0.8971, 0.9021, 0.909, 0.9139, 0.9199, 0.8692, 0.8872, 0.89, 0.891, 0.8977, 0.9035, 0.9078,
    0.7675, 0.7705, 0.7713, 0.7736, 0.7775, 0.7841, 0.7971, 0.8329, 0.8641, 0.8804, 0.7668, 0.7633, 0.7678, 0.7697,
    0.77, 0.7749, 0.7796, 0.7897, 0.8131, 0.8498, 0.8741, 0.8061, 0.846, 0.8751, 0.8856, 0.8919, 0.8934, 0.894, 0.8957,
    0.9047, 0.9129, 0.9209, 0.9219, 0.7739, 0.7681, 0.7665, 0.7703, 0.7702, 0.7761, 0.7809, 0.7961, 0.8253, 0.8602,
    0.8809, 0.8301, 0.8664, 0.8834, 0.8898, 0.8964, 0.8963, 0.9074, 0.9119, 0.9228,
  ],
  x: [
    -6.860120914, -4.324130045, -4.358625055, -4.358426747, -6.955852379, -6.661145254, -6.355462942, -6.118102026,
    -7.115148017, -6.815308569, -6.519993057, -6.204119983, -5.853871964, -6.109523091, -5.79832982, -5.482672118,
    -5.171791386, -4.851705903, -4.517126416, -4.143573228, -3.709075441, -3.499489089, -6.300769497, -5.953504836,
    -5.642065153, -5.031376979, -4.680685696, -4.329846955, -3.928486195, -8.56735134, -8.363211311, -8.107682739,
    -7.823908741, -7.522878745, -7.218819279, -6.920818754, -6.628932138, -6.323946875, -5.991399828, -8.781464495,
    -8.663140179, -8.473531488, -8.247337057, -7.971428747, -7.676129393, -7.352812702, -7.072065318, -6.774174009,
    -6.478861916, -6.159517513, -6.835647144, -6.53165267, -6.224098421, -5.910094889, -5.598599459, -5.290645224,
    -4.974284616, -4.64454848, -4.290560426, -3.885055584, -3.408378962, -3.13200249, -8.726767166, -8.66695597,
    -8.511026475, -8.165388579, -7.886056648, -7.588043762, -7.283412422, -6.995678626, -6.691862621, -6.392544977,
    -6.067374056, -6.684029655, -6.378719832, -6.065855188, -5.752272167, -5.132414673, -4.811352704, -4.098269308,
    -3.66174277, -3.2644011,
  ],
};

/** y, then x1 to x6. */
const longley: [y: number[], ...x: number[][]] = [
  [60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551],
  [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
  [
    234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
    518173, 554894,
  ],
  [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
  [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
  [
    107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
    127852, 130081,
  ],
  range(16, (i) => 1947 + i),
];

/** The noise of Wampler3, 4 and 5. It is multiplied by 1, 100 and 10000 and added to the polynomial of Wampler1. */
const noise = [
  759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048,
  2048, -2048, 759,
];
const polynomial = (x: number) => 1 + x + x ** 2 + x ** 3 + x ** 4 + x ** 5;
const wampler = (times: number) => noise.map((each, x) => polynomial(x) + times * each);
/** 1 + x/10 + (x/10)^2 + ... + (x/10)^5. The result has five decimals. */
const wampler2 = range(21, (x) => (1e5 + 1e4 * x + 1e3 * x ** 2 + 100 * x ** 3 + 10 * x ** 4 + x ** 5) / 1e5);

const [y, ...columns] = longley;
const from0 = range(21, (i) => i);

/** All linear sets: each predictor paired with the response. */
export const linear: Pairs[] = [
  ['Norris', norris.x, norris.y],
  ['Pontius', range(40, (i) => 150_000 * (1 + (i % 20))), pontius],
  ['NoInt1', range(11, (i) => 60 + i), range(11, (i) => 130 + i)],
  ['NoInt2', [4, 5, 6], [3, 4, 4]],
  ['Filip', filip.x, filip.y],
  ...columns.map((x, i): Pairs => [`Longley, x${i + 1}`, x, y]),
  ['Wampler1', from0, wampler(0)],
  ['Wampler2', from0, wampler2],
  ['Wampler3', from0, wampler(1)],
  ['Wampler4', from0, wampler(100)],
  ['Wampler5', from0, wampler(10_000)],
];

/** All univariate sets, and the columns of the linear ones. */
export const published: Named<ArrayLike<number>>[] = [
  ...Object.entries(nist).map(([name, { y }]): Named<ArrayLike<number>> => [name, y]),
  ...[...numAcc, piDigits].map(({ name, y }): Named<ArrayLike<number>> => [name, y]),
  ...linear.flatMap(([name, x, y]): Named<ArrayLike<number>>[] => [
    [`${name}, x`, x],
    [`${name}, y`, y],
  ]),
];
