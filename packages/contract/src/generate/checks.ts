import type { ArrayParameter, Call, Parameter } from '../model/call.js';
import { type Condition, isNumber } from '../model/condition.js';
import type { Failure } from '../model/meaning.js';
import type { Overlap } from '../model/overlap.js';
import type { Scalar } from '../model/types.js';
import { list } from '../model/values.js';

// What a wrapper checks before a call, in the order in which it checks, for every language with the same messages.

type HandleParameter = Extract<Parameter, { kind: 'handle' }>;

/** A check. `failure` describes what is wrong when it fails. */
export type Check = { readonly failure: Failure } & (
  | { readonly kind: 'ended'; readonly handle: HandleParameter }
  | { readonly kind: 'sameHandle'; readonly first: string; readonly second: string }
  /** The array has exactly this length. */
  | { readonly kind: 'length'; readonly array: ArrayParameter; readonly size: number }
  /** The array has at least this length. */
  | { readonly kind: 'shorter'; readonly array: ArrayParameter; readonly size: number }
  /** The array is at most as long as the greatest value of its length's type. */
  | { readonly kind: 'range'; readonly array: ArrayParameter; readonly size: number }
  | { readonly kind: 'lengths'; readonly first: ArrayParameter; readonly other: ArrayParameter }
  | {
      readonly kind: 'condition';
      readonly condition: Condition;
      readonly left: Scalar | undefined;
      readonly right: Scalar | undefined;
    }
  | { readonly kind: 'overlap'; readonly first: string; readonly second: string; readonly rule: Overlap }
);

/** The greatest array length that the type of an argument can hold; undefined if it can hold any. */
function greatest({ name, size }: Scalar): number | undefined {
  return size === 8 ? undefined : 2 ** (name.startsWith('i') ? size * 8 - 1 : size * 8) - 1;
}

const values = (n: number) => (n === 1 ? '1 value' : `${n} values`);

/** Everything that a wrapper checks. The same arrays are compared in every language. */
export function checksOf(call: Call): Check[] {
  const arrays = call.parameters.filter((each) => each.kind === 'array');
  return [
    ...handleChecks(call),
    ...arrays.flatMap(fixedLength),
    ...call.lengths.flatMap(({ name, type, arrays: [first, ...others] }) => {
      if (first === undefined) return [];
      const most = greatest(type);
      return [
        ...[first, ...others].flatMap(shorterThanConstant),
        ...others.map((other) => differentLengths(first, other)),
        ...(most === undefined ? [] : [tooLong(first, most, name)]),
      ];
    }),
    ...call.conditions.map((condition) => unmet(call, condition)),
    ...call.overlaps.map(({ first, second, rule }) => overlapping(first, second, rule)),
  ];
}

function handleChecks({ parameters }: Call): Check[] {
  const handles = parameters.filter((each): each is HandleParameter => each.kind === 'handle');
  const ended = handles.map((handle): Check => {
    const failure = { code: 'HANDLE_ENDED', expected: `${handle.name} to be in use`, found: 'one that was ended' };
    return { kind: 'ended', handle, failure };
  });
  const pairs = handles.flatMap((first, i) => handles.slice(i + 1).map((second) => [first, second] as const));
  const same = pairs
    .filter(([first, second]) => first.type === second.type && !(first.isConst && second.isConst))
    .map(([{ name: first }, { name: second }]): Check => {
      const failure = {
        code: 'HANDLE_REPEATED',
        expected: `different handles as ${first} and ${second}`,
        found: 'one handle',
      };
      return { kind: 'sameHandle', first, second, failure };
    });
  return [...ended, ...same];
}

function fixedLength(array: ArrayParameter): Check[] {
  const { name, length } = array;
  if (length.name !== undefined) return [];
  const failure = { code: 'LENGTH_MISMATCH', expected: `${name} with ${values(length.plus)}`, found: 'another length' };
  return [{ kind: 'length', array, size: length.plus, failure }];
}

function shorterThanConstant(array: ArrayParameter): Check[] {
  const { name, length } = array;
  if (length.plus <= 0) return [];
  const expected = `${name} with ${values(length.plus)} or more`;
  return [
    { kind: 'shorter', array, size: length.plus, failure: { code: 'LENGTH_MISMATCH', expected, found: 'fewer' } },
  ];
}

function differentLengths(first: ArrayParameter, other: ArrayParameter): Check {
  const difference = other.length.plus - first.length.plus;
  const expected =
    difference === 0
      ? `${first.name} and ${other.name} of the same length`
      : `${other.name} to have ${values(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'} than ${first.name}`;
  return { kind: 'lengths', first, other, failure: { code: 'LENGTH_MISMATCH', expected, found: 'other lengths' } };
}

function tooLong(array: ArrayParameter, most: number, name: string): Check {
  const size = most + array.length.plus;
  const expected = `${array.name} with up to ${values(size)}, because ${name} is a small integer in C`;
  return { kind: 'range', array, size, failure: { code: 'LENGTH_MISMATCH', expected, found: 'more' } };
}

function unmet({ parameters, lengths }: Call, condition: Condition): Check {
  const typeOf = (name: string) => {
    const parameter = parameters.find((each) => each.name === name);
    return parameter?.kind === 'scalar' ? parameter.type : undefined;
  };
  const { left, operator, right } = condition;
  // A length is no argument of the safe languages, so the message names the array that has it.
  const hidden = lengths.filter(({ name }) => name === left || (!isNumber(right) && name === right));
  const about = hidden.map(({ name, arrays: [array] }) => `${name} is the length of ${array?.name}`);
  const expected = `${left} ${operator} ${right}${about.length === 0 ? '' : `, where ${list(about)}`}`;
  return {
    kind: 'condition',
    condition,
    left: typeOf(left),
    right: typeOf(right),
    failure: { code: 'CONDITION_UNMET', expected, found: 'other values' },
  };
}

function overlapping(first: string, second: string, rule: Overlap): Check {
  const [allowed, found] = rule === 'mayBe' ? ['equal or disjoint', 'partly overlap'] : ['disjoint', 'overlap'];
  return {
    kind: 'overlap',
    first,
    second,
    rule,
    failure: {
      code: 'OVERLAP',
      expected: `${first} and ${second} to be ${allowed}`,
      found: `arrays that ${found}`,
      advice: 'Copy one.',
    },
  };
}

/** The code of an error in every language: `ERR_SIGNAL_OVERLAP` for `OVERLAP`. */
export const codeOf = (prefix: string, code: string): string => `ERR_${prefix.toUpperCase()}_${code}`;

/** The message of a failure where it is a constant: in C++ and Rust. */
export const messageOf = (operation: string, { expected, found, advice }: Failure): string =>
  `${operation}: expected ${expected}, found ${found}.${advice === undefined ? '' : ` ${advice}`}`;
