import type { Contract, ContractFunction } from '../model/contract.js';
import { memberOf, tableIndex } from '../model/layout.js';
import { minorOf, targetMinor } from '../model/version.js';
import { hasLowTarget } from './c-table.js';
import { rustFn, rustName } from './rust-names.js';

// The minor that a crate needs, if its contract has a low target: --cfg <prefix>_target_minor="1", as the macro
// <PREFIX>_TARGET_MINOR in C. Items with such a condition are in others that allow a name which the crate has not declared.

/** The attribute of an item whose parts depend on the target; empty if there are none. */
export const targetLint = (contract: Contract, indent = ''): string =>
  hasLowTarget(contract) ? `${indent}#[allow(unexpected_cfgs)]\n` : '';

/** The minors that differ in their functions, and the last one, in ascending order. */
function minorsOf({ functions, minor }: Contract): number[] {
  const since = functions.map(({ about }) => minorOf(about.since));
  return [...new Set([0, ...since, minor])].sort((a, b) => a - b);
}

const values = ({ prefix }: Contract, minors: readonly number[]): string =>
  `any(${minors.map((minor) => `${prefix}_target_minor = "${minor}"`).join(', ')})`;

/** The condition of a function that not every target has; undefined if there is none. */
export function targetCondition(contract: Contract, fn: ContractFunction): string | undefined {
  const since = minorOf(fn.about.since);
  if (!hasLowTarget(contract) || since === 0) return undefined;
  const minors = minorsOf(contract);
  if (since > targetMinor(contract))
    return values(
      contract,
      minors.filter((minor) => minor >= since),
    );
  return `not(${values(
    contract,
    minors.filter((minor) => minor < since),
  )})`;
}

/** The attribute of a function that not every target has; empty if there is none. */
export function targetAttribute(contract: Contract, fn: ContractFunction, indent = ''): string {
  const condition = targetCondition(contract, fn);
  return condition === undefined ? '' : `${indent}#[cfg(${condition})]\n`;
}

/** The minor of the contract, as an expression. */
export function targetExpression(contract: Contract): string {
  if (!hasLowTarget(contract)) return `${contract.minor}`;
  const known = minorsOf(contract).map(
    (minor) => `if cfg!(${contract.prefix}_target_minor = "${minor}") {\n        ${minor}\n    }`,
  );
  return `${known.join(' else ')} else {\n        ${targetMinor(contract)}\n    }`;
}

/** What the comment at the top of the module says. */
export function targetNote(contract: Contract): string[] {
  if (!hasLowTarget(contract)) return [];
  const { major, prefix, minor } = contract;
  return [
    '',
    `It needs contract ${major}.${targetMinor(contract)}. A crate that calls newer functions, and one that seals the table, raises that in its`,
    `build.rs: println!("cargo:rustc-cfg=${prefix}_target_minor=\\"${minor}\\"");`,
  ];
}

/** The accessors of functions that not every target has. */
export function targetAccess(contract: Contract): string {
  if (!hasLowTarget(contract)) return '';
  const functions = contract.functions.map((fn, i) => [fn, tableIndex(i)] as const);
  const methods = functions
    .filter(([{ about }]) => minorOf(about.since) > 0)
    .map(
      ([fn, index]) => `    /// Returns the function of a table, or None if the producer does not have it.
    ///
    /// # Safety
    /// \`table\` was opened with [CONTRACT].
    pub unsafe fn get_${fn.name}(table: *const Api) -> Option<${rustFn(fn.name)}> {
        unsafe { Self::get(table, ${index}) }
    }
`,
    );
  return `
#[rustfmt::skip]
impl Api {
    /// Reads a function at its index in the table, counted in pointers. It may be None: \`F\` is an Option.
    unsafe fn get<F>(table: *const Api, index: usize) -> Option<F> {
        let has_it = unsafe { (*table).size } >= (index + 1) * core::mem::size_of::<usize>();
        unsafe { has_it.then(|| table.cast::<Option<F>>().add(index).read()).flatten() }
    }

${methods.join('\n')}}
`;
}

/** The members of the table. */
export function targetMembers(contract: Contract, member: (name: string, type: string) => string): string[] {
  return contract.functions.map(
    (fn) => `${targetAttribute(contract, fn, '    ')}${member(memberOf(fn), `Option<${rustFn(fn.name)}>`)}`,
  );
}

/** The condition that a table has all functions that its methods call. */
export function completeness(contract: Contract, needed: readonly ContractFunction[]): string {
  const always = needed.filter((fn) => targetCondition(contract, fn) === undefined);
  const others = needed.filter((fn) => targetCondition(contract, fn) !== undefined);
  const first = always.map((fn) => `api.${rustName(fn.name)}.is_some()`).join('\n            && ');
  const rest = others.map(
    (fn) =>
      `${targetAttribute(contract, fn, '        ')}        let is_complete = is_complete && api.${rustName(fn.name)}.is_some();\n`,
  );
  return `        let is_complete = ${first === '' ? 'true' : first};\n${rest.join('')}`;
}
