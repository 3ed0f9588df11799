// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.

import { type Capsule, capsuleError, describeValue } from '@capsule/core';
import { rejectAfterOptions } from './arguments.js';
import { callbacks } from './native.js';
import { checkOptions, readNumber } from './options.js';
import { checkNumber } from './values.js';

/**
 * Options of integrate(): the accepted error, and the largest number of subintervals.
 *
 * @example
 * ```ts
 * import { type IntegrateOptions, integrate } from '@capsule/stats';
 * import { square } from '@example/reference'; // a capsule with a function f64(f64), sealed in C
 *
 * const options: IntegrateOptions = { epsrel: 1e-12 };
 * console.log(integrate(square, 0, 3, options).value); // 8.999999999999998
 * ```
 */
export interface IntegrateOptions {
  /** Accepted absolute error; 1.49e-8 by default. */
  readonly epsabs?: number;
  /** Accepted error relative to the integral; 1.49e-8 by default. */
  readonly epsrel?: number;
  /** Largest number of subintervals, up to 10,000; 500 by default (50 in scipy.integrate.quad). */
  readonly limit?: number;
}

/**
 * The result of integrate().
 *
 * @example
 * ```ts
 * import { type Integral, integrate } from '@capsule/stats';
 * import { square } from '@example/reference'; // a capsule with a function f64(f64), sealed in C
 *
 * const { value, evaluations }: Integral = integrate(square, 0, 3);
 * console.log(value, evaluations); // 8.999999999999998 21
 * ```
 */
export interface Integral {
  /** The integral. */
  value: number;
  /** Estimate of the absolute error. It is too large if f is smooth, or infinite at an end of the range. */
  error: number;
  /** Number of calls of f. */
  evaluations: number;
}

const operation = 'integrate(f, a, b)';
const names = ['epsabs', 'epsrel', 'limit'];
const { abs, max } = Math;
const Vector = Float64Array;
/** The size of a stats_interval in C, in numbers. */
const intervalSize = 4;
/** The smallest epsrel that QUADPACK accepts without epsabs. */
const smallestEpsrel = 50 * Number.EPSILON;

/**
 * Integrates a C function over a range, in C, as scipy.integrate.quad does: by the Gauss rule with 10 points and the
 * Kronrod rule with 21 points, also over infinite ranges, for which QUADPACK uses 15 points. The interval with the
 * largest error is bisected until the sum of all errors, or the error of the extrapolated limit, is at most `epsabs` or
 * at most `epsrel` times the integral. Source: QAGS and QAGI of QUADPACK (Piessens, de Doncker-Kapenga, Überhuber,
 * Kahaner 1983).
 *
 * f may be infinite at the ends of the range, because it is not called there. If f is infinite or has a jump inside the
 * range, split the range at that point: otherwise, as in QUADPACK, the estimate of the error can be far too small. A
 * peak is missed if none of the first 21 points is near it: begin with a range around the peak.
 *
 * @param f - a capsule with a function `f64(f64)` or `f64(f64,*void)`; otherwise as for map()
 * @param a - lower limit; may be infinite, and larger than b
 * @param b - upper limit; may be infinite
 * @param options - `epsabs`, `epsrel` and `limit`
 * @returns the integral, an estimate of its error, and the number of evaluations
 * @throws Error `ERR_STATS_NOT_CONVERGED`, `ERR_STATS_NOT_FINITE`; TypeError `ERR_STATS_NOT_A_NUMBER`; RangeError
 *   `ERR_STATS_RANGE_UNUSABLE`, `ERR_STATS_TOLERANCE_UNUSABLE`, `ERR_STATS_LIMIT_UNUSABLE`; TypeError
 *   `ERR_STATS_OPTIONS_UNUSABLE`, and `ERR_CAPSULE_...` for another capsule
 * @example
 * ```ts
 * import { integrate } from '@capsule/stats';
 * import { square } from '@example/reference'; // a capsule with a function f64(f64), sealed in C
 *
 * const { value, error } = integrate(square, 0, 3);
 * console.log(value.toFixed(6), error < 1e-8); // 9.000000 true
 * ```
 */
export function integrate(f: Capsule, a: number, b: number, options?: IntegrateOptions): Integral;
export function integrate(
  f: Capsule,
  a: number,
  b: number,
  options: IntegrateOptions = {},
  ...more: unknown[]
): Integral {
  rejectAfterOptions(operation, more);
  const { epsabs, epsrel, limit } = readIntegrateOptions(options);
  checkEnd('a', a);
  checkEnd('b', b);
  const out = new Vector(4);
  const intervals = new Vector(intervalSize * limit);
  // An empty range, too, is passed to C, which checks that f is a function.
  const [from, to] = a < b ? [a, b] : [b, a];
  const outcome = callbacks.integrate(f, from, to, epsabs, epsrel, intervals, out);
  const integral = { value: a <= b ? out[0]! : -out[0]!, error: out[1]!, evaluations: out[2]! };
  if (outcome !== outcomes.converged)
    refuseOutcome(outcome, integral, max(epsabs, epsrel * abs(integral.value)), limit, out[3]!);
  return integral;
}

function checkEnd(name: string, value: unknown): void {
  checkNumber(operation, name, value);
  if (!Number.isNaN(value)) return;
  throw capsuleError(RangeError, 'ERR_STATS_RANGE_UNUSABLE', operation, {
    expected: `a number or an infinity as ${name}`,
    found: 'NaN',
  });
}

function readIntegrateOptions(options: IntegrateOptions): Required<IntegrateOptions> {
  checkOptions(operation, names, options);
  const epsabs = readNumber(operation, options, 'epsabs', 1.49e-8);
  const epsrel = readNumber(operation, options, 'epsrel', 1.49e-8);
  const limit = readNumber(operation, options, 'limit', 500);
  if (!(epsabs >= 0 && epsrel >= 0 && (epsabs > 0 || epsrel >= smallestEpsrel))) {
    throw capsuleError(RangeError, 'ERR_STATS_TOLERANCE_UNUSABLE', operation, {
      expected: `epsabs above 0, or epsrel of ${smallestEpsrel} or more`,
      found: `epsabs ${epsabs} and epsrel ${epsrel}`,
    });
  }
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000)) {
    throw capsuleError(RangeError, 'ERR_STATS_LIMIT_UNUSABLE', operation, {
      expected: 'limit to be an integer from 1 to 10000',
      found: describeValue(limit),
    });
  }
  return { epsabs, epsrel, limit };
}

/** The values of stats_outcome in native/statistics/integrate.h. */
const outcomes = { converged: 0, limit: 1, rounding: 2, singular: 3, notFinite: 4 };

function refuseOutcome(outcome: number, { value, error }: Integral, allowed: number, limit: number, location: number) {
  if (outcome === outcomes.notFinite) {
    throw capsuleError(Error, 'ERR_STATS_NOT_FINITE', operation, {
      expected: 'f to return finite numbers inside the range',
      found: `a number that is not finite at ${location}`,
      advice: 'Split the range there: f is not called at its ends.',
    });
  }
  const [why, advice] =
    outcome === outcomes.limit
      ? [`with ${limit} subinterval${limit === 1 ? '' : 's'}`, `Raise limit, or split the range near ${location}.`]
      : outcome === outcomes.rounding
        ? ['because of rounding errors', 'Raise epsabs or epsrel.']
        : outcome === outcomes.singular
          ? ['because f grows too fast', `Split the range near ${location}, if the integral converges.`]
          : ['because the integral seems to diverge', `Split the range near ${location}, if the integral converges.`];
  throw capsuleError(Error, 'ERR_STATS_NOT_CONVERGED', operation, {
    expected: `an error of at most ${allowed}`,
    found: `about ${error} of ${value}, ${why}`,
    advice,
  });
}
