/** Whether a value is an object, and so may be asked for its properties. */
export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A value as error messages show it: a string in quotes, an object without its contents. */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return value.length > 80 ? `a string of ${value.length} characters` : `'${value}'`;
    case 'bigint':
      return `${value}n`;
    case 'function':
      return value.name === '' ? 'a function' : `the function ${value.name}`;
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : 'an object';
    default:
      return String(value);
  }
}

/** `1.0, 1.1 and 1.2` */
export const list = (items: readonly string[], conjunction: 'and' | 'or' = 'and'): string =>
  items.join(', ').replace(/, (?=[^,]*$)/, ` ${conjunction} `);
