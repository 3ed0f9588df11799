// biome-ignore-all lint/style/noNonNullAssertion: `out` has as many values as are read.

import { type Capsule, capsuleError, describeValue } from '@capsule/core';
import { callbacks } from './native.js';
import { checkOptions, own } from './options.js';
import { checkNumber } from './values.js';

/** How exact an integral has to be, and how much may be done for it. */
export interface IntegrateOptions {
  /** The absolute error that is good enough; 1.49e-8 if not given. */
  readonly epsabs?: number;
  /** The same as a part of the integral; 1.49e-8 if not given. */
  readonly epsrel?: number;
  /** How many parts the range is divided into at most; 500 if not given. */
  readonly limit?: number;
}

/** What integrate() gives. */
export interface Integral {
  value: number;
  /** Estimate of the absolute error; too large, where f is smooth or infinite at an end. */
  error: number;
  /** How often f was called. */
  evaluations: number;
}

const operation = 'integrate(f, a, b)';
const names = ['epsabs', 'epsrel', 'limit'];
const { abs, max } = Math;
const Vector = Float64Array;
/** A part of the range is four numbers in C. */
const part = 4;
/** What QUADPACK takes for as exact as can be. */
const leastRelative = 50 * Number.EPSILON;

/**
 * Integrates a C function over a range, in C, as scipy.integrate.quad: by the 10 points of Gauss and the 21 of
 * Kronrod, where the part with the largest error is halved until the sum of all errors, or the error of the
 * extrapolated limit, is at most `epsabs`, or `epsrel` times the integral. Source: QAGS and QAGI of QUADPACK
 * (Piessens, de Doncker-Kapenga, Überhuber, Kahaner 1983).
 *
 * f may be infinite at the ends of the range, where it is not called. Split the range where it is so inside, or
 * jumps: as in QUADPACK, the estimate of the error can be far too small there. A peak is not seen if none of the first
 * 21 points is near it: begin with a range around it.
 *
 * @param f - a capsule that holds a function `f64(f64)` or `f64(f64,*void)`; otherwise as for map()
 * @param a - where it begins; may be infinite, and larger than b
 * @param b - where it ends; may be infinite
 * @throws Error `ERR_STATS_NOT_CONVERGED`, `ERR_STATS_NOT_FINITE`; TypeError `ERR_STATS_NOT_A_NUMBER`;
 *   RangeError `ERR_STATS_RANGE_UNUSABLE`, `ERR_STATS_TOLERANCE_UNUSABLE`, `ERR_STATS_LIMIT_UNUSABLE`;
 *   TypeError `ERR_STATS_OPTIONS_UNUSABLE`, and `ERR_CAPSULE_...` for another capsule
 */
export function integrate(f: Capsule, a: number, b: number, options: IntegrateOptions = {}): Integral {
  const { epsabs, epsrel, limit } = readIntegrateOptions(options);
  checkEnd('a', a);
  checkEnd('b', b);
  const out = new Vector(4);
  const parts = new Vector(part * limit);
  // A range without extent goes through C too: f has to be a function all the same.
  const [from, to] = a < b ? [a, b] : [b, a];
  const ending = callbacks.integrate(f, from, to, epsabs, epsrel, parts, out);
  const integral = { value: a <= b ? out[0]! : -out[0]!, error: out[1]!, evaluations: out[2]! };
  if (ending !== 0) refuseEnding(ending, integral, max(epsabs, epsrel * abs(integral.value)), limit, out[3]!);
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
  const epsabs = own(options, 'epsabs') ?? 1.49e-8;
  const epsrel = own(options, 'epsrel') ?? 1.49e-8;
  const limit = own(options, 'limit') ?? 500;
  checkNumber(operation, 'epsabs', epsabs);
  checkNumber(operation, 'epsrel', epsrel);
  checkNumber(operation, 'limit', limit);
  if (!(epsabs >= 0 && epsrel >= 0 && (epsabs > 0 || epsrel >= leastRelative))) {
    throw capsuleError(RangeError, 'ERR_STATS_TOLERANCE_UNUSABLE', operation, {
      expected: `epsabs above 0, or epsrel of ${leastRelative} or more`,
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

/** The numbers of stats_ending in native/statistics/callback.h. */
const endings = { limit: 1, rounding: 2, singular: 3, notFinite: 4 };

function refuseEnding(ending: number, { value, error }: Integral, allowed: number, limit: number, where: number) {
  if (ending === endings.notFinite) {
    throw capsuleError(Error, 'ERR_STATS_NOT_FINITE', operation, {
      expected: 'f to give finite numbers inside of the range',
      found: `another one at ${where}`,
      advice: 'Split the range there: f is not called at its ends.',
    });
  }
  const [why, advice] =
    ending === endings.limit
      ? [`with ${limit} part${limit === 1 ? '' : 's'}`, `Raise limit, or split the range near ${where}.`]
      : ending === endings.rounding
        ? ['which rounding keeps there', 'Raise epsabs or epsrel.']
        : ending === endings.singular
          ? ['because f grows too fast', `Split the range near ${where}, if there is an integral.`]
          : ['which does not settle', `Split the range near ${where}, if there is an integral.`];
  throw capsuleError(Error, 'ERR_STATS_NOT_CONVERGED', operation, {
    expected: `an error of at most ${allowed}`,
    found: `about ${error} of ${value}, ${why}`,
    advice,
  });
}
