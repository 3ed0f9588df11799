import { handleOf } from '../model/check-meanings.js';
import { type Contract, type ContractFunction, checkedFunctions } from '../model/contract.js';
import { declare } from '../model/signature.js';
import { declaration, width, wrap } from './text.js';

/**
 * The copy of a table that a producer seals with CAPSULE_DEBUG: functions with a thread rule check it, and then call
 * those of the producer. Local names end in an underscore, and names of arguments do not.
 */
export function threadRules(contract: Contract): string {
  const { prefix, minor, functions } = contract;
  const rules = new Set(checkedFunctions(contract));
  const checked = functions.flatMap((fn, index) => (rules.has(fn) ? [{ fn, index }] : []));
  const target = `${prefix.toUpperCase()}_TARGET_MINOR`;
  const head = declaration(
    `static inline const ${prefix}_api *${prefix}_checked`,
    [`const ${prefix}_api *table`],
    ') {',
  );
  const text = `/* With CAPSULE_DEBUG: the thread rules of the functions in a table, which are checked. */
static inline capsule_checks *${prefix}_checks(void) {
  static capsule_checks checks;
  return &checks;
}

${checked.map(({ fn, index }) => wrapper(contract, fn, index)).join('\n\n')}

/* Returns a copy of a table whose functions check their thread rules; or the table itself, if
   sealing rejects it, or if another table was sealed before. */
${head}
  static ${prefix}_api copy;
  capsule_checks *checks = ${prefix}_checks();
  if (capsule_checks_begin(checks, table, &${prefix}_contract)) {
    copy = *table;
    copy.size = sizeof(copy);
${checked.map(({ fn }) => replacement(contract, fn)).join('\n')}
    capsule_checks_are_ready(checks);
  }
  return capsule_checks_have(checks, table) ? &copy : table;
}`;
  if (minor === 0) return text;
  return `#if ${target} == ${minor} /* a producer */
${text}
#else
${head} return table; }
#endif`;
}

/** Sets the function of the copy. */
function replacement({ prefix }: Contract, { name }: ContractFunction): string {
  const [condition, set] = [`    if (copy.${name} != NULL)`, `copy.${name} = ${prefix}_checked_${name};`];
  const line = `${condition} ${set}`;
  return line.length <= width ? line : `${condition}\n      ${set}`;
}

function wrapper({ prefix }: Contract, fn: ContractFunction, index: number): string {
  const args = Object.entries(fn.args);
  const list = args.map(([name, type]) => declare(type, name, prefix));
  const name = declare(fn.result, `${prefix}_checked_${fn.name}`, prefix);
  const head = declaration(`static inline ${name}`, list.length === 0 ? ['void'] : list, ') {');
  const hasResult = fn.result.kind !== 'nothing';
  const call = (before: string) =>
    declaration(
      `  ${before}table_->${fn.name}`,
      args.map(([arg]) => arg),
      ');',
    );
  const table = `  const ${prefix}_api *table_ = (const ${prefix}_api *)${prefix}_checks()->table;`;
  const rule = [`${prefix}_checks()`, `&${prefix}_contract`, `${index}`];
  const between = (subjects: readonly string[]) => [
    ...wrap(`${subjects.join(', ')}};`, '  const void *const subjects_[] = {', '      ', width),
    declaration('  const capsule_call call_ = capsule_call_begin', [...rule, 'subjects_', `${subjects.length}`], ');'),
    call(hasResult ? `${declare(fn.result, 'result_', prefix)} = ` : ''),
    '  capsule_call_end(&call_);',
    ...(hasResult ? ['  return result_;'] : []),
  ];
  const handles = args.filter(([, type]) => handleOf(type) !== undefined).map(([arg]) => arg);
  const lines = {
    any: [],
    js: [declaration('  capsule_check_js', rule, ');'), call(hasResult ? 'return ' : '')],
    one: between([`&${prefix}_entries[${index}]`]),
    handle: between(handles),
  }[fn.about.thread];
  return [head, table, ...lines, '}'].join('\n');
}
