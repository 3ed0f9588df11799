import type { ContractFunction } from './contract.js';
import type { ArrayMeaning } from './meaning.js';
import type { Argument, Pointer, Result, Scalar } from './types.js';

/** An argument that is an array. */
export type ArrayArgument = Pointer & { readonly to: Scalar; readonly meaning: ArrayMeaning };

export function isArray(type: Result): type is ArrayArgument {
  const kind = type.kind === 'pointer' ? type.meaning?.kind : undefined;
  return kind === 'array' || kind === 'mutArray' || kind === 'outArray';
}

/** Whether a scalar is an integer; bool is none. */
export const isInteger = ({ name }: Scalar): boolean => /^[iu]/.test(name);

/** How two arrays may share memory, the strictest rule first. */
export const overlaps = ['apart', 'mayBe', 'mayOverlap'] as const;
export type Overlap = (typeof overlaps)[number];

type Args = ContractFunction['args'];

/** Every pair of arrays, in the order of the arguments. */
export function pairs(args: Args): [first: string, second: string][] {
  const names = Object.keys(args).filter((name) => isArray(args[name] as Argument));
  return names.flatMap((first, i) => names.slice(i + 1).map((second) => [first, second] as [string, string]));
}

/** The rules that are declared for a pair, by either of the two. Two that differ are a contradiction. */
export function overlapRuleOf(args: Args, first: string, second: string): Overlap[] {
  const declared = [
    [first, second],
    [second, first],
  ].flatMap(([name = '', other = '']) => {
    const { mayBe = [], mayOverlap = [], apartFrom = [] } = (args[name] as ArrayArgument).meaning;
    return [
      ...(mayBe.includes(other) ? (['mayBe'] as const) : []),
      ...(mayOverlap.includes(other) ? (['mayOverlap'] as const) : []),
      ...(apartFrom.includes(other) ? (['apart'] as const) : []),
    ];
  });
  return [...new Set(declared)];
}

/** How two arrays may share memory. Without a rule: in any way if both are only read, otherwise in none. */
export function overlapOf(args: Args, first: string, second: string): Overlap {
  const [rule] = overlapRuleOf(args, first, second);
  if (rule !== undefined) return rule;
  const areRead = [first, second].every((name) => (args[name] as ArrayArgument).meaning.kind === 'array');
  return areRead ? 'mayOverlap' : 'apart';
}
