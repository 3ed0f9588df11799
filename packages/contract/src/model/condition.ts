/** A condition of numbers, such as `n >= 1` or `low < high`. */
export interface Condition {
  readonly left: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  /** A name or a number, as written. */
  readonly right: string;
}

const pattern = /^([a-z]\w*) (<=?|>=?|==|!=) ([a-z]\w*|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/;

/** `n >= 1` in its parts; undefined for any other text. */
export function parseCondition(text: unknown): Condition | undefined {
  const match = typeof text === 'string' ? pattern.exec(text) : null;
  if (match === null) return undefined;
  const [, left = '', operator, right = ''] = match;
  return { left, operator: operator as Condition['operator'], right };
}

/** Whether the right side of a condition is a number. */
export const isNumber = (right: string): boolean => /^[-\d]/.test(right);

/** A length in its parts: `n + 1` is one more than argument n; a constant has no name. */
export interface ParsedLength {
  readonly name: string | undefined;
  readonly plus: number;
}

/** The greatest constant in a length. */
export const MAX_LENGTH = 2 ** 31 - 1;

/** The parts of a length; undefined for anything that is not one. */
export function parseLength(length: unknown): ParsedLength | undefined {
  if (typeof length === 'number') {
    const isValid = Number.isInteger(length) && length >= 1 && length <= MAX_LENGTH;
    return isValid ? { name: undefined, plus: length } : undefined;
  }
  const match = typeof length === 'string' ? /^([a-z]\w*)(?: ([+-]) ([1-9]\d{0,8}))?$/.exec(length) : null;
  if (match === null) return undefined;
  const [, name, sign, constant = '0'] = match;
  return { name, plus: sign === '-' ? -Number(constant) : Number(constant) };
}
