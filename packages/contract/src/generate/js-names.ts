import { capsuleError } from '@capsule/core';
import { callsOf } from '../model/call.js';
import type { Contract } from '../model/contract.js';
import { camelCase, optionsOf, resultArrays, scriptName, scriptNames, typeParameter, usedNames } from './js-call.js';
import { optionsType, resultStructs, resultsOf, structType } from './js-results.js';
import { pascalCase } from './text.js';

/** Rejects a contract in which two names become one in JavaScript. */
export function checkScriptNames(contract: Contract): void {
  const { calls, handles } = callsOf(contract, 'javascript');
  const taken = contract.types.find(({ name }) => /^js_|^define_(functions|variants)$/.test(name));
  if (taken !== undefined) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', `Contract '${contract.name}'`, {
      expected: 'names that the generated functions do not have',
      found: `'${taken.name}'`,
      advice: "Rename it, or remove 'javascript' from the languages.",
    });
  }
  const scopes: string[][] = [
    [
      ...usedNames,
      `${pascalCase(contract.prefix)}Function`,
      ...new Set(calls.flatMap((call) => resultArrays(call).map((_, i) => typeParameter(i)))),
      ...calls.map(scriptName),
      ...handles.flatMap(({ type, end }) => [pascalCase(type.name), camelCase(end.name)]),
      ...resultStructs(calls).map(({ name }) => structType(name)),
      ...calls.flatMap((call) => (optionsOf(call).length === 0 ? [] : [optionsType(call)])),
    ],
    ...calls.map((call) => [...call.parameters, ...call.strided].map(({ name }) => camelCase(name))),
    ...calls.map(scriptNames),
    ...calls.map((call) => optionsOf(call).map(({ key }) => key)),
    ...calls.map((call) => resultsOf(call).map(({ name }) => name)),
    ...contract.structs.map(({ fields }) => Object.keys(fields).map(camelCase)),
  ];
  for (const names of scopes) {
    const repeated = names.find((name, i) => names.indexOf(name) !== i);
    if (repeated === undefined) continue;
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', `Contract '${contract.name}'`, {
      expected: 'names that are different in JavaScript too',
      found: `two names ${repeated}`,
      advice: "Rename one, or remove 'javascript' from the languages.",
    });
  }
}
