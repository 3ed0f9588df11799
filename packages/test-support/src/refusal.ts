/** What a call throws, as plain data: the whole message, and everything a program may look at. */
export function refusal(call: () => unknown): Record<'type' | 'code' | 'message' | 'expected' | 'found', unknown> {
  try {
    call();
  } catch (error) {
    const { name, code, message, expected, found } = error as Error & Record<string, unknown>;
    return { type: name, code, message, expected, found };
  }
  throw new Error('expected a refusal, found none');
}
