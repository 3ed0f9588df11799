import type { Fn } from './define-contract.js';
import type { Argument, Nothing, Result, Scalar, Struct } from './types.js';

type Any = Argument | Result | Struct;

/**
 * The C ABI of a function as text: `f64(*f64,*f64,usize)`. Widths, signedness, depth of pointers, structs
 * expanded; no spelling, no names. Two functions can stand in for one another when the texts are equal.
 *
 * @param qualified - with `const` too: `f64(*const f64,usize)`. It is no part of the ABI, but taking one
 *   away breaks callers that pass read-only memory.
 */
export function signature({ result, args }: Pick<Fn, 'result' | 'args'>, qualified = false): string {
  const list = Object.values(args).map((type) => typeText(type, qualified));
  return `${typeText(result, qualified)}(${list.join(',')})`;
}

function typeText(type: Any, qualified: boolean): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'nothing':
      return 'void';
    case 'pointer':
      return `*${qualified && type.const ? 'const ' : ''}${typeText(type.to, qualified)}`;
    case 'struct':
      return `{${Object.values(type.fields)
        .map((field) => typeText(field, qualified))
        .join(',')}}`;
  }
}

/** How C declares a value of a type: `const double *x`. */
export function declare(type: Any, name: string, prefix: string): string {
  const spelled = spell(type, prefix);
  return name === '' ? spelled : `${spelled}${spelled.endsWith('*') ? '' : ' '}${name}`;
}

function spell(type: Any | Nothing | Scalar, prefix: string): string {
  switch (type.kind) {
    case 'scalar':
      return type.c;
    case 'nothing':
      return 'void';
    case 'struct':
      return `${prefix}_${type.name}`;
    case 'pointer': {
      const to = spell(type.to, prefix);
      if (type.to.kind === 'pointer') return `${to}${type.const ? 'const ' : ''}*`;
      return `${type.const ? 'const ' : ''}${to} *`;
    }
  }
}

/** The prefix of everything in C: `fastmath` of `@capsule/fastmath`, `pkg_part` of `@acme/pkg:part`. */
export function prefixOf(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}
