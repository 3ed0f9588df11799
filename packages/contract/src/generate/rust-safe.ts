import { unknownStatus } from '@capsule/core/generated';
import {
  type ArrayParameter,
  type Call,
  callsOf,
  type HandleType,
  hasMeanings,
  type LengthArgument,
  type Output,
  operationOf,
  type Parameter,
  type Returned,
  valuesOf,
  withoutLengths,
} from '../model/call.js';
import { isNumber } from '../model/condition.js';
import type { Contract } from '../model/contract.js';
import type { Failure } from '../model/meaning.js';
import type { Scalar } from '../model/types.js';
import { hasLowTarget } from './c-table.js';
import { type Check, checksOf, codeOf, messageOf } from './checks.js';
import { functionComment, typeComment } from './comments.js';
import { rustFn, rustName, rustType } from './rust-names.js';
import { completeness, targetAttribute, targetCondition, targetLint } from './rust-target.js';
import { lineComments, paragraphs } from './text.js';

// The safe part of the Rust module: methods with slices, results and handles. Local names of a method end in an
// underscore, which names of arguments cannot. rustfmt skips this part.

/** Turns the lines of a comment into documentation. */
type Doc = (lines: readonly string[]) => string;

/** The types of the safe part, whose names must differ from other types. */
export function safeRustTypes(contract: Contract): string[] {
  if (!hasMeanings(contract)) return [];
  const { calls, handles } = callsOf(contract);
  return [
    'Error',
    'Table',
    ...handles.map(({ type }) => ownedName(type)),
    ...calls.filter((call) => valuesOf(call).length > 1).map(resultName),
  ];
}

const ownedName = ({ name }: { name: string }): string => `Owned${rustType(name)}`;
const resultName = ({ fn }: Call): string => `${rustType(fn.name)}Result`;

/** The safe part; empty for a contract without meanings. */
export function safeRust(contract: Contract, doc: Doc): string {
  if (!hasMeanings(contract)) return '';
  const { calls, handles, omitted } = callsOf(contract);
  const notHere = omitted.map(({ name, why }) => `${name}, because ${why}`).join('; ');
  const structs = calls.filter((call) => valuesOf(call).length > 1);
  const needed = [...calls.map(({ fn }) => fn), ...handles.map(({ end }) => end)];
  return `
${errorText}

${[...handles.map((handle) => ownedHandle(contract, handle, doc)), ...structs.map(resultStruct)].map((text) => `${text}\n\n`).join('')}/// The functions of a table, with slices in place of pointers and lengths.
${
  notHere === ''
    ? ''
    : `///\n${lineComments(
        paragraphs(`Not here, but in [Api]: ${notHere}.`).map((line) => line.trim()),
        '///',
      )}\n`
}#[derive(Clone, Copy)]
pub struct Table {
    ${calls.length === 0 || hasLowTarget(contract) ? '#[allow(dead_code)]\n    ' : ''}api: &'static Api,
}

${targetLint(contract)}#[rustfmt::skip]
impl Table {
    /// Returns the functions of a table, or None if one is missing.
    ///
    /// # Safety
    /// \`api\` was opened with [CONTRACT]: its functions have the types, and follow the rules, of this module.
    pub unsafe fn new(api: &'static Api) -> Option<Self> {
${completeness(contract, needed)}        is_complete.then_some(Self { api })
    }

${calls.map((call) => method(contract, call, doc)).join('\n\n')}
}
`;
}

const errorText = `/// Why a call was rejected or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The code of the exception in JavaScript.
    pub code: &'static str,
    pub message: &'static str,
}

impl Error {
    /// Fails with this error if a condition is not met.
    #[allow(dead_code)] // some contracts need no check
    const fn check(
        met: bool,
        code: &'static str,
        message: &'static str,
    ) -> core::result::Result<(), Self> {
        if met {
            Ok(())
        } else {
            Err(Self { code, message })
        }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, formatter: &mut core::fmt::Formatter) -> core::fmt::Result {
        formatter.write_str(self.message)
    }
}

impl std::error::Error for Error {}`;

function resultStruct(call: Call): string {
  const fields = valuesOf(call).map(({ name, type }) => `    pub ${rustName(name)}: ${typeName(type)},\n`);
  return `/// The results of ${call.fn.name}().
#[derive(Clone, Copy, Debug)]
#[rustfmt::skip]
pub struct ${resultName(call)} {
${fields.join('')}}`;
}

const typeName = (type: Output['type']): string => (type.kind === 'scalar' ? type.name : rustType(type.name));

function ownedHandle(contract: Contract, { type, end }: HandleType, doc: Doc): string {
  const name = ownedName(type);
  const raw = rustType(type.name);
  const functions = contract.functions.filter(({ args }) =>
    Object.values(args).some((arg) => arg.kind === 'pointer' && arg.to === type),
  );
  const isSend = functions.every(({ about }) => about.thread !== 'js');
  const threads = isSend
    ? `
// Its functions may be called on any thread. Those that need an exclusive handle take it as mutable.
unsafe impl core::marker::Send for ${name} {}
unsafe impl Sync for ${name} {}
`
    : '';
  return `${doc(typeComment(type))}
///
/// Dropping it calls \`${end.name}\`.
#[rustfmt::skip]
pub struct ${name} {
    ${targetCondition(contract, end) === undefined ? '' : '#[allow(dead_code)]\n    '}api: &'static Api,
    handle: core::ptr::NonNull<${raw}>,
}
${threads}
#[rustfmt::skip]
impl ${name} {
    /// Returns the pointer, which stays owned by this.
    pub fn as_ptr(&self) -> *mut ${raw} {
        self.handle.as_ptr()
    }
}

${targetLint(contract)}#[rustfmt::skip]
impl core::ops::Drop for ${name} {
    fn drop(&mut self) {
        // The function exists: Table::new has checked it. The pointer is valid, and nothing else has it.
${targetAttribute(contract, end, '        ')}        unsafe { self.api.${rustName(end.name)}.unwrap_unchecked()(self.handle.as_ptr()) }
    }
}`;
}

function parameterType(parameter: Parameter, { fn }: Call): string {
  switch (parameter.kind) {
    case 'array':
      return `&${parameter.use === 'array' ? '' : 'mut '}[${parameter.element.name}]`;
    case 'scalar':
      return parameter.type.name;
    case 'handle': {
      const isShared = parameter.isConst && fn.about.thread !== 'handle';
      return `&${isShared ? '' : 'mut '}${ownedName(parameter.type)}`;
    }
    case 'callback':
      return rustFn(parameter.type.name);
    case 'context':
      return '*mut core::ffi::c_void';
  }
}

/** Why a method is unsafe, in a sentence; undefined for a safe one. */
function safetyOf({ fn, parameters }: Call): string | undefined {
  const rules = [
    ...(fn.about.thread === 'js' ? ['This is the JavaScript thread that opened the table.'] : []),
    ...(fn.about.thread === 'one' ? ['No other thread of the process is in a call of this function.'] : []),
    ...(parameters.some(({ kind }) => kind === 'callback') ? ['The callback can be called with the context.'] : []),
  ];
  return rules.length === 0 ? undefined : rules.join(' ');
}

function method(contract: Contract, call: Call, doc: Doc): string {
  const { fn, returned } = call;
  const parameters = withoutLengths(call);
  const operation = operationOf(
    fn.name,
    parameters.map(({ name }) => name),
  );
  // The borrow checker keeps arrays and handles apart, and handles in use.
  const checks = checksOf(call).filter(({ kind }) => !['overlap', 'ended', 'sameHandle'].includes(kind));
  const value = valueType(call);
  const canFail = checks.length > 0 || returned.kind === 'status' || returned.kind === 'owned';
  const safety = safetyOf(call);
  const condition = targetCondition(contract, fn);
  const list = ['&self', ...parameters.map((each) => `${rustName(each.name)}: ${parameterType(each, call)}`)].join(
    ', ',
  );
  const type = canFail ? `core::result::Result<${value}, Error>` : value;
  const failed = (failure: Failure) => errorArguments(contract.prefix, operation, failure);
  const lines = [
    ...call.lengths.map(lengthText),
    ...checks.map((check) => `Error::check(\n    ${conditionText(check, call)},\n${failed(check.failure)})?;`),
    ...call.outputs.map(({ name, type: of }) => `let mut ${name}_: ${typeName(of)} = unsafe { core::mem::zeroed() };`),
    ...callText(call, failed, canFail),
  ];
  const text = [
    doc(functionComment(fn, '')),
    ...(condition === undefined ? [] : [`#[cfg(${condition})]`]),
    ...(safety === undefined ? [] : ['///', '/// # Safety', `/// ${safety}`]),
    '#[allow(clippy::double_comparisons, clippy::should_implement_trait, clippy::too_many_arguments)]',
    `pub ${safety === undefined ? '' : 'unsafe '}fn ${rustName(fn.name)}(${list})${type === '()' ? '' : ` -> ${type}`} {`,
    ...lines.map((line) => indented(line)),
    '}',
  ];
  return text.map(indented).join('\n');
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');

function valueType(call: Call): string {
  if (call.returned.kind === 'owned') return ownedName(call.returned.type);
  const [value, ...more] = valuesOf(call);
  if (value === undefined) return '()';
  return more.length > 0 ? resultName(call) : typeName(value.type);
}

function lengthText({ name, type, arrays }: LengthArgument): string {
  const [first] = arrays as [ArrayParameter];
  const length = lengthPlus(first, -first.length.plus);
  if (type.name === 'usize') return `let ${name}_ = ${length};`;
  return `let ${name}_ = ${/[+-]/.test(length) ? `(${length})` : length} as ${type.name};`;
}

/** The length of an array, a constant more or less. It may be out of range until it is checked. */
function lengthPlus({ name }: ArrayParameter, plus: number): string {
  const length = `${rustName(name)}.len()`;
  if (plus === 0) return length;
  return plus > 0 ? `${length}.wrapping_add(${plus})` : `${length}.wrapping_sub(${-plus})`;
}

/** The condition that a check demands. */
function conditionText(check: Check, call: Call): string {
  switch (check.kind) {
    case 'length':
      return `${rustName(check.array.name)}.len() == ${check.size}`;
    case 'shorter':
      return check.size === 1
        ? `!${rustName(check.array.name)}.is_empty()`
        : `${rustName(check.array.name)}.len() >= ${check.size}`;
    case 'range':
      return `${rustName(check.array.name)}.len() as u64 <= ${check.size}`;
    case 'lengths':
      return `${lengthPlus(check.other, check.first.length.plus)} == ${lengthPlus(check.first, check.other.length.plus)}`;
    case 'condition':
      return comparison(check, call);
    default:
      return 'true';
  }
}

/** A condition of numbers. Integers of different types are compared as f64. */
function comparison(
  { condition: { left, operator, right }, left: type, right: other }: Extract<Check, { kind: 'condition' }>,
  { lengths }: Call,
): string {
  const operand = (name: string) => (lengths.some((length) => length.name === name) ? `${name}_` : rustName(name));
  const real = (name: string, scalar: Scalar | undefined) =>
    scalar?.name === 'f64' ? operand(name) : `(${operand(name)} as f64)`;
  // NaN meets no condition, but differs from every number.
  const isReal = [type, other].some((scalar) => scalar !== undefined && /^f/.test(scalar.name));
  const compare = (one: string, two: string) =>
    operator === '!=' && isReal ? `${one} < ${two} || ${one} > ${two}` : `${one} ${operator} ${two}`;
  if (!isNumber(right)) {
    if (type === other) return compare(operand(left), operand(right));
    return compare(real(left, type), real(right, other));
  }
  return compare(real(left, type), right.includes('.') ? right : `${right}.0`);
}

function callText(call: Call, failed: (failure: Failure) => string, canFail: boolean): string[] {
  const { fn, returned } = call;
  const args = Object.keys(fn.args).map((name) => argument(call, name));
  const invoke = `unsafe { self.api.${rustName(fn.name)}.unwrap_unchecked()(${args.join(', ')}) }`;
  const values = valuesOf(call);
  // Of self, super and crate, the field and the local have one name: Clippy rejects `self_: self_`.
  const fields = values.map(({ name }) => (rustName(name) === `${name}_` ? `${name}_` : `${rustName(name)}: ${name}_`));
  const [only = { name: '' }] = values;
  const result =
    values.length > 1 ? `${resultName(call)} { ${fields.join(', ')} }` : values.length === 1 ? `${only.name}_` : '';
  const done = canFail ? [`Ok(${result === '' ? '()' : result})`] : result === '' ? [] : [result];
  switch (returned.kind) {
    case 'nothing':
      return [`${invoke};`, ...done];
    case 'value':
      if (values.length === 1) return [canFail ? `Ok(${invoke})` : invoke];
      return [`let result_ = ${invoke};`, ...done];
    case 'owned':
      return [
        `match core::ptr::NonNull::new(${invoke}) {
    Some(handle) => Ok(${ownedName(returned.type)} { api: self.api, handle }),
    None => Err(Error {
${fieldsOf(failed(returned.failure))}
    }),
}`,
      ];
    case 'status':
      return [...statusText(returned, invoke, failed), ...done];
  }
}

function argument({ parameters, lengths }: Call, name: string): string {
  const parameter = parameters.find((each) => each.name === name);
  switch (parameter?.kind) {
    case undefined:
      return `&mut ${name}_`;
    case 'array':
      return `${rustName(name)}.${parameter.use === 'array' ? 'as_ptr' : 'as_mut_ptr'}()`;
    case 'handle':
      return `${rustName(name)}.as_ptr()`;
    case 'callback':
      return `Some(${rustName(name)})`;
    default:
      return lengths.some((length) => length.name === name) ? `${name}_` : rustName(name);
  }
}

function statusText(
  { type, failures }: Extract<Returned, { kind: 'status' }>,
  invoke: string,
  failed: (failure: Failure) => string,
): string[] {
  const entries = Object.entries(failures);
  if (type.name === 'bool') {
    return entries.map(
      ([value, failure]) => `Error::check(\n    ${value === 'true' ? '!' : ''}${invoke},\n${failed(failure)})?;`,
    );
  }
  const arms = [...entries, ['_', unknownStatus] as const].map(
    ([value, failure]) => `    ${value} => return Err(Error {\n${fieldsOf(failed(failure))}\n    }),`,
  );
  return [`match ${invoke} {\n    0 => {}\n${arms.join('\n')}\n}`];
}

/** The code and the message of an error as arguments, one a line. */
function errorArguments(prefix: string, operation: string, failure: Failure): string {
  return `    ${literal(codeOf(prefix, failure.code))},\n    ${literal(messageOf(operation, failure))},\n`;
}

/** The same as fields of an Error. */
const fieldsOf = (args: string): string =>
  args
    .trimEnd()
    .split('\n')
    .map((line, i) => `        ${i === 0 ? 'code' : 'message'}: ${line.trim()}`)
    .join('\n');

const literal = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
