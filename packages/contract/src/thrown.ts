/** The number of characters of a message that are shown. */
const MAX_SHOWN = 1000;

/**
 * The first line of the message of a thrown value, for other messages. The value comes from foreign code: it need not
 * be an Error, and may throw again when it is read.
 *
 * @param withName - whether the name of the error precedes its message: `ReferenceError: x is not defined`
 */
export function describeThrown(value: unknown, withName: boolean): string {
  try {
    const isError = value instanceof Error;
    const name = withName ? `${isError ? value.name : 'Error'}: ` : '';
    const text = `${name}${isError ? value.message : String(value)}`;
    const [line = ''] = text.split(/[\n\r\u2028\u2029]/, 1);
    return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}...` : line;
  } catch {
    return `${withName ? 'Error: ' : ''}a value that has no text`;
  }
}

/** The stack of a thrown value; empty if it has none. */
export function stackOf(value: unknown): string {
  try {
    return value instanceof Error && typeof value.stack === 'string' ? value.stack : '';
  } catch {
    return '';
  }
}
