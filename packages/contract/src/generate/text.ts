import { escapeComment, escapeDelimiters } from '../escape.js';
import { widest } from '../model/values.js';

/** Columns of generated C, as in .clang-format, and of Rust, as in rustfmt. C comments are a little narrower. */
export const width = 100;
/** Columns of generated JavaScript and TypeScript, as in this repository's formatter. */
export const scriptWidth = 120;
const commentWidth = 98;

/** Breaks a paragraph into lines. The first line starts with `first`, the others with `indent`. */
export function wrap(text: string, first = '', indent = ' '.repeat(first.length), limit = commentWidth): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines;
}

/** Paragraphs as the body of a comment, indented by three. */
export function paragraphs(text: string): string[] {
  return escapeDelimiters(text)
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph, i) => [...(i === 0 ? [] : ['']), ...wrap(paragraph, '   ')]);
}

/** Names and their descriptions, as two columns. */
export function column(rows: readonly (readonly [string, string])[], indent: string): string[] {
  const length = widest(rows.map(([name]) => name));
  return rows.flatMap(([name, text]) => wrap(escapeDelimiters(text), `${indent}${name.padEnd(length)}   `));
}

/** Lines as a C comment. */
export function comment(lines: readonly string[]): string {
  const [first = '', ...rest] = lines.map(escapeComment);
  return `/* ${[first.trimStart(), ...rest].join('\n')} */`;
}

/** Lines as line comments of JavaScript, TypeScript or Rust. */
export const lineComments = (lines: readonly string[], begin = '//'): string =>
  lines.map((line) => `${begin} ${escapeComment(line)}`.trimEnd()).join('\n');

/** A declaration, with its arguments aligned if they do not fit on one line. */
export function declaration(before: string, args: readonly string[], after: string): string {
  const open = `${before}(`;
  if (args.length === 0) return `${open}${after}`;
  const list = args.map((arg, i) => arg.replaceAll(' ', '\0') + (i < args.length - 1 ? ',' : after)).join(' ');
  const aligned = wrap(list, open, ' '.repeat(open.length), width);
  const lines = aligned.some((line) => line.length > width) ? [open, ...wrap(list, '    ', '    ', width)] : aligned;
  return lines.join('\n').replaceAll('\0', ' ');
}

/** A macro of several lines, with backslashes in the last column. */
export function macro(lines: readonly string[]): string {
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line.padEnd(width - 1)}\\`)).join('\n');
}

/** A static_assert, on one line if it fits. */
export function assertion(condition: string, text: string): string {
  const line = `static_assert(${condition}, "${text}");`;
  return line.length <= width ? line : `static_assert(${condition},\n              "${text}");`;
}

/** `MinMax` for `min_max`. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A string literal of C and C++, without trigraphs. The text is printable. */
export const cLiteral = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/\?(?=\?)/g, '?""')}"`;
