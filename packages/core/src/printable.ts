// No function but loadAddon executes a regular expression: near the end of the stack, Node 20 and 22 end the process
// when they compile one. loadAddon calls `require`, which does so itself.

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { codePointAt, slice } = String.prototype;
const { toString: toText } = Number.prototype;

/**
 * Ranges of code points: control characters, line separators, and marks that are invisible or change the direction.
 * They are those of capsule_is_printable in capsule/detail/error.h, and surrogates.
 */
const unprintable = [
  0, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x600, 0x605, 0x61c, 0x61c, 0x6dd, 0x6dd, 0x70f, 0x70f, 0x890, 0x891, 0x8e2, 0x8e2,
  0x180e, 0x180e, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xd800, 0xdfff, 0xfeff, 0xfeff, 0xfff9, 0xfffb,
  0x110bd, 0x110bd, 0x110cd, 0x110cd, 0x13430, 0x1343f, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe007f,
] as const;

function isPrintable(point: number): boolean {
  if (point >= 0x20 && point < 0x7f) return true;
  for (let i = 0; i < unprintable.length; i += 2)
    if (point >= (unprintable[i] as number) && point <= (unprintable[i + 1] as number)) return false;
  return true;
}

const toEscape = (point: number) => `\\u{${apply(toText, point, [16])}}`;
const escapeInLine = (point: number) => (isPrintable(point) ? undefined : toEscape(point));
const escapeInLines = (point: number) => (point === 0x0a ? undefined : escapeInLine(point));
const escapeQuoted = (point: number) => (point === 0x27 ? "\\'" : point === 0x5c ? '\\\\' : escapeInLine(point));

/** Replaces the characters for which a function returns a text. */
function escaped(text: string, escapeOf: (point: number) => string | undefined): string {
  let result = '';
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const point = apply(codePointAt, text, [at]) as number;
    const next = at + (point > 0xffff ? 2 : 1);
    const replacement = escapeOf(point);
    if (replacement !== undefined) {
      result += apply(slice, text, [from, at]) + replacement;
      from = next;
    }
    at = next;
  }
  return from === 0 ? text : result + apply(slice, text, [from]);
}

/**
 * Returns a text that a terminal can show: unprintable characters are escaped, as in messages of capsule.h.
 *
 * @internal
 */
export function printable(text: string): string {
  return escaped(text, escapeInLine);
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
  return escaped(shown, escapeInLines);
}

/**
 * Returns a text in quotes for a message. Unprintable characters are escaped, and a long text is cut.
 *
 * @internal
 */
export function quote(text: string): string {
  const max = 96;
  const shown = escaped(apply(slice, text, [0, max]), escapeQuoted);
  return text.length > max ? `'${shown}...' (${text.length} characters)` : `'${shown}'`;
}
