import { capsuleError } from '@capsule/core';
import { checkDoc, checkTexts } from './docs.js';
import { checkName, generatedNames } from './names.js';
import { quote } from './quote.js';
import type { Struct } from './types.js';

const all = ['scalar', 'pointer', 'struct', 'nothing'];

/**
 * Refuses what is no type, or cannot stand there.
 *
 * @param what - what has the type: `argument x`
 * @param kinds - what may stand there
 * @param around - the types that this one is part of
 */
export function checkType(
  where: string,
  what: string,
  type: unknown,
  kinds: readonly string[],
  around: readonly unknown[] = [],
): void {
  const kind = typeof type === 'object' && type !== null && 'kind' in type ? type.kind : undefined;
  if (typeof kind !== 'string' || !all.includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type of @capsule/contract, such as f64 or constPtr(f64)`,
      found: quote(type),
    });
  }
  if (!kinds.includes(kind)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
      expected: `${what} of a type that C passes by value`,
      found: kind === 'struct' ? 'a struct' : 'nothing',
      ...(kind === 'struct' && { advice: 'Pass it by pointer: constPtr(...) or mutPtr(...).' }),
    });
  }
  if (around.includes(type)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_RECURSIVE', where, {
      expected: `${what} of a type that does not lead back to itself`,
      found: kind === 'struct' ? `struct '${(type as Struct).name}', which does` : 'a pointer that does',
      advice: 'Declare that pointer as mutPtr(nothing), and cast it in C.',
    });
  }
  const inside = [...around, type];
  if (kind === 'pointer') checkType(where, what, (type as { to: unknown }).to, all, inside);
  if (kind === 'struct') checkStruct(where, type as Struct, inside);
}

function checkStruct(where: string, { name, fields, about }: Struct, inside: readonly unknown[]): void {
  checkName(where, 'a struct', name);
  if (generatedNames.includes(name)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
      expected: 'a struct with a name of its own',
      found: `'${name}', which every generated header has already`,
    });
  }
  if (typeof fields !== 'object' || fields === null || typeof about !== 'object' || about === null) {
    const wrong = typeof about !== 'object' || about === null ? ['doc', about] : ['fields', fields];
    throw capsuleError(TypeError, 'ERR_CONTRACT_STRUCT_UNUSABLE', where, {
      expected: `struct('${name}', { field: type }, { doc })`,
      found: `${quote(wrong[1])} in place of { ${wrong[0] === 'doc' ? 'doc' : 'field: type'} }`,
    });
  }
  if (Object.keys(fields).length === 0) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_STRUCT_EMPTY', where, {
      expected: `struct '${name}' with a field`,
      found: 'none',
      advice: 'Where callers do not look into it, pass mutPtr(nothing).',
    });
  }
  checkDoc(where, `what struct '${name}' is`, about.doc);
  for (const [field, type] of Object.entries(fields)) {
    checkName(where, `a field of ${name}`, field);
    checkType(where, `field ${field} of ${name}`, type, ['scalar', 'pointer'], inside);
  }
  checkTexts(where, Object.keys(fields), about.fields);
}
