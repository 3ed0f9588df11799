import { type ArrayParameter, type Call, type Output, valuesOf } from '../model/call.js';
import type { Struct } from '../model/types.js';
import { bindingOf, camelCase, resultArrays, scriptName, usedNames } from './js-call.js';
import { pascalCase } from './text.js';

/** The names of the results in JavaScript. */
export function resultsOf(call: Call): { name: string; value: Output | ArrayParameter | 'handle' }[] {
  const only = call.binding.result === undefined ? undefined : camelCase(call.binding.result);
  const all: { name: string; value: Output | ArrayParameter | 'handle' }[] = [
    ...(call.returned.kind === 'owned' ? [{ name: 'handle', value: 'handle' as const }] : []),
    ...valuesOf(call).map((value) => ({ name: camelCase(value.name), value })),
    ...resultArrays(call).map((value) => ({ name: camelCase(value.name), value })),
  ];
  return only === undefined ? all : all.filter(({ name }) => name === only);
}

/** The array that a function without other results changes in place, and returns. */
export function changedName(call: Call): string | undefined {
  const changed = call.parameters.filter((each) => each.kind === 'array' && each.use === 'mutArray');
  const isOnly = changed.length === 1 && resultsOf(call).length === 0;
  return isOnly && changed[0] !== undefined ? camelCase(changed[0].name) : undefined;
}

/** The array that may be one number, where all results that are arrays have its length. */
export function manyOrOne(call: Call): ArrayParameter | undefined {
  const outs = resultArrays(call);
  return call.parameters.find(
    (each): each is ArrayParameter =>
      each.kind === 'array' &&
      bindingOf(call, each.name).numbers === true &&
      outs.length > 0 &&
      outs.every(({ length }) => length.name === each.length.name && length.plus === each.length.plus),
  );
}

/** The structs that functions return. */
export function resultStructs(calls: readonly Call[]): Struct[] {
  const values = calls.flatMap((call) => resultsOf(call).map(({ value }) => value));
  const structs = values.flatMap((value) =>
    typeof value === 'object' && !('use' in value) && value.type.kind === 'struct' ? [value.type] : [],
  );
  return [...new Set(structs)];
}

/** The name of the type of a struct that functions return. */
export function structType(name: string): string {
  const pascal = pascalCase(name);
  return usedNames.includes(pascal) || /^Out\d*$/.test(pascal) ? `${pascal}_` : pascal;
}

/** The name of the type of the options of a call. */
export const optionsType = (call: Call): string =>
  `${scriptName(call).charAt(0).toUpperCase()}${scriptName(call).slice(1)}Options`;
