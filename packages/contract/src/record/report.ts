/** Reports how a function, `struct range` or `callback integrand` differs from a shipped version. */
export type Report = (what: string, code: string, was: string, is: string, advice: string) => void;
