import type { Report } from './compare.js';
import type { FrozenFunction } from './record.js';

/** Threads a function may be called from, the most liberal first. */
const liberties = ['any', 'one', 'js'];

/** Compares one function with what was shipped: its signature, then what a signature does not show. */
export function compareFunction(
  then: FrozenFunction,
  here: FrozenFunction,
  { version, next, structsAgree }: { version: string; next: string; structsAgree: boolean },
  report: Report,
): void {
  const { name } = then;
  const frozen = `as frozen in ${version}`;
  const leave = `Leave ${name} as it was and append a function with another name, or begin contract ${next}.`;
  const sameTypes = plain(then) === plain(here);
  // A struct that changed is told about once, and not again for every function that takes it.
  if (then.signature !== here.signature && !(sameTypes && !structsAgree)) {
    report(name, 'ERR_CONTRACT_SIGNATURE_CHANGED', `${then.signature}, ${frozen}`, here.signature, leave);
  } else if (!sameTypes) {
    report(name, 'ERR_CONTRACT_STRUCT_RENAMED', `${plain(then)}, ${frozen}`, plain(here), leave);
  } else if (namesMoved(then, here)) {
    const [before, now] = [then, here].map((fn) => Object.keys(fn.arguments).join(', '));
    report(
      name,
      'ERR_CONTRACT_ARGUMENTS_MOVED',
      `(${before}), ${frozen}`,
      `(${now})`,
      `C passes arguments by place, and callers would pass one for another. ${leave}`,
    );
  } else if (!constsFit(then, here)) {
    report(
      name,
      'ERR_CONTRACT_CONST_CHANGED',
      `${qualified(then)}, ${frozen}`,
      qualified(here),
      `An argument may only gain a const, a result only lose one, and only of what it points to itself. ${leave}`,
    );
  } else if (liberties.indexOf(here.thread) > liberties.indexOf(then.thread)) {
    report(name, 'ERR_CONTRACT_THREAD_NARROWED', `thread '${then.thread}', ${frozen}`, `'${here.thread}'`, leave);
  } else if (then.since !== here.since) {
    report(
      name,
      'ERR_CONTRACT_SINCE_CHANGED',
      `since ${then.since}, ${frozen}`,
      `since ${here.since}`,
      `Write since: '${then.since}'.`,
    );
  }
}

const qualified = (fn: FrozenFunction) => `${fn.result}(${Object.values(fn.arguments).join(',')})`;
const plain = (fn: FrozenFunction) => qualified(fn).replaceAll('const ', '');

/** Whether an argument has a name that another one was shipped with. A name that is new is only a better name. */
function namesMoved(then: FrozenFunction, here: FrozenFunction): boolean {
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
