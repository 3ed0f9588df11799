import type * as cephes from 'cephes';

let loaded: typeof cephes | undefined;

/** Moshier's library of special functions. It compiles itself when it is loaded, so that only who needs it waits. */
function special(): typeof cephes {
  loaded ??= require('cephes') as typeof cephes;
  return loaded;
}

/**
 * How probable a Student's t of such a size or a larger one is, of either sign: the regularized incomplete beta function
 * I(df / 2, 1 / 2) at df / (df + t^2) (Abramowitz and Stegun, 26.7.1 and 26.5.27). It has 12 digits up to 1000 degrees of
 * freedom, 10 up to 100000.
 */
export function tTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  const { incbet } = special();
  const square = t * t;
  // Near 0 the argument would be rounded to 1: its complement is not.
  if (square < 0.25) return 1 - incbet(0.5, df / 2, square / (df + square));
  return incbet(df / 2, 0.5, df / (df + square));
}
