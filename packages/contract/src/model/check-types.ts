import { capsuleError } from '@capsule/core';
import { copyMeaning, titleOf as meaningTitle } from './check-meanings.js';
import { checkDoc, checkLines, checkTexts } from './check-text.js';
import { MAX_DEPTH, MAX_TYPES, tooLarge } from './limits.js';
import { checkName, generatedNames } from './names.js';
import type { Argument, Callback, Named, Pointer, Result, Scalar } from './types.js';
import * as types from './types.js';
import { isObject, quote } from './values.js';

/** Kinds of types that are passed by value. A callback is one of them, because it is a pointer. */
const values = ['scalar', 'pointer', 'callback'];
const all = [...values, 'struct', 'opaque', 'nothing'];
const byPointer: Record<string, string> = { struct: 'a struct', opaque: 'an opaque struct', nothing: 'nothing' };

const scalars = Object.values<unknown>(types).filter(
  (type): type is Scalar => isObject(type) && 'kind' in type && type.kind === 'scalar',
);

/** The properties of a value that is passed as a type. Nothing in it is checked yet. */
type Declared = Readonly<Record<string, unknown>>;

/** Where a type is used. */
interface Use {
  /** The contract and the function, for messages. */
  readonly where: string;
  /** The thing of this type, for messages: `argument x`. */
  readonly what: string;
  /** The types that contain this one. */
  readonly around: readonly unknown[];
  /** Whether it is part of another type, or of a callback. */
  readonly isInside: boolean;
}

/** The use of the target of a pointer. */
const inside = (use: Use): Use => ({ ...use, isInside: true });

/** The declaration of a function or a callback. */
export interface Prototype {
  readonly result: unknown;
  readonly args: object;
  /** Documentation of the arguments. */
  readonly texts: unknown;
}

/**
 * Checks types and copies them, so that neither a getter nor a later change can replace a checked value. Each type is
 * copied once, however often it is used. Otherwise nested types that use others twice would take exponential time.
 */
export class TypeChecker {
  readonly #copies = new Map<unknown, Result | Named>();
  #named = 0;

  /**
   * Rejects a function or a callback with a type that C cannot pass, or with documentation of an unknown argument.
   *
   * @param of - the callback that is checked, for messages: ` of integrand`
   * @param around - the types that contain this one
   */
  checkPrototype(where: string, declared: Prototype, of = '', around: readonly unknown[] = []) {
    const isInside = of !== '';
    const use = { where, what: `a result${of}`, around, isInside };
    const result = this.#check(use, declared.result, [...values, 'nothing']) as Result;
    const args = this.#checkMembers(where, `an argument${of}`, (arg) => `${arg}${of}`, declared.args, {
      around,
      isInside,
    });
    return { result, args, texts: checkTexts(where, Object.keys(args), declared.texts) };
  }

  /** Checks arguments or fields: their names and types. */
  #checkMembers(
    where: string,
    kind: string,
    title: (name: string) => string,
    members: object,
    use: Pick<Use, 'around' | 'isInside'>,
  ): Record<string, Argument> {
    const copies: Record<string, Argument> = Object.create(null);
    for (const [name, type] of Object.entries(members)) {
      checkName(where, kind, name);
      const copy = this.#check({ where, what: title(name), ...use }, type, values) as Argument;
      checkName(where, kind, name, copy.kind === 'callback');
      copies[name] = copy;
    }
    return copies;
  }

  /** Rejects a value that is not a type, or is a type of a kind that is not allowed there. */
  #check(use: Use, type: unknown, allowed: readonly string[]): Result | Named {
    const { where, what, around } = use;
    const copied = this.#copies.get(type);
    const declared = (copied ?? (isObject(type) ? type : {})) as Declared;
    const kind = declared['kind'];
    if (typeof kind !== 'string' || !all.includes(kind)) throw unknownType(use, type);
    if (!allowed.includes(kind)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
        expected: `${what} of a type that C passes by value`,
        found: byPointer[kind] ?? kind,
        ...(kind !== 'nothing' && { advice: 'Pass it by pointer: constPtr(...) or mutPtr(...).' }),
      });
    }
    if (around.includes(type)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_TYPE_RECURSIVE', where, {
        expected: `${what} of a type that does not refer to itself`,
        found: kind === 'pointer' ? 'a pointer that does' : `${titleOf(kind, declared['name'])}, which does`,
        advice: 'Declare that pointer as mutPtr(nothing), and cast it in C.',
      });
    }
    if (around.length > MAX_DEPTH) throw tooLarge(where, `${what} of a type that nests`, `${MAX_DEPTH} levels deep`);
    const copy = copied ?? this.#copy({ ...use, around: [...around, type] }, kind, declared, type);
    if (copied === undefined) this.#copies.set(type, copy);
    if ('meaning' in copy && copy.meaning !== undefined && use.isInside) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_MEANING_UNUSABLE', where, {
        expected: `${what} without a meaning: only arguments and results of functions have one`,
        found: meaningTitle(copy.meaning),
      });
    }
    return copy;
  }

  #copy(use: Use, kind: string, declared: Declared, type: unknown): Result | Named {
    const { where } = use;
    switch (kind) {
      case 'nothing':
        return types.nothing;
      case 'scalar': {
        const { name, c, size } = declared;
        const known = scalars.find((scalar) => scalar.name === name && scalar.c === c && scalar.size === size);
        if (known === undefined) throw unknownType(use, type);
        const meaning = copyMeaning(where, use.what, known, declared['meaning']);
        return meaning === undefined ? known : ({ ...known, meaning } as Scalar);
      }
      case 'pointer': {
        const { const: isConst, to } = declared;
        if (typeof isConst !== 'boolean') throw unknownType(use, type);
        const pointer: Pointer = { kind, const: isConst, to: this.#check(inside(use), to, all) as Pointer['to'] };
        const meaning = copyMeaning(where, use.what, pointer, declared['meaning']);
        return meaning === undefined ? pointer : ({ ...pointer, meaning } as Pointer);
      }
    }
    if (++this.#named > MAX_TYPES) throw tooLarge(where, 'a contract with', `${MAX_TYPES} structs and callbacks`);
    switch (kind) {
      case 'struct':
        return this.#copyStruct(use, declared);
      case 'opaque':
        return copyOpaque(where, declared);
      default:
        return this.#copyCallback(use, declared);
    }
  }

  #copyStruct({ where, around }: Use, { name: declaredName, fields, about }: Declared): Named {
    const name = checkTypeName(where, 'a struct', declaredName);
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
    const { doc, fields: declaredTexts, example } = about as Declared;
    const checkedDoc = checkDoc(where, `struct '${name}'`, doc);
    const title = (field: string) => `field ${field} of ${name}`;
    const copies = this.#checkMembers(where, `a field of ${name}`, title, fields, { around, isInside: true });
    const texts = checkTexts(where, Object.keys(copies), declaredTexts);
    const checkedExample = example === undefined ? {} : { example: checkLines(where, `example of ${name}`, example) };
    return {
      kind: 'struct',
      name,
      fields: copies,
      about: { doc: checkedDoc, ...(texts && { fields: texts }), ...checkedExample },
    };
  }

  #copyCallback({ where, around }: Use, { name: declaredName, result, args, about }: Declared): Callback {
    const name = checkName(where, 'a callback', declaredName);
    if (!isObject(args) || !isObject(about)) {
      const wrong = isObject(about) ? ['argument: type', args] : ['doc', about];
      throw capsuleError(TypeError, 'ERR_CONTRACT_CALLBACK_UNUSABLE', where, {
        expected: `callback('${name}', result, { argument: type }, { doc })`,
        found: `${quote(wrong[1])} in place of { ${wrong[0]} }`,
      });
    }
    const { doc, args: declaredTexts } = about as Declared;
    const checkedDoc = checkDoc(where, `callback '${name}'`, doc);
    const { texts, ...types } = this.checkPrototype(
      where,
      { result, args, texts: declaredTexts },
      ` of ${name}`,
      around,
    );
    return { kind: 'callback', name, ...types, about: { doc: checkedDoc, ...(texts && { args: texts }) } };
  }
}

function copyOpaque(where: string, { name: declaredName, about }: Declared): Named {
  const name = checkTypeName(where, 'an opaque struct', declaredName);
  if (!isObject(about)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_OPAQUE_UNUSABLE', where, {
      expected: `opaque('${name}', { doc })`,
      found: `${quote(about)} in place of { doc }`,
    });
  }
  const { doc, end } = about as Declared;
  const checked = checkDoc(where, `opaque struct '${name}'`, doc);
  if (end === undefined) return { kind: 'opaque', name, about: { doc: checked } };
  if (typeof end === 'string') return { kind: 'opaque', name, about: { doc: checked, end } };
  throw capsuleError(TypeError, 'ERR_CONTRACT_HANDLE_UNUSABLE', where, {
    expected: `the name of a function as the end of opaque struct '${name}'`,
    found: quote(end),
  });
}

const unknownType = ({ where, what }: Use, type: unknown) =>
  capsuleError(TypeError, 'ERR_CONTRACT_TYPE_UNKNOWN', where, {
    expected: `${what} of a type of @capsule/contract, such as f64 or constPtr(f64)`,
    found: quote(type),
  });

/** A named type in a message: `callback 'integrand'`. */
const titleOf = (kind: string, name: unknown): string => `${kind === 'opaque' ? 'opaque struct' : kind} ${quote(name)}`;

/** Checks the name of a type, which must also differ from names that every header defines. */
function checkTypeName(where: string, what: string, name: unknown): string {
  const checked = checkName(where, what, name);
  if (!generatedNames.includes(checked)) return checked;
  throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
    expected: `${what} with a unique name`,
    found: `'${checked}', which every generated header defines`,
  });
}
