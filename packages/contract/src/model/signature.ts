import type { Fn } from './contract.js';
import type { Named, Result } from './types.js';

type Any = Result | Named;

/**
 * The C ABI of a function as text: `f64(*f64,*f64,usize)`. It has widths, signedness and pointer depth. A struct is its
 * fields in braces, a callback its signature in parentheses, an opaque struct its name in angle brackets, which is all
 * that distinguishes it. It has no other names, no C type names and no `const`. Functions with equal signatures are
 * compatible.
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

/** A type with `const` and names, for the record: `*const f64`, `*struct moments`, `callback integrand`. */
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

/** The declaration of a value in C: `const double *x`. */
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
