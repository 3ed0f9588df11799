import { threads } from '../model/contract.js';
import { compareMeaning } from './compare-meaning.js';
import type { FrozenCallback, FrozenFunction } from './record.js';
import type { Report } from './report.js';

/** Compares a function with its shipped version: first the types, then the thread rule and the versions. */
export function compareFunction(
  shipped: FrozenFunction,
  current: FrozenFunction,
  { next, typesAgree }: { next: string; typesAgree: boolean },
  report: Report,
): void {
  const { name } = shipped;
  const leave = `Leave ${name} unchanged and append a function with another name, or start contract ${next}.`;
  compareTypes(shipped, current, typesAgree, leave, report);
  if (shipped.meaning !== undefined) compareMeaning(shipped, current, leave, report);
  if (threads.indexOf(current.thread) > threads.indexOf(shipped.thread)) {
    report(name, 'ERR_CONTRACT_THREAD_NARROWED', `thread '${shipped.thread}'`, `'${current.thread}'`, leave);
  }
  if (shipped.since !== current.since) {
    const advice = `Write since: '${shipped.since}'.`;
    report(name, 'ERR_CONTRACT_SINCE_CHANGED', `since ${shipped.since}`, `since ${current.since}`, advice);
  }
  if (shipped.retired !== undefined && shipped.retired !== current.retired) {
    const found = current.retired === undefined ? 'not retired' : `retired ${current.retired}`;
    const advice = `Write retired: '${shipped.retired}'. Append a function with another name instead.`;
    report(name, 'ERR_CONTRACT_RETIRED_CHANGED', `retired ${shipped.retired}`, found, advice);
  }
}

/** Compares types, and reports only the most significant difference. */
function compareTypes(
  shipped: FrozenFunction,
  current: FrozenFunction,
  typesAgree: boolean,
  leave: string,
  report: Report,
): void {
  const { name } = shipped;
  const sameTypes = typesOf(shipped) === typesOf(current);
  // A changed struct or callback is reported once, and not for every function that uses it.
  if (shipped.signature !== current.signature && !(sameTypes && !typesAgree)) {
    report(name, 'ERR_CONTRACT_SIGNATURE_CHANGED', shipped.signature, current.signature, leave);
  } else if (!sameTypes) {
    report(name, 'ERR_CONTRACT_TYPE_RENAMED', typesOf(shipped), typesOf(current), leave);
  } else if (namesMoved(shipped, current)) {
    const [old, now] = [shipped, current].map((fn) => `(${Object.keys(fn.arguments).join(', ')})`);
    const advice = `C passes arguments by position, so shipped callers would swap them. ${leave}`;
    report(name, 'ERR_CONTRACT_ARGUMENTS_MOVED', old ?? '', now ?? '', advice);
  } else if (!constsFit(shipped, current)) {
    const advice = `An argument may only gain const, a result only lose it, and only at the first pointer. ${leave}`;
    report(name, 'ERR_CONTRACT_CONST_CHANGED', qualified(shipped), qualified(current), advice);
  }
}

/** A function with `const` and names of types: `f64(*const f64,usize)`. */
export const qualified = (fn: FrozenCallback): string => `${fn.result}(${Object.values(fn.arguments).join(',')})`;
const typesOf = (fn: FrozenFunction) => qualified(fn).replaceAll('const ', '');

/** Whether an argument has the name that another argument had when it was shipped. A new name is only documentation. */
export function namesMoved(shipped: FrozenCallback, current: FrozenCallback): boolean {
  const names = Object.keys(shipped.arguments);
  const known = new Set(names);
  return Object.keys(current.arguments).some((name, i) => name !== names[i] && known.has(name));
}

/** Whether a change of `const` is compatible. At a second pointer it is not: callers read and write that memory. */
function constsFit(shipped: FrozenFunction, current: FrozenFunction): boolean {
  const now = Object.values(current.arguments);
  const args = Object.values(shipped.arguments).every((type, i) => type === now[i] || gainsConst(type, now[i]));
  return args && (shipped.result === current.result || gainsConst(current.result, shipped.result));
}

const gainsConst = (from: string, to: string | undefined) => to === from.replace('*', '*const ');
