/** Columns of generated C, as in .clang-format, and of Rust, as rustfmt breaks it; C comments are a little narrower. */
export const width = 100;
/** Columns of generated JavaScript and TypeScript, as this repository's formatter breaks it. */
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

/** Inserts spaces into sequences that C interprets inside comments: comment delimiters and trigraphs. */
function escapeComment(text: string): string {
  return text
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=\*)/g, '/ ')
    .replace(/\?(?=\?[=/'()!<>-])/g, '? ');
}

/** Paragraphs as the body of a comment, indented by three. */
export function paragraphs(text: string): string[] {
  return escapeComment(text)
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph, i) => [...(i === 0 ? [] : ['']), ...wrap(paragraph, '   ')]);
}

/** Names and their descriptions, as two columns. */
export function column(rows: readonly (readonly [string, string])[], indent: string): string[] {
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, text]) => wrap(escapeComment(text), `${indent}${name.padEnd(widest)}   `));
}

/** Lines as a C comment. No line ends in a backslash: C would join it with the next. */
export function comment(lines: readonly string[]): string {
  const [first = '', ...rest] = lines;
  const text = ['/*', first.trimStart()].join(' ') + rest.map((line) => `\n${line}`).join('');
  return `${text.replace(/[ \t]+$/gm, '').replace(/\\$/gm, '\\ .')} */`;
}

/** A declaration, with its arguments aligned if they do not fit on one line. */
export function declaration(before: string, args: readonly string[], after: string): string {
  const open = `${before}(`;
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
