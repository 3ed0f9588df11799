import { capsuleError } from '@capsule/core';
import { hiddenCharacter } from '../escape.js';
import { isObject, quote, shownName } from './values.js';

/**
 * Checks documentation that is required.
 *
 * @param of - the thing that is documented, for messages: `the function`
 * @returns the documentation
 */
export function checkDoc(where: string, of: string, doc: unknown): string {
  if (doc === undefined || (typeof doc === 'string' && doc.trim() === '')) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_MISSING', where, {
      expected: `doc: a description of ${of}`,
      found: 'nothing',
    });
  }
  return checkText(where, 'doc', doc);
}

/**
 * Checks texts about arguments or fields. A text about an unknown one is a typing mistake.
 *
 * @returns the texts by name; undefined if there are none
 */
export function checkTexts(where: string, names: readonly string[], docs: unknown): Record<string, string> | undefined {
  if (docs === undefined || docs === null) return undefined;
  if (!isObject(docs)) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_UNUSABLE', where, {
      expected: 'texts about arguments or fields as an object, { name: text }',
      found: quote(docs),
    });
  }
  const known = new Set(names);
  const texts: Record<string, string> = Object.create(null);
  for (const [name, text] of Object.entries(docs)) {
    if (!known.has(name)) {
      throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_STRAY', where, {
        expected:
          names.length === 0 ? 'no text, because there are no arguments or fields' : `text about ${names.join(', ')}`,
        found: `text about '${shownName(name)}'`,
      });
    }
    if (text !== undefined) texts[name] = checkText(where, `text about ${name}`, text);
  }
  return texts;
}

/** Checks text that becomes a comment in C. It must not have invisible characters. The generator escapes delimiters. */
export function checkText(where: string, what: string, text: unknown): string {
  const character = typeof text === 'string' ? hiddenCharacter(text)?.codePointAt(0) : undefined;
  if (typeof text === 'string' && character === undefined) return text;
  throw capsuleError(TypeError, 'ERR_CONTRACT_DOC_UNUSABLE', where, {
    expected: typeof text === 'string' ? `${what} that is printable` : `${what} as a string`,
    found:
      character === undefined
        ? quote(text)
        : `the character U+${character.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}

/** Checks code for documentation. Returns it without the empty lines around it. */
export const checkLines = (where: string, what: string, code: unknown): string =>
  checkText(where, what, code).replace(/^\n+|\s+$/g, '');
