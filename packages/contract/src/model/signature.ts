import type { Fn } from './contract.js';
import type { Named, Result } from './types.js';

type Any = Result | Named;

/**
 * The C ABI of a function as text: `f64(*f64,*f64,usize)`. Widths, signedness, depth of pointers; a struct as its
 * fields in braces, a callback as its signature in parentheses, an opaque struct as its name in angle brackets, because
 * there is nothing else to tell two apart. No spelling, no other names, no `const`. Two functions can stand in for one
 * another when the texts are equal.
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
    case 'opaque':
      return `<${type.name}>`;
    case 'callback':
      return `(${signature(type)})`;
  }
}

/** A type as it was declared, for the record: `*const f64`, `*struct moments`, `callback integrand`. */
export function declared(type: Any): string {
  switch (type.kind) {
    case 'pointer':
      return `*${type.const ? 'const ' : ''}${declared(type.to)}`;
    case 'struct':
    case 'opaque':
    case 'callback':
      return `${type.kind} ${type.name}`;
    default:
      return abiOf(type);
  }
}

/** How C declares a value of a type: `const double *x`. */
export function declare(type: Any, name: string, prefix: string): string {
  const spelled = spell(type, prefix);
  return name === '' ? spelled : `${spelled}${spelled.endsWith('*') ? '' : ' '}${name}`;
}

function spell(type: Any, prefix: string): string {
  switch (type.kind) {
    case 'scalar':
      return type.c;
    case 'nothing':
      return 'void';
    case 'struct':
    case 'opaque':
      return `${prefix}_${type.name}`;
    case 'callback':
      return `${prefix}_${type.name}_fn *`;
    case 'pointer': {
      const to = spell(type.to, prefix);
      if (to.endsWith('*')) return `${to}${type.const ? 'const ' : ''}*`;
      return `${type.const ? 'const ' : ''}${to} *`;
    }
  }
}
