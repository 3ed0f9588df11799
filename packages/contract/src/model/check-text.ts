import { capsuleError } from '@capsule/core';
import { quote } from './values.js';

// Control characters other than line ends and tabs, lone surrogates, and characters that change text direction.
const unprintable = /(?![\n\r\t])\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * Checks documentation that is required.
 *
 * @param of - what is documented: `the function`
 */
export function checkDoc(where: string, of: string, doc: unknown): void {
  if (doc === undefined || (typeof doc === 'string' && doc.trim() === '')) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_MISSING', where, {
      expected: `doc: a description of ${of}`,
      found: 'nothing',
    });
  }
  checkText(where, 'doc', doc);
}

/** Checks texts about arguments or fields. A text about an unknown one is a typing mistake. */
export function checkTexts(where: string, names: readonly string[], docs: unknown): void {
  for (const [name, text] of Object.entries(docs ?? {})) {
    if (!names.includes(name)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_STRAY', where, {
        expected:
          names.length === 0 ? 'no text, because there are no arguments or fields' : `text about ${names.join(', ')}`,
        found: `text about '${name}'`,
      });
    }
    if (text !== undefined) checkText(where, `text about ${name}`, text);
  }
}

/** Checks text that becomes a comment in C: it must be visible. (Delimiters of comments are escaped later.) */
export function checkText(where: string, what: string, text: unknown): void {
  const character = typeof text === 'string' ? unprintable.exec(text)?.[0].codePointAt(0) : undefined;
  if (typeof text === 'string' && character === undefined) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_UNUSABLE', where, {
    expected: typeof text === 'string' ? `${what} that is printable` : `${what} as a string`,
    found:
      character === undefined
        ? quote(text)
        : `the character U+${character.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}
