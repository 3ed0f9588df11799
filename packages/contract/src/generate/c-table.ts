import type { Contract, ContractFunction } from '../model/contract.js';
import { memberOf, tableIndex } from '../model/layout.js';
import { minorOf, targetMinor } from '../model/version.js';
import { assertion, comment, macro, paragraphs, width, wrap } from './text.js';

const sinceMinor = ({ about }: ContractFunction) => minorOf(about.since);
const note = (text: string) => comment(wrap(text, '   '));

/** The list of functions, the struct of the table, its initializer for producers and its accessor for consumers. */
export function tableText(contract: Contract): string {
  const parts = [targetText(contract), listText(contract), structText(contract), headText(contract), getText(contract)];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The macro by which a consumer chooses the minor that it needs. A contract with one minor has none. */
function targetText(contract: Contract): string {
  const { prefix, major, minor } = contract;
  if (minor === 0) return '';
  const target = targetOf(contract);
  const low = targetMinor(contract);
  const get = `${prefix.toUpperCase()}_GET`;
  const text = hasLowTarget(contract)
    ? `The minor of contract ${major} that this addon needs: ${low}, unless it is defined before this header is included, with the same value in all files of an addon. A consumer works with every producer from that minor on. Newer functions are not members of its table, and ${get} returns them, or NULL. A producer defines ${producerOf(contract)} instead.`
    : `The minor of contract ${major} that this addon needs. A consumer that needs less than ${minor} defines it before it includes this header, with the same value in all of its files, and works with every producer from that minor on. Newer functions are then not members of its table, and ${get} returns them, or NULL. A producer does not define it.`;
  const value = hasLowTarget(contract)
    ? `#ifdef ${producerOf(contract)}\n#define ${target} ${minor}\n#else\n#define ${target} ${low}\n#endif`
    : `#define ${target} ${minor}`;
  return `${note(text)}
#ifndef ${target}
${value}
#endif
#if ${target} < 0 || ${target} > ${minor}
#error "${target}: expected 0 to ${minor}. For more, build with a later header."
#endif`;
}

/** An X-macro, from which users derive declarations, tables and enumerations of all functions. */
function listText(contract: Contract): string {
  const { prefix, major, functions } = contract;
  const capitals = prefix.toUpperCase();
  const name = `${capitals}_FUNCTIONS`;
  const groups = groupByMinor(functions);
  const listOf = (group: readonly ContractFunction[]) =>
    group.filter(({ about }) => about.retired === undefined).map((fn) => `X(${fn.name})`);
  const text = comment([
    ...paragraphs(
      'X(name) for each function that a producer sets, in the order of the table; retired functions are not listed. This declares one C function for each:',
    ),
    '',
    `     #define DECLARE(name) ${prefix}_##name##_fn name;`,
    `     ${name}(DECLARE)`,
  ]);
  if (contract.minor === 0) return `${text}\n${define(`${name}(X)`, listOf(functions))}`;
  const lists = groups.map(([minor, group]) => {
    const one = `${name}_${major}_${minor}(X)`;
    if (minor === 0) return define(one, listOf(group));
    return `#if ${targetOf(contract)} >= ${minor}\n${define(one, listOf(group))}\n#else\n#define ${one}\n#endif`;
  });
  const all = groups.map(([minor]) => `${name}_${major}_${minor}(X)`);
  return `${text}\n${define(`${name}(X)`, all)}\n${lists.join('\n')}`;
}

/** A macro whose body is a list of calls. */
function define(name: string, calls: readonly string[]): string {
  const line = `#define ${[name, ...calls].join(' ')}`;
  if (line.length <= width) return line;
  return macro([`#define ${name}`, ...wrap(calls.join(' '), '  ', '  ', width - 2)]);
}

function structText(contract: Contract): string {
  const { prefix, minor, functions } = contract;
  const others = `typedef struct ${prefix}_api_others_by_${prefix.toUpperCase()}_GET {`;
  const plain = `typedef struct ${prefix}_api {`;
  const target = targetOf(contract);
  const hasRetired = functions.some((fn) => fn.about.retired !== undefined);
  const begin = hasRetired
    ? others
    : minor === 0
      ? plain
      : `#if ${target} == ${minor}\n${plain}\n#else\n${others}\n#endif`;
  const tag = minor === 0 ? '' : ' Its tag appears in the error message for a member that it does not have.';
  const members = upToTarget(contract, functions, (fn) => {
    const remark = fn.about.retired === undefined ? '' : ' /* a producer may still set it */';
    return `  ${prefix}_${fn.name}_fn *${memberOf(fn)};${remark}`;
  });
  return `${note(`The table. It only grows at its end.${tag}`)}
${begin}
  size_t size;         /* size of the producer's table in bytes */
  const char *variant; /* name of the implementation, such as "avx2", or NULL */
${members.join('\n')}
} ${prefix}_api;`;
}

function headText(contract: Contract): string {
  const { prefix, minor, functions } = contract;
  const name = `${prefix.toUpperCase()}_HEAD`;
  const size = `#define ${name} .size = sizeof(${prefix}_api)`;
  const text = `Starts the initializer of a table: {${name}, .${functions.map(memberOf)[0]} = ..., ...}.`;
  if (minor === 0) return `${note(text)}\n${size}`;
  const target = targetOf(contract);
  const [more, fix] = hasLowTarget(contract)
    ? [` and defines ${producerOf(contract)} before it includes this header.`, `define_${producerOf(contract)}`]
    : ['.', `${target}_is_for_consumers`];
  return `${note(`${text} A producer sets all functions${more}`)}
#if ${target} == ${minor}
${size}
#else
#define ${name} ${fix}_a_producer_fills_the_whole_table
#endif`;
}

/** The index of every function, and the accessor that compares it with the size of the table. */
function getText({ prefix, functions }: Contract): string {
  const capitals = prefix.toUpperCase();
  const indexes = functions.map(({ name }, i) => `  ${capitals}_AT_${name} = ${tableIndex(i)},`);
  return `/* Index of each function in the table, counted in pointers. It never changes. */
enum {
${indexes.join('\n')}
};

${note("Returns a function of a table, or NULL if the producer's table does not have it: an older producer's table is shorter, and a retired function may be NULL.")}
${macro([
  `#define ${capitals}_GET(table, function)`,
  `  ((table)->size >= (${capitals}_AT_##function + 1) * sizeof(void *)`,
  `       ? ((${prefix}_##function##_fn *const *)(const void *)(table))[${capitals}_AT_##function]`,
  '       : NULL)',
])}`;
}

/** Assertions that every member is at its index. */
export function tableAssertions(contract: Contract): string {
  const { prefix, functions } = contract;
  const capitals = prefix.toUpperCase();
  const retired = functions.filter(({ about }) => about.retired !== undefined);
  const check = `${capitals}_CHECK`;
  const condition = (member: string, index: string) =>
    `offsetof(${prefix}_api, ${member}) == ${index} * sizeof(void *)`;
  return [
    macro([
      `#define ${check}(name)`,
      `  static_assert(${condition('name', `${capitals}_AT_##name`)},`,
      `                "${prefix}_api." #name);`,
    ]),
    `${capitals}_FUNCTIONS(${check})`,
    `#undef ${check}`,
    ...upToTarget(contract, retired, (fn) =>
      assertion(condition(memberOf(fn), `${capitals}_AT_${fn.name}`), `${prefix}_api.${memberOf(fn)}`),
    ),
  ].join('\n');
}

/** Groups functions by the minor that added them; keeps their order. */
function groupByMinor(functions: readonly ContractFunction[]): [minor: number, ContractFunction[]][] {
  const groups = new Map<number, ContractFunction[]>();
  for (const fn of functions) {
    const group = groups.get(sinceMinor(fn));
    if (group === undefined) groups.set(sinceMinor(fn), [fn]);
    else group.push(fn);
  }
  return [...groups];
}

/** Whether consumers need less than the whole table by default. */
export const hasLowTarget = (contract: Contract): boolean => targetMinor(contract) < contract.minor;

/** The macro that a producer defines if consumers need less than the whole table by default. */
const producerOf = ({ prefix }: Contract) => `${prefix.toUpperCase()}_PRODUCER`;

/** The directives that include `<prefix>.h` in a header for producers. */
export function producerInclude(contract: Contract): string {
  const { prefix, minor } = contract;
  const include = `#include <${prefix}/${prefix}.h>`;
  if (!hasLowTarget(contract)) return include;
  const producer = producerOf(contract);
  return `#ifndef ${producer}
#define ${producer} /* include this header before others of this contract, or define it before them */
#endif
${include}
#if ${targetOf(contract)} != ${minor}
#error "Define ${producer} before the first header of this contract: this one is for producers."
#endif`;
}

const targetOf = ({ prefix }: Contract) => `${prefix.toUpperCase()}_TARGET_MINOR`;

/** A line for each function, inside `#if` for functions that a later minor than 0 added. */
export function upToTarget(
  contract: Contract,
  functions: readonly ContractFunction[],
  line: (fn: ContractFunction) => string,
): string[] {
  return groupByMinor(functions).flatMap(([minor, group]) => {
    const lines = group.map(line);
    return minor === 0 ? lines : [`#if ${targetOf(contract)} >= ${minor}`, ...lines, '#endif'];
  });
}
