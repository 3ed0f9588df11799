// The only place where foreign text is made safe to show or to generate. Names of files and packages, messages of other
// programs, and values in error messages may contain terminal commands, line ends, and characters that editors do not
// show or that reorder text ("trojan source").

/**
 * Control characters, format characters (such as those that change text direction), line separators, halves of
 * surrogate pairs, and other characters that are not visible. Variation selectors are not included: emoji have them.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\p{VS})\p{DI}/u;
const hiddenInLine = new RegExp(hidden, 'gu');
const hiddenInLines = new RegExp(`(?![\\n\\t])(?:${hidden.source})`, 'gu');
const hiddenInJson = new RegExp(`(?!\\n)(?:${hidden.source})`, 'gu');
/** Hidden characters that documentation may not have. It may have line ends, tabs, and joiners of letters and emoji. */
const hiddenInText = new RegExp(`(?![\\n\\r\\t\\u200c\\u200d])(?:${hidden.source})`, 'u');
const hiddenInComment = new RegExp(`(?![\\u200c\\u200d])(?:${hidden.source})`, 'gu');

const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Escapes text to one line, for a terminal or a message: `a\u{a}b`. */
export const escapeLine = (text: string): string => text.replace(hiddenInLine, escaped);

/** Escapes text of several lines for a terminal; line ends stay. */
export const escapeLines = (text: string): string => text.replace(hiddenInLines, escaped);

/** A value as JSON in which every invisible character is escaped. */
export function escapeJson(value: unknown): string {
  const units = (character: string) =>
    character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return JSON.stringify(value, undefined, 2).replace(hiddenInJson, (character) => units(character).join(''));
}

/** The first character of a text that an editor does not show; undefined if there is none. */
export const hiddenCharacter = (text: string): string | undefined => hiddenInText.exec(text)?.[0];

/** Text for a comment. A space breaks every sequence that C interprets inside comments: delimiters and trigraphs. */
export function escapeDelimiters(text: string): string {
  return text
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=\*)/g, '/ ')
    .replace(/\?(?=\?[=/'()!<>-])/g, '? ');
}

/**
 * A line of a comment in C, C++, Rust, JavaScript or TypeScript. It does not end in a backslash: C would join the line
 * with the next one.
 */
export function escapeComment(line: string): string {
  return escapeDelimiters(line.trimEnd().replace(hiddenInComment, escaped)).replace(/\\$/, '\\ .');
}
