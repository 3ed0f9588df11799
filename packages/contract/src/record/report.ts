/** Reports how a function, `struct range`, `callback integrand` or the whole contract differs from a shipped version. */
export type Report = (what: string | undefined, code: string, was: string, is: string, advice: string) => void;
