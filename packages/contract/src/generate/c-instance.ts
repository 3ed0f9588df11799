import { argumentsAfterState, stateOf } from '../model/check-instance.js';
import type { Contract, ContractFunction } from '../model/contract.js';
import { declare } from '../model/signature.js';
import { upToTarget } from './c-table.js';
import { comment, declaration, paragraphs } from './text.js';

/** The struct of an opened instance, with a method for each function in C++; nothing for a contract of tables. */
export function instanceText(contract: Contract): string[] {
  const { prefix, functions } = contract;
  const state = stateOf(contract);
  if (state === undefined) return [];
  const current = functions.filter(({ about }) => about.retired === undefined);
  const name = `${prefix}_instance`;
  const text = `${comment([
    ...paragraphs(`An instance: the table, and the state that each function takes first. ${prefix}_node.h has
      ${prefix}_of, which returns it for a capsule that was opened; it is valid as long as that is held. In C++ each
      function is also a method: instance.${current[0]?.name ?? functions[0]?.name}(...).`),
  ])}
typedef struct ${name} {
  const ${prefix}_api *api;
  ${declare(state, '*state', prefix)};
#ifdef __cplusplus
${upToTarget(contract, current, (fn) => method(fn, prefix)).join('\n')}
#endif
} ${name};`;
  return [text];
}

/** The method of a function, which passes the state. */
function method(fn: ContractFunction, prefix: string): string {
  const args = argumentsAfterState(fn);
  const list = Object.entries(args).map(([arg, type]) => declare(type, arg, prefix));
  const call = `api->${fn.name}(${['state', ...Object.keys(args)].join(', ')});`;
  const head = declaration(`  ${declare(fn.result, fn.name, prefix)}`, list, ') const {');
  return `${head}\n    ${fn.result.kind === 'nothing' ? '' : 'return '}${call}\n  }`;
}
