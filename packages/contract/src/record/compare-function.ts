import { threads } from '../model/contract.js';
import type { FrozenCallback, FrozenFunction } from './record.js';

/** Reports a difference from a shipped version, of a function, `struct range` or `callback integrand`. */
export type Report = (what: string, code: string, was: string, is: string, advice: string) => void;

/** Compares a function with a shipped version of it: its types, then its thread rule and versions. */
export function compareFunction(
  then: FrozenFunction,
  here: FrozenFunction,
  { next, typesAgree }: { next: string; typesAgree: boolean },
  report: Report,
): void {
  const { name } = then;
  const leave = `Leave ${name} unchanged and append a function with another name, or start contract ${next}.`;
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
    const advice = `Write retired: '${then.retired}'. Append a function with another name instead.`;
    report(name, 'ERR_CONTRACT_RETIRED_CHANGED', `retired ${then.retired}`, found, advice);
  }
}

/** Compares types, and reports only the most significant difference. */
function compareTypes(
  then: FrozenFunction,
  here: FrozenFunction,
  typesAgree: boolean,
  leave: string,
  report: Report,
): void {
  const { name } = then;
  const sameTypes = plain(then) === plain(here);
  // A changed struct or callback is reported once, and not for every function that uses it.
  if (then.signature !== here.signature && !(sameTypes && !typesAgree)) {
    report(name, 'ERR_CONTRACT_SIGNATURE_CHANGED', then.signature, here.signature, leave);
  } else if (!sameTypes) {
    report(name, 'ERR_CONTRACT_TYPE_RENAMED', plain(then), plain(here), leave);
  } else if (namesMoved(then, here)) {
    const [before, now] = [then, here].map((fn) => `(${Object.keys(fn.arguments).join(', ')})`);
    const advice = `C passes arguments by position, so shipped callers would swap them. ${leave}`;
    report(name, 'ERR_CONTRACT_ARGUMENTS_MOVED', before ?? '', now ?? '', advice);
  } else if (!constsFit(then, here)) {
    const advice = `An argument may only gain const, a result only lose it, and only at the first pointer. ${leave}`;
    report(name, 'ERR_CONTRACT_CONST_CHANGED', qualified(then), qualified(here), advice);
  }
}

/** A function with `const` and names of types: `f64(*const f64,usize)`. */
export const qualified = (fn: FrozenCallback): string => `${fn.result}(${Object.values(fn.arguments).join(',')})`;
const plain = (fn: FrozenFunction) => qualified(fn).replaceAll('const ', '');

/** Whether an argument has the shipped name of another one. A new name is documentation. */
export function namesMoved(then: FrozenCallback, here: FrozenCallback): boolean {
  const before = Object.keys(then.arguments);
  return Object.keys(here.arguments).some((name, i) => name !== before[i] && before.includes(name));
}

/** Whether a change of `const` is compatible. Memory behind a second pointer is both read and written by callers. */
function constsFit(then: FrozenFunction, here: FrozenFunction): boolean {
  const now = Object.values(here.arguments);
  const args = Object.values(then.arguments).every((type, i) => type === now[i] || gainsConst(type, now[i]));
  return args && (then.result === here.result || gainsConst(here.result, then.result));
}

const gainsConst = (from: string, to: string | undefined) => to === from.replace('*', '*const ');
