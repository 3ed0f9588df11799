import type { ContractFunction, Thread } from '../model/contract.js';
import type { Named } from '../model/types.js';
import { column, paragraphs } from './text.js';

// The comments of types and functions in C and Rust, as lines that are indented by three.

const threads: Record<Thread, string> = {
  any: 'any; concurrent calls are allowed.',
  one: 'any, one call at a time.',
  js: 'the JavaScript thread that opened the table.',
};

/** The comment of a struct or a callback. */
export function typeComment(type: Named): string[] {
  switch (type.kind) {
    case 'struct':
      return described(type.about.doc, type.fields, type.about.fields);
    case 'opaque':
      return paragraphs(type.about.doc);
    case 'callback': {
      const rule = '   Implemented by the caller. It must return: no C++ exception, no longjmp.';
      return [...described(type.about.doc, type.args, type.about.args), '', rule];
    }
  }
}

/**
 * The comment of a function.
 *
 * @param access - how to access it if it is retired
 */
export function functionComment({ args, about }: ContractFunction, access: string): string[] {
  return [
    ...described(about.doc, args, about.args),
    '',
    `   Thread   ${threads[about.thread]}`,
    `   Since    ${about.since}.`,
    ...(about.retired === undefined ? [] : [`   Retired  ${about.retired}: ${access}`]),
  ];
}

/** The documentation of something, then that of its parts, as a column. */
function described(doc: string, parts: object, texts: Readonly<Record<string, string>> = {}): string[] {
  const rows = Object.keys(parts)
    .map((part) => [part, Object.hasOwn(texts, part) ? (texts[part] ?? '') : ''] as const)
    .filter(([, text]) => text !== '');
  return [...paragraphs(doc), ...(rows.length === 0 ? [] : ['', ...column(rows, '     ')])];
}
