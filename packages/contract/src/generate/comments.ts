import { escapeDelimiters } from '../escape.js';
import { handleOf } from '../model/check-meanings.js';
import type { ContractFunction, Thread } from '../model/contract.js';
import type { Named, Result } from '../model/types.js';
import { column, paragraphs, wrap } from './text.js';

// The comments of types and functions in C and Rust, as lines that are indented by three.

const threads: Record<Thread, string> = {
  any: 'any; concurrent calls are allowed.',
  handle: 'any, one call at a time for each handle; different handles in parallel.',
  one: 'any, one call at a time.',
  js: 'the JavaScript thread that opened the table.',
};

/** The thread rule of a function of an instance, which is the handle. */
const instanceThread = threads.handle.replaceAll('handle', 'instance');

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
export function functionComment({ args, about, result }: ContractFunction, access: string): string[] {
  const isInstance = about.thread === 'handle' && !Object.values(args).some((type) => handleOf(type) !== undefined);
  return [
    ...described(about.doc, args, about.args),
    '',
    ...(about.returns === undefined ? [] : wrap(escapeDelimiters(about.returns), '   Returns  ')),
    `   Thread   ${isInstance ? instanceThread : threads[about.thread]}`,
    `   Since    ${about.since}.`,
    ...(about.retired === undefined ? [] : [`   Retired  ${about.retired}: ${access}`]),
    ...conditions('Needs', [...(about.requires ?? []), ...(about.assumes ?? [])]),
    ...failures(result),
  ];
}

/** The conditions of a call. */
function conditions(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : column([[title.padEnd(6), `${texts.join('; ')}.`]], '   ');
}

/** The failures of a result: one line for each. */
function failures(result: Result): string[] {
  const meaning = result.kind === 'scalar' || result.kind === 'pointer' ? result.meaning : undefined;
  if (meaning?.kind !== 'status' && meaning?.kind !== 'owned') return [];
  const all = meaning.kind === 'owned' ? { NULL: meaning.failure } : meaning.failures;
  return Object.entries(all).flatMap(([value, { expected, found }], i) =>
    column([[i === 0 ? 'Fails ' : '      ', `${value}: expected ${expected}, found ${found}.`]], '   '),
  );
}

/** The documentation of something, then that of its parts, as a column. */
function described(doc: string, parts: object, texts: Readonly<Record<string, string>> = {}): string[] {
  const rows = Object.keys(parts)
    .map((part) => [part, Object.hasOwn(texts, part) ? (texts[part] ?? '') : ''] as const)
    .filter(([, text]) => text !== '');
  return [...paragraphs(doc), ...(rows.length === 0 ? [] : ['', ...column(rows, '     ')])];
}
