import { runInNewContext } from 'node:vm';
import { detach, resizableWith } from '@capsule/test-support/arrays';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { compute, known, withDdof, x, y } from './statistics.js';

describe.each(withDdof)('options of %s', (name) => {
  /** Returns options with a getter that calls `act`. */
  const reading = (act: () => void) => ({
    get ddof() {
      act();
      return 1;
    },
  });
  const detached = (role: string) => ({
    type: 'TypeError',
    code: 'ERR_STATS_DETACHED',
    expected: `the memory behind ${role}`,
  });

  test.each([
    ['Float64Array', Float64Array],
    ['Float32Array', Float32Array],
  ])('are rejected if their getter detaches a %s', (_, Type) => {
    const [first, second] = [Type.from(x), Type.from(y)];
    const role = name === 'covariance' ? 'x' : 'values';
    expect(
      refusal(() =>
        compute(
          name,
          first,
          y,
          reading(() => detach(first)),
        ),
      ),
    ).toMatchObject(detached(role));
    if (name === 'covariance') {
      expect(
        refusal(() =>
          compute(
            name,
            x,
            second,
            reading(() => detach(second)),
          ),
        ),
      ).toMatchObject(detached('y'));
    }
  });

  test('are rejected if their getter shrinks the buffer of the values', () => {
    const buffer = resizableWith(...x);
    const options = reading(() => buffer.resize(16));
    expect(refusal(() => compute(name, new Float64Array(buffer, 0, 3), y, options)).code).toBe('ERR_STATS_DETACHED');
  });

  test.each<[string, (...values: number[]) => [sample: unknown, change: () => void]]>([
    [
      'shrinks the buffer under a length-tracking view',
      (...values) => {
        const buffer = resizableWith(...values, 99);
        return [new Float64Array(buffer), () => buffer.resize(24)];
      },
    ],
    [
      'shortens an Array',
      (...values) => {
        const array = [...values, 99];
        return [array, () => array.pop()];
      },
    ],
    [
      'writes into a Float64Array',
      (...values) => {
        const array = Float64Array.from([99, ...values.slice(1)]);
        return [array, () => array.fill(values[0] ?? 0, 0, 1)];
      },
    ],
  ])('are applied to the changed sample if their getter %s', (_, make) => {
    const [[first, changeX], [second, changeY]] = [make(...x), make(...y)];
    const options = reading(() => {
      changeX();
      changeY();
    });
    expect(compute(name, first, second, options)).toEqual(known[name]);
  });

  test('are read only once', () => {
    let times = 0;
    compute(
      name,
      x,
      y,
      reading(() => times++),
    );
    expect(times).toBe(1);
  });

  test.each<[string, unknown, string]>([
    ['a misspelled key', { dof: 0 }, "the key 'dof'"],
    ['an unknown key', { ddof: 1, axis: 0 }, "the key 'axis'"],
    ['a symbol as key', { [Symbol('ddof')]: 1 }, "the key 'Symbol(ddof)'"],
    ['a sample', Float64Array.of(1, 2, 3), 'a Float64Array of 3 values'],
    ['an Array', [1, 2, 3], 'an Array of 3 numbers'],
    ['a Date', new Date(0), 'an instance of a class'],
    ['a Promise', Promise.resolve(), 'a Promise'],
    ['a Proxy', new Proxy({}, {}), 'a Proxy'],
    ['a Map', new Map([['ddof', 0]]), 'an instance of a class'],
    ['an object that inherits options', Object.create({ ddof: 0 }), 'an instance of a class'],
    ['null', null, 'null'],
  ])('are rejected if they are %s', (_, options, found) => {
    expect(refusal(() => compute(name, x, y, options))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_STATS_OPTIONS_UNUSABLE',
      expected: 'options as an object, { ddof }',
      found,
    });
  });

  test('can be an object without a prototype, or of another realm', () => {
    const none = Object.assign(Object.create(null), { ddof: 1 });
    for (const options of [none, runInNewContext('({ ddof: 1 })')])
      expect(compute(name, x, y, options)).toEqual(known[name]);
  });

  test('are ignored if they are inherited, also from a polluted Object.prototype', () => {
    Object.defineProperty(Object.prototype, 'ddof', { value: 0, configurable: true });
    try {
      for (const options of [[], [undefined], [{}]]) expect(compute(name, x, y, ...options)).toEqual(known[name]);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'ddof');
    }
  });
});
