import { type ArrayParameter, type Call, callsOf, type Output, valuesOf } from '../model/call.js';
import type { Contract } from '../model/contract.js';
import type { Scalar } from '../model/types.js';
import { camelCase, resultArrays } from './js-call.js';

// A call whose result is a promise, for the C side, the JavaScript side and the types.

/** Whether a contract requests promises. */
export const hasPromises = ({ languages }: Contract): boolean => languages.includes('promises');

/** The functions that have a promise, and those that do not, with the reason. */
export function promisedCalls(contract: Contract): {
  calls: Call[];
  omitted: { readonly name: string; readonly why: string }[];
} {
  const { calls, omitted } = callsOf(contract, 'javascript');
  return {
    calls: calls.filter((call) => reasonAgainst(call) === undefined),
    omitted: [
      ...omitted,
      ...calls.flatMap((call) => {
        const why = reasonAgainst(call);
        return why === undefined ? [] : [{ name: call.fn.name, why }];
      }),
    ],
  };
}

function reasonAgainst({ fn, parameters }: Call): string | undefined {
  if (fn.about.thread === 'js') return 'only the JavaScript thread may call it';
  const callback = parameters.find(({ kind }) => kind === 'callback');
  return callback === undefined ? undefined : `the callback ${callback.name} may belong to the JavaScript thread`;
}

/** The arrays that a call changes in place. The promise has them: most are copies. */
export const changedArrays = (call: Call): ArrayParameter[] =>
  call.parameters.filter((each): each is ArrayParameter => each.kind === 'array' && each.use === 'mutArray');

/** The values and the new arrays that are results: all, or the one that the contract names. */
const returnedValues = (call: Call): Output[] => valuesOf(call).filter(isReturned(call));
const returnedArrays = (call: Call): ArrayParameter[] => resultArrays(call).filter(isReturned(call));
const isReturned =
  ({ binding }: Call) =>
  ({ name }: { readonly name: string }): boolean =>
    binding.result === undefined || binding.result === name;

/** One value that the C side passes to the JavaScript side: a status, a handle, a number or an array. */
export type Part =
  | { readonly kind: 'status' }
  | { readonly kind: 'handle' }
  | { readonly kind: 'number'; readonly value: Output; readonly field: string | undefined; readonly type: Scalar }
  | { readonly kind: 'array'; readonly value: ArrayParameter };

/** The values r0, r1, ... of a result. */
export function partsOf(call: Call): Part[] {
  const { returned } = call;
  return [
    ...(returned.kind === 'status' ? [{ kind: 'status' } as const] : []),
    ...(returned.kind === 'owned' ? [{ kind: 'handle' } as const] : []),
    ...returnedValues(call).flatMap((value): Part[] =>
      value.type.kind === 'scalar'
        ? [{ kind: 'number', value, field: undefined, type: value.type }]
        : Object.entries(value.type.fields).map(([field, type]) => ({
            kind: 'number',
            value,
            field,
            type: type as Scalar,
          })),
    ),
    ...[...returnedArrays(call), ...changedArrays(call)].map((value) => ({ kind: 'array', value }) as const),
  ];
}

/** A result of the promise: its name, if there are several, and what it is. */
export interface PromisedResult {
  readonly name: string;
  readonly value: Output | ArrayParameter | 'handle';
}

/** All results of the promise, in the order of the parts. */
export function promisedResults(call: Call): PromisedResult[] {
  return [
    ...(call.returned.kind === 'owned' ? [{ name: 'handle', value: 'handle' as const }] : []),
    ...[...returnedValues(call), ...returnedArrays(call), ...changedArrays(call)].map((value) => ({
      name: camelCase(value.name),
      value,
    })),
  ];
}
