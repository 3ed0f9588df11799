// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { replace, slice } = String.prototype;

/** Control characters, line separators, lone surrogates, and marks that are invisible or change the direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const quoted = /['\\]/g;

const toEscape = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
const escapeInLine = (character: string) => (character === '\n' ? character : toEscape(character));
const escapeQuoted = (character: string) => `\\${character}`;

/**
 * Returns a text that a terminal can show: unprintable characters are escaped, as in messages of capsule.h.
 *
 * @internal
 */
export function printable(text: string): string {
  return apply(replace, text, [unprintable, toEscape]);
}

/** The maximum length of a part of a message. */
const longest = 2 ** 14;

/**
 * Escapes a part of a message, which keeps its line breaks, and cuts it if it is too long.
 *
 * @internal
 */
export function printableLines(text: string): string {
  const shown = text.length > longest ? `${apply(slice, text, [0, longest])}...` : text;
  return apply(replace, shown, [unprintable, escapeInLine]);
}

/**
 * Returns a text in quotes for a message. Unprintable characters are escaped, and a long text is cut.
 *
 * @internal
 */
export function quote(text: string): string {
  const max = 96;
  const shown = printable(apply(replace, apply(slice, text, [0, max]), [quoted, escapeQuoted]));
  return text.length > max ? `'${shown}...' (${text.length} characters)` : `'${shown}'`;
}
