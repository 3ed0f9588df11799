import type { Contract, ContractFunction } from '../define-contract.js';
import { POINTER } from '../layout.js';
import { parseVersion } from '../validate.js';
import { assertion, comment, macro, wrap } from './text.js';

/** Bytes before the functions of a table: its size, and the name of its variant. */
export const HEAD = 2 * POINTER;

/** The struct of a table, how a producer begins one, and how a consumer asks for a function. */
export function tableText(contract: Contract): string {
  return contract.minor === 0 ? plainTable(contract) : versionedTable(contract);
}

/** Where the functions are, as every other compiler has them. */
export function tableAssertions(contract: Contract): string[] {
  const table = `${contract.prefix}_api`;
  return upToTarget(contract, (fn, i) =>
    assertion(`offsetof(${table}, ${memberOf(fn)}) == ${HEAD + POINTER * i}`, `${table}.${memberOf(fn)}`),
  );
}

/** Its name in the struct. Another one, if it is retired: nobody calls it without asking. */
export const memberOf = ({ name, about }: ContractFunction) => (about.retired === undefined ? name : `retired_${name}`);
const targetOf = ({ prefix }: Contract) => `${prefix.toUpperCase()}_TARGET_MINOR`;

/** A line for each function; those that came with a later minor only for who needs that one. */
function upToTarget(contract: Contract, line: (fn: ContractFunction, i: number) => string): string[] {
  const minors = contract.functions.map((fn) => parseVersion(fn.about.since)?.minor ?? 0);
  return contract.functions.flatMap((fn, i) => {
    const [before, minor, after] = [minors[i - 1] ?? 0, minors[i] ?? 0, minors[i + 1]];
    return [
      ...(minor > before ? [`#if ${targetOf(contract)} >= ${minor}`] : []),
      line(fn, i),
      ...(minor > 0 && minor !== after ? ['#endif'] : []),
    ];
  });
}

/** The members of the struct, and what its name is, behind the line that begins it. */
function members(contract: Contract): string {
  const { prefix } = contract;
  const lines = upToTarget(contract, (fn) => {
    const note = fn.about.retired === undefined ? '' : ' /* a producer may still set it */';
    return `  ${prefix}_${fn.name}_fn *${memberOf(fn)};${note}`;
  });
  return `  size_t size;         /* bytes of the producer's table */
  const char *variant; /* which of several builds of these functions it holds, or NULL */
${lines.join('\n')}
} ${prefix}_api;`;
}

/** Of a contract with one minor: all functions are there, always. */
function plainTable(contract: Contract): string {
  const { prefix, functions } = contract;
  const capitals = prefix.toUpperCase();
  return `/* The table. It only grows at its end. */
typedef struct ${prefix}_api {
${members(contract)}

/* Begins the initialiser of a table: {${capitals}_HEAD, .${functions[0]?.name} = ..., ...}. */
#define ${capitals}_HEAD .size = sizeof(${prefix}_api)

/* A function of a table, or NULL where the producer's table is too short to have it. */
${macro([
  `#define ${capitals}_GET(table, function)`,
  `  ((table)->size >= offsetof(${prefix}_api, function) + sizeof((table)->function)`,
  '       ? (table)->function',
  '       : NULL)',
])}`;
}

const note = (text: string) => comment(wrap(text, '   '));

/** Of a contract that has grown: a consumer may need less than the header has, and ask for the rest. */
function versionedTable(contract: Contract): string {
  const { prefix, major, minor, functions } = contract;
  const capitals = prefix.toUpperCase();
  const target = targetOf(contract);
  const others = `typedef struct ${prefix}_api_others_by_${capitals}_GET {`;
  const retires = functions.some((fn) => fn.about.retired !== undefined);
  return `${note(`The minor of contract ${major} that this addon needs. A consumer may need less than ${minor}: it defines this before the header, the same in all of its files, and works with every producer from that minor on. What is newer is no member of the table then, and ${capitals}_GET gives it, or NULL. A producer leaves this alone.`)}
#ifndef ${target}
#define ${target} ${minor}
#endif
#if ${target} < 0 || ${target} > ${minor}
#error "${target}: expected 0 to ${minor}. For more, build with a later header."
#endif

${note(`The table. It only grows at its end. Its tag is what compilers print where it has no such member.`)}
${retires ? others : `#if ${target} == ${minor}\ntypedef struct ${prefix}_api {\n#else\n${others}\n#endif`}
${members(contract)}

${note(`Begins the initialiser of a table: {${capitals}_HEAD, .${functions.map(memberOf)[0]} = ..., ...}. A producer fills all of it.`)}
#if ${target} == ${minor}
#define ${capitals}_HEAD .size = sizeof(${prefix}_api)
#else
#define ${capitals}_HEAD ${target}_is_for_consumers_a_producer_fills_the_whole_table
#endif

/* The place of each function, counted in pointers. */
enum {
${functions.map(({ name }, i) => `  ${capitals}_AT_${name} = ${HEAD / POINTER + i},`).join('\n')}
};

${note("A function of a table, member or not; NULL where the producer's table is too short to have it, or has it no longer.")}
${macro([
  `#define ${capitals}_GET(table, function)`,
  `  ((table)->size >= (${capitals}_AT_##function + 1) * sizeof(void *)`,
  `       ? ((${prefix}_##function##_fn *const *)(const void *)(table))[${capitals}_AT_##function]`,
  '       : NULL)',
])}`;
}
