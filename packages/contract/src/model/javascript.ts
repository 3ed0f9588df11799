import type { Failure } from './meaning.js';

// How a function looks in JavaScript where that does not follow from its arguments in C. Nothing of it is part of the
// ABI: neither the signature nor the meanings in the record depend on it.

/**
 * A condition that only the function in JavaScript checks: a shipped function of C keeps accepting what it accepted.
 *
 * @example
 * ```ts
 * import type { JavaScriptCondition } from '@capsule/contract';
 *
 * const that: JavaScriptCondition = { that: 'low < high', code: 'RANGE_UNUSABLE', expected: 'low to be less than high' };
 * console.log(that.code); // RANGE_UNUSABLE
 * ```
 */
export interface JavaScriptCondition {
  /** `low < high`, `bins >= 1`, `high - low < infinity`. NaN meets none. */
  readonly that: string;
  /** `RANGE_UNUSABLE` becomes the code `ERR_<PREFIX>_RANGE_UNUSABLE` of a RangeError. */
  readonly code: string;
  readonly expected: string;
}

/**
 * How an argument looks in JavaScript.
 *
 * @example
 * ```ts
 * import type { JavaScriptArgument } from '@capsule/contract';
 *
 * const ranks: JavaScriptArgument = { numbers: true, index: 'x', ascending: true };
 * const right: JavaScriptArgument = { option: 'side', choices: { left: false, right: true } };
 * console.log(ranks.index, right.option); // x side
 * ```
 */
export interface JavaScriptArgument {
  /** Its documentation, where it differs from that of the argument of C. */
  readonly doc?: string;
  /** An array that may also be one number, or an Array of numbers. For one number, results of its length are one. */
  readonly numbers?: boolean;
  /** An array of sizes, or a size as a result: indices of this array. As a result it is -1 if that array is empty. */
  readonly index?: string;
  /** An array that C needs in ascending order: a copy is sorted, and results of its length are put in its order. */
  readonly ascending?: boolean;
  /** A pointer to the first of elements at equal distances: the argument that is the distance, in elements. */
  readonly stride?: string;
  /** The argument that is the number of these elements. */
  readonly count?: string;
  /** A number or a bool that is a property of the last argument, an object of options. */
  readonly option?: string;
  /** The values of this option. The first is the default. */
  readonly choices?: Readonly<Record<string, number | boolean>>;
}

/**
 * The JavaScript binding of a function, where it does not follow from the arguments in C.
 *
 * @example
 * ```ts
 * import { array, f64, fn, type JavaScriptBinding, usize } from '@capsule/contract';
 *
 * const javascript: JavaScriptBinding = { name: 'sum', hint: 'To add with weights, use dot(x, w).' };
 * const about = { since: '1.0', thread: 'any', doc: 'The sum of x.', javascript } as const;
 * console.log(fn(f64, { x: array(f64, 'n'), n: usize }, about).about.javascript?.name); // sum
 * ```
 */
export interface JavaScriptBinding {
  /** The name of the function; by default its name in C in camel case. */
  readonly name?: string;
  /** Its documentation, where it differs from that of the function of C. */
  readonly doc?: string;
  /** What it returns, for the documentation. */
  readonly returns?: string;
  /** Code for the documentation. */
  readonly example?: string;
  /** What the message for an additional argument ends with. */
  readonly hint?: string;
  /** Whether arrays that are results are always new ones; otherwise the caller may pass them. */
  readonly newResults?: boolean;
  /** The result to return, if the others are not. */
  readonly result?: string;
  readonly requires?: readonly JavaScriptCondition[];
  /** What a status means, where it cannot mean all that it does in C. */
  readonly failures?: Readonly<Record<string, Failure>>;
  readonly args?: Readonly<Record<string, JavaScriptArgument>>;
}

/** Words that are no names of functions and variables in a strict module of JavaScript. */
export const reservedWords: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
);

/** A condition in its parts. */
export interface ParsedJavaScriptCondition {
  /** One argument, or two whose difference is compared. */
  readonly left: readonly string[];
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly right: string | number;
}

/** `high - low < infinity` in its parts; undefined for any other text. */
export function parseJavaScriptCondition(that: unknown): ParsedJavaScriptCondition | undefined {
  const pattern = /^\s*([a-z]\w*)(?: - ([a-z]\w*))? (<=?|>=?) (infinity|[a-z]\w*|-?\d{1,15}(?:\.\d{1,15})?)\s*$/;
  const match = typeof that === 'string' ? pattern.exec(that) : null;
  if (match === null) return undefined;
  const [, first = '', second, operator, right = ''] = match;
  return {
    left: second === undefined ? [first] : [first, second],
    operator: operator as ParsedJavaScriptCondition['operator'],
    right: right === 'infinity' ? Number.POSITIVE_INFINITY : /^[-\d]/.test(right) ? Number(right) : right,
  };
}
