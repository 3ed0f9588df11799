import type { ContractFunction, Thread } from '../model/contract.js';
import type { Named } from '../model/types.js';
import { column, paragraphs } from './text.js';

// What the comments say of types and functions, in C as in Rust: lines that are indented by three.

const threads: Record<Thread, string> = {
  any: 'any, any number at a time.',
  one: 'any, but one call at a time.',
  js: 'only the JavaScript thread that opened the table.',
};

/** What a struct or a callback is. */
export function typeAbout(type: Named): string[] {
  switch (type.kind) {
    case 'struct':
      return described(type.about.doc, type.fields, type.about.fields);
    case 'opaque':
      return paragraphs(type.about.doc);
    case 'callback': {
      const rule = '   A function of the caller: it returns, and throws nothing.';
      return [...described(type.about.doc, type.args, type.about.args), '', rule];
    }
  }
}

/** What a function does; and how to ask for one that is retired. */
export function functionAbout({ args, about }: ContractFunction, ask: string): string[] {
  return [
    ...described(about.doc, args, about.args),
    '',
    `   Thread   ${threads[about.thread]}`,
    `   Since    ${about.since}.`,
    ...(about.retired === undefined ? [] : [`   Retired  ${about.retired}: ${ask}`]),
  ];
}

/** What something is, then its parts that have a text, as a column. */
function described(doc: string, parts: object, texts: Readonly<Record<string, string>> = {}): string[] {
  const rows = Object.keys(parts)
    .map((part) => [part, texts[part] ?? ''] as const)
    .filter(([, text]) => text !== '');
  return [...paragraphs(doc), ...(rows.length === 0 ? [] : ['', ...column(rows, '     ')])];
}
