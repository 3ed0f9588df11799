import { capsuleError } from '@capsule/core';
import { checkDoc, checkTexts } from './check-text.js';
import type { Fn } from './contract.js';
import { checkName, generatedNames } from './names.js';
import type { Callback, Named, Opaque, Struct } from './types.js';
import { isObject, quote } from './values.js';

/** Kinds of types that are passed by value: a callback is a pointer. */
const values = ['scalar', 'pointer', 'callback'];
const all = [...values, 'struct', 'opaque', 'nothing'];
const kinds: Record<string, string> = { struct: 'a struct', opaque: 'an opaque struct', nothing: 'nothing' };

const isCallback = (type: unknown) => isObject(type) && 'kind' in type && type.kind === 'callback';

/** A named type in a message: `callback 'integrand'`. */
const titled = ({ kind, name }: Named): string => `${kind === 'opaque' ? 'opaque struct' : kind} '${name}'`;

/**
 * Rejects a function or a callback with a type that C cannot pass, or with documentation of an unknown argument.
 *
 * @param of - the callback that is checked, for messages: ` of integrand`
 * @param around - the types that contain this one
 */
export function checkPrototype(
  where: string,
  { result, args, about }: Pick<Fn, 'result' | 'args'> & Pick<Callback, 'about'>,
  of = '',
  around: readonly unknown[] = [],
): void {
  checkType(where, `a result${of}`, result, [...values, 'nothing'], around);
  for (const [argument, type] of Object.entries(args)) {
    checkName(where, `an argument${of}`, argument, isCallback(type));
    checkType(where, `${argument}${of}`, type, values, around);
  }
  checkTexts(where, Object.keys(args), about.args);
}

/**
 * Rejects a value that is not a type, or not a type that is allowed in its place.
 *
 * @param what - the thing of this type, for messages: `argument x`
 * @param allowed - the kinds that are allowed
 * @param around - the types that contain this one
 */
function checkType(
  where: string,
  what: string,
  type: unknown,
  allowed: readonly string[],
  around: readonly unknown[],
): void {
  const kind = isObject(type) && 'kind' in type ? type.kind : undefined;
  if (typeof kind !== 'string' || !all.includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type of @capsule/contract, such as f64 or constPtr(f64)`,
      found: quote(type),
    });
  }
  if (!allowed.includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type that C passes by value`,
      found: kinds[kind] ?? kind,
      ...(kind !== 'nothing' && { advice: 'Pass it by pointer: constPtr(...) or mutPtr(...).' }),
    });
  }
  if (around.includes(type)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_RECURSIVE', where, {
      expected: `${what} of a type that does not refer to itself`,
      found: kind === 'pointer' ? 'a pointer that does' : `${titled(type as Named)}, which does`,
      advice: 'Declare that pointer as mutPtr(nothing), and cast it in C.',
    });
  }
  const inside = [...around, type];
  if (kind === 'pointer') checkType(where, what, (type as { to: unknown }).to, all, inside);
  if (kind === 'struct') checkStruct(where, type as Struct, inside);
  if (kind === 'opaque') checkOpaque(where, type as Opaque);
  if (kind === 'callback') checkCallback(where, type as Callback, inside);
}

/** Checks the name of a type, which must also differ from names that every header defines. */
function checkTypeName(where: string, what: string, name: string): void {
  checkName(where, what, name);
  if (!generatedNames.includes(name)) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
    expected: `${what} with a unique name`,
    found: `'${name}', which every generated header defines`,
  });
}

function checkStruct(where: string, { name, fields, about }: Struct, inside: readonly unknown[]): void {
  checkTypeName(where, 'a struct', name);
  if (!isObject(fields) || !isObject(about)) {
    const wrong = isObject(about) ? ['field: type', fields] : ['doc', about];
    throw capsuleError(TypeError, 'ERR_CONTRACT_STRUCT_UNUSABLE', where, {
      expected: `struct('${name}', { field: type }, { doc })`,
      found: `${quote(wrong[1])} in place of { ${wrong[0]} }`,
    });
  }
  if (Object.keys(fields).length === 0) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_STRUCT_EMPTY', where, {
      expected: `struct '${name}' with a field`,
      found: 'none',
      advice: `If callers do not use its fields, declare opaque('${name}', { doc }).`,
    });
  }
  checkDoc(where, `struct '${name}'`, about.doc);
  for (const [field, type] of Object.entries(fields)) {
    checkName(where, `a field of ${name}`, field, isCallback(type));
    checkType(where, `field ${field} of ${name}`, type, values, inside);
  }
  checkTexts(where, Object.keys(fields), about.fields);
}

function checkOpaque(where: string, { name, about }: Opaque): void {
  checkTypeName(where, 'an opaque struct', name);
  if (!isObject(about)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_OPAQUE_UNUSABLE', where, {
      expected: `opaque('${name}', { doc })`,
      found: `${quote(about)} in place of { doc }`,
    });
  }
  checkDoc(where, `opaque struct '${name}'`, about.doc);
}

function checkCallback(where: string, type: Callback, inside: readonly unknown[]): void {
  const { name, args, about } = type;
  checkName(where, 'a callback', name);
  if (!isObject(args) || !isObject(about)) {
    const wrong = isObject(about) ? ['argument: type', args] : ['doc', about];
    throw capsuleError(TypeError, 'ERR_CONTRACT_CALLBACK_UNUSABLE', where, {
      expected: `callback('${name}', result, { argument: type }, { doc })`,
      found: `${quote(wrong[1])} in place of { ${wrong[0]} }`,
    });
  }
  checkDoc(where, `callback '${name}'`, about.doc);
  checkPrototype(where, type, ` of ${name}`, inside);
}
