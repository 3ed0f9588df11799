import { linearRegression, mean, std } from '@capsule/stats';
import { agreement, digits } from '@capsule/test-support/digits';
import { decimal, type Fraction, times } from '@capsule/test-support/exact-arithmetic';
import { exactLine, exactVariance, sample } from '@capsule/test-support/exact-statistics';
import { nist, norris, numAcc } from '@capsule/test-support/nist';
import { describe, expect, test } from 'vitest';

// NIST certifies 15 digits of the results for the decimal data, which cannot all be represented as float64. `reachable`
// is the number of these digits that exact arithmetic reaches from the float64 data; `asked` is the number that the
// statistic has to reach.

/** The number of certified digits that an exact result reaches. */
const reached = (exact: Fraction, certified: string) => Math.min(agreement(exact, decimal(certified)), 15);
/** The same for the root of an exact square. */
const reachedByRoot = (square: Fraction, certified: string) => {
  const root = decimal(certified);
  return Math.min(agreement(square, times(root, root)) + Math.log10(2), 15);
};

const univariate = [...Object.entries(nist).map(([name, { y, certified }]) => ({ name, y, ...certified })), ...numAcc];
const digitsOfStd: Record<string, number> = { Mavro: 13, Michelso: 13, NumAcc3: 9, NumAcc4: 8 };

describe.each(univariate)('$name of NIST', (set) => {
  test('has the certified mean to 15 digits', () => {
    expect(reached(sample(set.y).mean, set.mean)).toBe(15);
    expect(digits(mean(set.y), decimal(set.mean))).toBeGreaterThanOrEqual(15);
  });

  const asked = digitsOfStd[set.name] ?? 15;
  test(`has the certified standard deviation to ${asked} digits, which is the accuracy of the data`, () => {
    expect(Math.floor(reachedByRoot(exactVariance(sample(set.y)), set.sd))).toBe(asked);
    expect(digits(std(set.y), decimal(set.sd))).toBeGreaterThanOrEqual(asked);
  });
});

describe('Norris of NIST', () => {
  const { x, y, certified } = norris;
  const [b0, b1] = certified.parameters;
  const found = linearRegression(x, y);
  const exact = exactLine(sample(x), sample(y));

  test.each([
    ['slope', 14, 14, found.slope, b1?.estimate, reached, exact.slope],
    ['intercept', 12, 14, found.intercept, b0?.estimate, reached, exact.intercept],
    ['error of the slope', 13, 14, found.slopeStderr, b1?.sd, reachedByRoot, exact.slopeVariance],
    ['error of the intercept', 13, 13, found.interceptStderr, b0?.sd, reachedByRoot, exact.interceptVariance],
    [
      'deviation of the residuals',
      13,
      14,
      found.residualStd,
      certified.residual_sd,
      reachedByRoot,
      exact.residualVariance,
    ],
    ['squared correlation', 15, 15, found.rSquared, certified.r_squared, reached, exact.rSquared],
  ])(
    'has the certified %s to %i digits, of which the data allow %i',
    (_, asked, reachable, result, text = '', reach, fraction) => {
      expect(Math.floor(reach(fraction, text))).toBe(reachable);
      expect(digits(result, decimal(text))).toBeGreaterThanOrEqual(asked);
    },
  );
});
