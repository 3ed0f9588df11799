import type { Fn } from './define-contract.js';
import type { Argument, Nothing, Result, Scalar, Struct } from './types.js';

type Any = Argument | Result | Struct;

/**
 * The C ABI of a function as text: `f64(*f64,*f64,usize)`. Widths, signedness, depth of pointers, structs
 * expanded; no spelling, no names, no `const`. Two functions can stand in for one another when the texts are equal.
 */
export function signature({ result, args }: Pick<Fn, 'result' | 'args'>): string {
  return `${abiOf(result)}(${Object.values(args).map(abiOf).join(',')})`;
}

function abiOf(type: Any): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'nothing':
      return 'void';
    case 'pointer':
      return `*${abiOf(type.to)}`;
    case 'struct':
      return `{${Object.values(type.fields).map(abiOf).join(',')}}`;
  }
}

/** A type as it was declared, for the record: `*const f64`, `*struct moments`. */
export function declared(type: Any): string {
  switch (type.kind) {
    case 'pointer':
      return `*${type.const ? 'const ' : ''}${declared(type.to)}`;
    case 'struct':
      return `struct ${type.name}`;
    default:
      return abiOf(type);
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
