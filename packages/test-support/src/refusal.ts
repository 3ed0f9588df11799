/** The error that a call throws, as plain data: its whole message, and the fields that a program may read. */
export function refusal(call: () => unknown): Record<'type' | 'code' | 'message' | 'expected' | 'found', unknown> {
  try {
    call();
  } catch (error) {
    const { name, code, message, expected, found } = error as Error & Record<string, unknown>;
    return { type: name, code, message, expected, found };
  }
  throw new Error('expected an error, found none');
}
