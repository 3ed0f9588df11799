import { capsule } from '@capsule/fastmath';
import { Accumulator, createStats, integrate, map, reduce } from '@capsule/stats';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { callbacks } from './forge/index.js';
import {
  all,
  call,
  compute,
  given,
  known,
  operation,
  ordinary,
  type Statistic,
  takesPairs,
  x,
  y,
} from './statistics.js';

const others = ['correlationMatrix', 'Accumulator'] as const;
/** Statistics that have options, after their required arguments. */
const withOptions: readonly Statistic[] = [
  ...(['variance', 'std', 'sem', 'describe', 'covariance', 'zscore', 'rollingStd'] as const),
  ...(['skewness', 'kurtosis', 'moment', 'quantile', 'iqr', 'histogram'] as const),
];
const withoutOptions = all.filter((name) => !withOptions.includes(name));
const ofOneSample = withoutOptions.filter((name) => given<unknown>(name, x, y).length === 1);

/** The error for an argument after the parameters of a function. */
const tooMany = (expected: string, found: string) => ({
  type: 'TypeError',
  code: 'ERR_STATS_OPTIONS_UNUSABLE',
  expected,
  found,
});

/** Arguments that a caller may pass with an intention. They would be ignored if they were not rejected. */
const meaningful: [found: string, argument: unknown][] = [
  ['a plain object', { axis: 0 }],
  ['a plain object', {}],
  ['an Array of 3 numbers', [...x]],
  ['a Float64Array of 3 values', Float64Array.from(x)],
  ['a function', (a: number, b: number) => a - b],
  ["the string 'spearman'", 'spearman'],
  ['a boolean', true],
  ['null', null],
  ['a bigint', 1n],
  ['the number 0.5', 0.5],
  ['the number -1', -1],
  ['an instance of a class', new Map([['ddof', 0]])],
];

describe.each(withoutOptions)('%s', (name) => {
  const last = operation(name)
    .slice(0, -1)
    .split(/[(, ]+/)
    .at(-1);

  test.each(meaningful)('rejects %s after its arguments', (found, argument) => {
    const expected = tooMany(`no argument after ${last}`, found);
    for (const more of [[argument], [undefined, argument], [argument, undefined], [undefined, undefined, argument]]) {
      const refused = refusal(() => compute(name, x, y, ...more));
      expect(refused).toMatchObject(expected);
      expect(refused.message).toContain(` ${name}() has no options.`);
    }
  });

  test('rejects an argument after its own before it reads the values', () => {
    const samples = takesPairs(name) ? ['no values', 'no values'] : ['no values'];
    expect(refusal(() => call(name, ...samples, ...given<unknown>(name, x, y).slice(samples.length), {})).found).toBe(
      'a plain object',
    );
  });

  test('accepts undefined after its arguments', () => {
    expect(compute(name, x, y, undefined)).toEqual(known[name]);
    expect(compute(name, x, y, undefined, undefined, undefined)).toEqual(known[name]);
  });
});

describe.each(withOptions)('%s', (name) => {
  test.each(meaningful)('rejects %s after its options', (found, argument) => {
    for (const options of [undefined, {}])
      for (const more of [[argument], [undefined, argument]])
        expect(refusal(() => compute(name, x, y, options, ...more))).toMatchObject(
          tooMany('no argument after options', found),
        );
  });

  test('accepts undefined after its options', () => {
    expect(compute(name, x, y, undefined, undefined)).toEqual(known[name]);
    expect(compute(name, x, y, {}, undefined, undefined)).toEqual(known[name]);
  });
});

describe('a function as a callback of map()', () => {
  const columns = [x, Float64Array.from(x), Float32Array.from(x)];

  test.each(ofOneSample)('computes %s of each column', (name) => {
    const results = columns.map(() => known[name]);
    expect(columns.map(ordinary[name] as (values: unknown) => unknown)).toEqual(results);
    expect(Array.from(columns, ordinary[name] as (values: unknown) => unknown)).toEqual(results);
    const flat = columns.flatMap((...all) => [call(name, ...all)]);
    expect(flat).toEqual(results);
  });

  test.each(ofOneSample)('is rejected for %s if the Array does not contain the sample at the index', (name) => {
    for (const more of [
      [0, [y, x]],
      [1, [x]],
      [0, [[...x]]],
      [0, columns, {}],
      [0, new Proxy([x], {})],
      ['0', [x]],
    ])
      expect(refusal(() => call(name, x, ...more)).code).toBe('ERR_STATS_OPTIONS_UNUSABLE');
  });

  test.each(withOptions.filter((name) => !takesPairs(name) && given<unknown>(name, x, y).length === 1))(
    'is rejected for %s, which has options, with advice',
    (name) => {
      const advice = ` In map(), write (values) => ${name}(values).`;
      for (const compute of [
        () => columns.map(ordinary[name] as (values: unknown) => unknown),
        () => Array.from(columns, ordinary[name] as (values: unknown) => unknown),
      ]) {
        const { code, message } = refusal(compute);
        expect(code).toBe('ERR_STATS_OPTIONS_UNUSABLE');
        expect(String(message).endsWith(advice)).toBe(true);
      }
    },
  );

  test.each(['rollingMean', 'rollingStd', 'quantile', 'autocorrelation', 'moment'] as const)(
    'is rejected for %s, whose second argument would be the index',
    (name) => {
      const code = name === 'rollingMean' || name === 'rollingStd' ? /WINDOW|OPTIONS/ : /OPTIONS/;
      expect(refusal(() => columns.map(ordinary[name] as (values: unknown) => unknown)).code).toMatch(code);
    },
  );
});

test('the message names the function that computes what the unknown option asks for', () => {
  const message = (name: Statistic, ...more: unknown[]) => refusal(() => compute(name, x, y, ...more)).message;
  expect(message('correlation', { method: 'spearman' })).toBe(
    'correlation(x, y): expected no argument after y, found a plain object. correlation() has no options. For ranks there are spearman() and kendall().',
  );
  expect(message('geometricMean', [1, 2, 3])).toMatch(/ The only mean with weights is weightedMean\(\)\.$/);
  expect(message('mad', { scale: 'normal' })).toMatch(/ multiply the result by 1\.4826\.$/);
  expect(refusal(() => Reflect.apply(ordinary.correlationMatrix, undefined, [x, y])).message).toBe(
    'correlationMatrix(columns): expected no argument after columns, found an Array of 3 numbers. correlationMatrix() has no options. Pass all columns in one Array.',
  );
});

test('the message shows how to pass a positional argument as an option', () => {
  const advice = (name: Statistic, value: unknown) =>
    String(refusal(() => compute(name, x, y, value)).message).replace(/^.* found [\w ]+\. /, '');
  expect(advice('variance', 1)).toBe(
    'Write variance(values, { ddof: 1 }). In map(), write (values) => variance(values).',
  );
  expect(advice('quantile', 7)).toBe('Write quantile(values, p, { method: 7 }).');
  expect(advice('skewness', false)).toBe('Write skewness(values, { bias: false }).');
  expect(advice('covariance', 0)).toBe('Write covariance(x, y, { ddof: 0 }).');
  expect(refusal(() => Reflect.apply(new Accumulator().variance, new Accumulator(), [0])).message).toBe(
    'variance(): expected options as an object, { ddof }, found the number 0. Write variance({ ddof: 0 }).',
  );
});

test.each([
  ['variance', { dof: 0 }, 'ddof'],
  ['variance', { DDOF: 0 }, 'ddof'],
  ['histogram', { bin: 3 }, 'bins'],
  ['histogram', { rnage: [0, 1] }, 'range'],
  ['moment', { centre: 0 }, 'center'],
  ['kurtosis', { exces: false }, 'excess'],
  ['quantile', { methods: 7 }, 'method'],
] as const)('the message of %s for the options %o suggests %s', (name, options, suggestion) => {
  expect(refusal(() => compute(name, x, y, options)).message).toMatch(new RegExp(` Did you mean '${suggestion}'\\?$`));
});

test.each([
  ['variance', { axis: 0 }],
  ['histogram', { weights: [1] }],
  ['quantile', { [`method${' '.repeat(1e6)}`]: 7 }],
  ['variance', { [Symbol('axis')]: 0 }],
] as const)('the message of %s for another unknown option suggests none', (name, options) => {
  expect(refusal(() => compute(name, x, y, options)).message).not.toContain('Did you mean');
});

test.each([
  ['skewness', { bias: null }],
  ['kurtosis', { excess: null }],
  ['histogram', { bins: null }],
  ['histogram', { range: null }],
  ['moment', { center: null }],
  ['variance', { ddof: null }],
  ['quantile', { method: null }],
] as const)('%s rejects null in %o: it is not the default', (name, options) => {
  expect(refusal(() => compute(name, x, y, options))).toMatchObject({ type: 'TypeError' });
  expect(compute(name, x, y, Object.fromEntries(Object.keys(options).map((key) => [key, undefined])))).toEqual(
    known[name],
  );
});

describe('other functions reject an object after their arguments', () => {
  const twice = callbacks.seal('twice');
  const digits = callbacks.seal('digits');
  const accumulator = () => new Accumulator().push([...x]);
  const method =
    (name: keyof Accumulator, ...given: unknown[]) =>
    () =>
      Reflect.apply(accumulator()[name] as () => unknown, accumulator(), given);

  test.each<[string, () => unknown, string]>([
    ['map', () => Reflect.apply(map, undefined, [x, twice, {}]), 'no argument after f'],
    ['reduce', () => Reflect.apply(reduce, undefined, [x, digits, 0, {}]), 'no argument after initial'],
    ['integrate', () => Reflect.apply(integrate, undefined, [twice, 0, 1, {}, {}]), 'no argument after options'],
    ['createStats', () => Reflect.apply(createStats, undefined, [capsule, {}]), 'no argument after capsule'],
    [
      'correlationMatrix',
      () => Reflect.apply(ordinary.correlationMatrix, undefined, [[x, y], {}]),
      'no argument after columns',
    ],
    [
      'Accumulator.fromJSON',
      () => Reflect.apply(Accumulator.fromJSON, undefined, [accumulator().toJSON(), {}]),
      'no argument after state',
    ],
    ...(['mean', 'min', 'max'] as const).map((name): [string, () => unknown, string] => [
      name,
      method(name, {}),
      'no arguments',
    ]),
    ...(['variance', 'std', 'skewness', 'kurtosis', 'describe'] as const).map(
      (name): [string, () => unknown, string] => [name, method(name, {}, {}), 'no argument after options'],
    ),
  ])('%s', (_, compute, expected) => {
    expect(refusal(compute)).toMatchObject(tooMany(expected, 'a plain object'));
  });

  test('merge', () => {
    expect(refusal(method('merge', accumulator(), accumulator()))).toMatchObject({
      code: 'ERR_STATS_TOO_MANY_ARGUMENTS',
      message: 'merge(other): expected one accumulator, found 2 arguments. Merge one after the other.',
    });
  });

  test('but toJSON() accepts the key that JSON.stringify() passes', () => {
    expect(JSON.parse(JSON.stringify({ key: accumulator() })).key).toEqual(accumulator().toJSON());
  });

  test('integrate, and null as an option', () => {
    for (const name of ['epsabs', 'epsrel', 'limit'])
      expect(refusal(() => Reflect.apply(integrate, undefined, [twice, 0, 1, { [name]: null }])).code).toBe(
        'ERR_STATS_NOT_A_NUMBER',
      );
  });
});

test('every function of the package is covered by these tests', () => {
  expect([...withOptions, ...withoutOptions, ...others].sort()).toEqual(Object.keys(createStats(capsule)).sort());
});
