import { capsuleError } from '@capsule/core';
import { quote } from './values.js';

// Other than line ends and tabs: control characters, halves of characters, and those that turn text around.
const unprintable = /(?![\n\r\t])\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** Text that has to be there: what something is, or does. */
export function checkDoc(where: string, what: string, doc: unknown): void {
  if (doc === undefined || (typeof doc === 'string' && doc.trim() === '')) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_MISSING', where, { expected: `doc: ${what}`, found: 'nothing' });
  }
  checkText(where, 'doc', doc);
}

/** Text about arguments or fields. About something that is not there it is a typing mistake. */
export function checkTexts(where: string, names: readonly string[], docs: unknown): void {
  for (const [name, text] of Object.entries(docs ?? {})) {
    if (!names.includes(name)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_STRAY', where, {
        expected:
          names.length === 0 ? 'no text, where there is nothing to tell about' : `text about ${names.join(', ')}`,
        found: `text about '${name}'`,
      });
    }
    if (text !== undefined) checkText(where, `text about ${name}`, text);
  }
}

/** Text becomes a comment in C: a reader has to see all of it. What would end the comment is escaped there. */
export function checkText(where: string, what: string, text: unknown): void {
  const character = typeof text === 'string' ? unprintable.exec(text)?.[0].codePointAt(0) : undefined;
  if (typeof text === 'string' && character === undefined) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_UNUSABLE', where, {
    expected: typeof text === 'string' ? `${what} that can be printed` : `${what} as a string`,
    found:
      character === undefined
        ? quote(text)
        : `the character U+${character.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}
