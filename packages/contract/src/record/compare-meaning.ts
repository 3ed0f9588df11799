import { overlaps } from '../model/overlap.js';
import type { FrozenFunction, FrozenMeaning } from './record.js';
import type { Report } from './report.js';

/** The name of a difference between meanings, of which all have one code. */
const code = 'ERR_CONTRACT_MEANING_CHANGED';

/**
 * Compares the meanings of a function with shipped ones. Callers of the safe languages depend on arrays and results, on
 * the codes of failures, and on the conditions that they meet. A version that was shipped without meanings had no such
 * callers.
 */
export function compareMeaning(shipped: FrozenFunction, current: FrozenFunction, leave: string, report: Report): void {
  const old = new Positional(shipped);
  const now = new Positional(current);
  const changed = (was: string, is: string) => report(shipped.name, code, was, is, leave);
  for (const [position, name] of old.names.entries()) {
    const was = old.argument(position);
    const is = now.argument(position);
    if (was === undefined && is === undefined) continue;
    // A caller reads results by their names.
    const isRenamed = was === 'out' && name !== now.names[position];
    if (was !== is || isRenamed) {
      const found = now.named(is ?? 'no meaning');
      changed(`${name}: ${old.named(was ?? 'no meaning')}`, isRenamed ? `${now.names[position]}: ${found}` : found);
    }
  }
  for (const [pair, rule] of now.overlap) {
    const was = old.overlap.get(pair) ?? 'mayOverlap';
    // A narrower rule rejects calls that were valid. A changed use of an array is reported already.
    if (levelOf(rule) < levelOf(was) && old.hasPair(pair)) changed(`${old.named(pair)}: ${was}`, rule);
  }
  if (old.meaning.result !== now.meaning.result) {
    changed(`a result ${old.meaning.result ?? 'without meaning'}`, now.meaning.result ?? 'no meaning');
  }
  for (const [value, failure] of Object.entries(old.meaning.failures ?? {})) {
    const is = Object.entries(now.meaning.failures ?? {}).find(([other]) => other === value)?.[1];
    if (is !== failure) changed(`${value} to be ${failure}`, is ?? 'no failure');
  }
  for (const condition of now.requires) {
    if (!old.requires.includes(condition)) changed(`no condition ${old.named(condition)}`, now.named(condition));
  }
}

const levelOf = (rule: string): number => (overlaps as readonly string[]).indexOf(rule);

/** The meanings of a function, in which arguments are positions: a new name of an argument is no difference. */
class Positional {
  readonly meaning: FrozenMeaning;
  readonly names: readonly string[];
  readonly overlap: ReadonlyMap<string, string>;
  readonly requires: readonly string[];

  constructor({ meaning = {}, arguments: args }: FrozenFunction) {
    this.meaning = meaning;
    this.names = Object.keys(args);
    this.overlap = new Map(Object.entries(meaning.overlap ?? {}).map(([pair, rule]) => [this.#numbered(pair), rule]));
    this.requires = (meaning.requires ?? []).map((text) => this.#numbered(text));
  }

  /** The meaning of the argument at a position: `array #1`. */
  argument(position: number): string | undefined {
    const name = this.names[position] ?? '';
    const args = this.meaning.arguments ?? {};
    const text = Object.hasOwn(args, name) ? args[name] : undefined;
    const [kind = '', ...rest] = text?.split(' ') ?? [];
    return text === undefined ? undefined : [kind, ...rest.map((word) => this.#numbered(word))].join(' ');
  }

  /** Whether both arguments of a pair are arrays. */
  hasPair(pair: string): boolean {
    return pair.split(', ').every((at) => /array/i.test(this.argument(Number(at.slice(1))) ?? ''));
  }

  /** A text with the names of arguments again. */
  named(text: string): string {
    return text.replace(/#(\d+)/g, (_, position: string) => this.names[Number(position)] ?? '');
  }

  #numbered(text: string): string {
    return text.replace(/[a-z]\w*/g, (word) => {
      const position = this.names.indexOf(word);
      return position < 0 ? word : `#${position}`;
    });
  }
}
