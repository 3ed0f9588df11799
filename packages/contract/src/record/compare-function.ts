import { threads } from '../model/contract.js';
import type { FrozenCallback, FrozenFunction } from './record.js';

/** Reports a difference from a shipped version, of a function, `struct range` or `callback integrand`. */
export type Report = (what: string, code: string, was: string, is: string, advice: string) => void;

/** Compares one function with what was shipped: its types, then what types do not show. */
export function compareFunction(
  then: FrozenFunction,
  here: FrozenFunction,
  { next, typesAgree }: { next: string; typesAgree: boolean },
  report: Report,
): void {
  const { name } = then;
  const leave = `Leave ${name} as it was and append a function with another name, or begin contract ${next}.`;
  compareTypes(then, here, typesAgree, leave, report);
  if (threads.indexOf(here.thread) > threads.indexOf(then.thread)) {
    report(name, 'ERR_CONTRACT_THREAD_NARROWED', `thread '${then.thread}'`, `'${here.thread}'`, leave);
  }
  if (then.since !== here.since) {
    const advice = `Write since: '${then.since}'.`;
    report(name, 'ERR_CONTRACT_SINCE_CHANGED', `since ${then.since}`, `since ${here.since}`, advice);
  }
  if (then.retired !== undefined && then.retired !== here.retired) {
    const found = here.retired === undefined ? 'not retired' : `retired ${here.retired}`;
    const advice = `Write retired: '${then.retired}'. What is wanted again is appended with another name.`;
    report(name, 'ERR_CONTRACT_RETIRED_CHANGED', `retired ${then.retired}`, found, advice);
  }
}

/** Tells of the types of a function the one thing that differs most. */
function compareTypes(
  then: FrozenFunction,
  here: FrozenFunction,
  typesAgree: boolean,
  leave: string,
  report: Report,
): void {
  const { name } = then;
  const sameTypes = plain(then) === plain(here);
  // A struct or callback that changed is told about once, and not again for every function that takes it.
  if (then.signature !== here.signature && !(sameTypes && !typesAgree)) {
    report(name, 'ERR_CONTRACT_SIGNATURE_CHANGED', then.signature, here.signature, leave);
  } else if (!sameTypes) {
    report(name, 'ERR_CONTRACT_TYPE_RENAMED', plain(then), plain(here), leave);
  } else if (namesMoved(then, here)) {
    const [before, now] = [then, here].map((fn) => `(${Object.keys(fn.arguments).join(', ')})`);
    const advice = `C passes arguments by place, and callers would pass one for another. ${leave}`;
    report(name, 'ERR_CONTRACT_ARGUMENTS_MOVED', before ?? '', now ?? '', advice);
  } else if (!constsFit(then, here)) {
    const advice = `An argument may only gain a const, a result only lose one, and only of what it points to itself. ${leave}`;
    report(name, 'ERR_CONTRACT_CONST_CHANGED', qualified(then), qualified(here), advice);
  }
}

/** A function with all that was declared of it: `f64(*const f64,usize)`. */
export const qualified = (fn: FrozenCallback): string => `${fn.result}(${Object.values(fn.arguments).join(',')})`;
const plain = (fn: FrozenFunction) => qualified(fn).replaceAll('const ', '');

/** Whether an argument has a name that another one was shipped with. A name that is new is only a better name. */
export function namesMoved(then: FrozenCallback, here: FrozenCallback): boolean {
  const before = Object.keys(then.arguments);
  return Object.keys(here.arguments).some((name, i) => name !== before[i] && before.includes(name));
}

/** The types differ in `const` at most. What is behind a second pointer is both read and written through the first. */
function constsFit(then: FrozenFunction, here: FrozenFunction): boolean {
  const now = Object.values(here.arguments);
  const args = Object.values(then.arguments).every((type, i) => type === now[i] || gainsConst(type, now[i]));
  return args && (then.result === here.result || gainsConst(here.result, then.result));
}

const gainsConst = (from: string, to: string | undefined) => to === from.replace('*', '*const ');
