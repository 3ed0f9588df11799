import type * as cephes from 'cephes';

let loaded: typeof cephes | undefined;

/** Moshier's library of special functions. It compiles itself when it is loaded, so that only who needs it waits. */
function special(): typeof cephes {
  loaded ??= require('cephes') as typeof cephes;
  return loaded;
}

/**
 * How probable a Student's t of such a size or a larger one is, of either sign: the regularized incomplete beta function
 * I(df / 2, 1 / 2) at df / (df + t^2), which keeps its digits where t is large (Abramowitz and Stegun, 26.7.1).
 */
export function tTwoSided(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  return special().incbet(df / 2, 0.5, df / (df + t * t));
}
