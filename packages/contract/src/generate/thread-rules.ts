import { handleOf } from '../model/check-meanings.js';
import type { Contract, ContractFunction } from '../model/contract.js';
import { declare } from '../model/signature.js';
import { declaration } from './text.js';

/** Whether a producer can check the calls of a function: whether not every call is allowed. */
const isChecked = ({ about }: ContractFunction): boolean => about.retired === undefined && about.thread !== 'any';

/** Whether a contract has functions whose thread rule can be checked. */
export const hasThreadRules = ({ functions }: Contract): boolean => functions.some(isChecked);

/**
 * The copy of a table that a producer seals with CAPSULE_DEBUG: functions with a thread rule check it, and then call
 * those of the producer. Local names end in an underscore, and names of arguments do not.
 */
export function threadRules(contract: Contract): string {
  const { prefix, minor, functions } = contract;
  const checked = functions.flatMap((fn, index) => (isChecked(fn) ? [{ fn, index }] : []));
  const target = `${prefix.toUpperCase()}_TARGET_MINOR`;
  const text = `/* With CAPSULE_DEBUG: the thread rules of the functions in a table, which are checked. */
static inline capsule_checks *${prefix}_checks(void) {
  static capsule_checks checks;
  return &checks;
}

${checked.map(({ fn, index }) => wrapper(contract, fn, index)).join('\n\n')}

/* Returns a copy of a table whose functions check their thread rules; or the table itself, if
   sealing rejects it, or if another table was sealed before. */
static inline const ${prefix}_api *${prefix}_checked(const ${prefix}_api *table) {
  static ${prefix}_api copy;
  capsule_checks *checks = ${prefix}_checks();
  if (capsule_checks_begin(checks, table, &${prefix}_contract)) {
    copy = *table;
${checked.map(({ fn }) => `    if (copy.${fn.name} != NULL) copy.${fn.name} = ${prefix}_checked_${fn.name};`).join('\n')}
    capsule_checks_are_ready(checks);
  }
  return capsule_checks_have(checks, table) ? &copy : table;
}`;
  if (minor === 0) return text;
  return `#if ${target} == ${minor} /* a producer */
${text}
#else
static inline const ${prefix}_api *${prefix}_checked(const ${prefix}_api *table) { return table; }
#endif`;
}

function wrapper({ prefix }: Contract, fn: ContractFunction, index: number): string {
  const args = Object.entries(fn.args);
  const list = args.map(([name, type]) => declare(type, name, prefix));
  const head = declaration(
    `static inline ${declare(fn.result, `${prefix}_checked_${fn.name}`, prefix)}`,
    list.length === 0 ? ['void'] : list,
    ') {',
  );
  const call = `((const ${prefix}_api *)${prefix}_checks()->table)->${fn.name}(${args.map(([name]) => name).join(', ')})`;
  const check = (subjects: readonly string[]) => {
    const isNothing = fn.result.kind === 'nothing';
    return [
      `const void *const subjects_[] = {${subjects.join(', ')}};`,
      `const capsule_call call_ = capsule_call_begin(${prefix}_checks(), &${prefix}_contract, ${index}, subjects_, ${subjects.length});`,
      isNothing ? `${call};` : `${declare(fn.result, 'result_', prefix)} = ${call};`,
      'capsule_call_end(&call_);',
      ...(isNothing ? [] : ['return result_;']),
    ];
  };
  const handles = args.filter(([, type]) => handleOf(type) !== undefined).map(([name]) => name);
  const lines = {
    any: [],
    js: [
      `capsule_check_js(${prefix}_checks(), &${prefix}_contract, ${index});`,
      `${fn.result.kind === 'nothing' ? '' : 'return '}${call};`,
    ],
    one: check([`&${prefix}_entries[${index}]`]),
    handle: check(handles),
  }[fn.about.thread];
  return `${head}\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}
