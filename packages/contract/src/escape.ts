// The only place where foreign text is made safe to show or to generate. Names of files and packages, messages of other
// programs, and values in error messages may contain terminal commands, line ends, and characters that editors do not
// show or that reorder text ("trojan source").

/**
 * Control characters, format characters (such as those that change text direction), line separators, halves of
 * surrogate pairs, and other characters that are not visible. Variation selectors, which belong to emoji, are none.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\p{VS})\p{DI}/u;
const hiddenInLine = new RegExp(hidden, 'gu');
const hiddenInLines = new RegExp(`(?![\\n\\t])(?:${hidden.source})`, 'gu');
const hiddenInJson = new RegExp(`(?!\\n)(?:${hidden.source})`, 'gu');
/** Text may have line ends and tabs, and characters that join letters and emoji. */
const hiddenInText = new RegExp(`(?![\\n\\r\\t\\u200c\\u200d])(?:${hidden.source})`, 'u');
const hiddenInComment = new RegExp(`(?![\\u200c\\u200d])(?:${hidden.source})`, 'gu');

const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Text as one line of a terminal or of a message: `a\u{a}b`. */
export const escapeLine = (text: string): string => text.replace(hiddenInLine, escaped);

/** Text of several lines, for a terminal. */
export const escapeLines = (text: string): string => text.replace(hiddenInLines, escaped);

/** A value as JSON, without any character that is not visible. */
export function escapeJson(value: unknown): string {
  const units = (character: string) =>
    character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return JSON.stringify(value, undefined, 2).replace(hiddenInJson, (character) => units(character).join(''));
}

/** The first character of a text that an editor does not show; undefined if there is none. */
export const hiddenCharacter = (text: string): string | undefined => hiddenInText.exec(text)?.[0];

/** Text for a comment, with spaces in what C interprets even inside comments: their delimiters, and trigraphs. */
export function escapeDelimiters(text: string): string {
  return text
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=\*)/g, '/ ')
    .replace(/\?(?=\?[=/'()!<>-])/g, '? ');
}

/**
 * A line of a comment in C, C++, Rust, JavaScript or TypeScript. It does not end in a backslash, with which C would
 * join it with the next line.
 */
export function escapeComment(line: string): string {
  return escapeDelimiters(line.trimEnd().replace(hiddenInComment, escaped)).replace(/\\$/, '\\ .');
}
