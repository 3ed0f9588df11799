import * as crypto from 'node:crypto';
import { addon, type Capsule, required } from './capsule.js';
import { describeValue } from './describe-value.js';
import { coreError } from './errors.js';
import { readOption, rejectOptions } from './options.js';

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { ceil, min } = Math;
const { charCodeAt } = String.prototype;

/**
 * Options of {@link share}.
 *
 * @example
 * ```ts
 * import { receive, share, type ShareOptions } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * const options: ShareOptions = { expiresIn: 5000 };
 * console.log(receive(share(capsule, options)) === capsule); // false
 * ```
 */
export interface ShareOptions {
  /** How many milliseconds the ticket stays valid: 60,000 by default, 2,147,483,647 at most. */
  readonly expiresIn?: number | undefined;
}

const { randomBytes } = crypto; // captured at load; later monkey-patching has no effect

const longest = 2 ** 31 - 1; // the longest delay of a timer: 24 days

/**
 * Makes a ticket for a capsule: a string that another thread can turn, once, into a capsule of the same contents with
 * {@link receive}. Nothing is copied. The ticket holds the contents until it is received or expires.
 *
 * A ticket is valid in this process and for this copy of `@capsule/core`. At most 262,144 tickets can wait to be
 * received.
 *
 * @param capsule - a capsule of any kind
 * @returns the ticket, to be sent to the other thread in a message
 * @throws TypeError `ERR_CAPSULE_NOT_A_CAPSULE`, `ERR_CAPSULE_OPTION_UNUSABLE`; Error `ERR_CAPSULE_TAKEN`,
 *   `ERR_CAPSULE_REVOKED`; RangeError `ERR_CAPSULE_TOO_MANY_TICKETS`, `ERR_CAPSULE_OUT_OF_MEMORY`
 * @example
 * ```ts
 * import { receive, share } from '@capsule/core';
 * import { createVector } from '@capsule/fastmath';
 * import { sum } from '@capsule/stats';
 *
 * const ticket = share(createVector(Float64Array.of(1, 2, 3))); // send it: worker.postMessage(ticket)
 * console.log(sum(receive(ticket))); // 6
 * ```
 */
export function share(capsule: Capsule, options?: ShareOptions): string {
  const milliseconds = readOption('Sharing a capsule', options, 'expiresIn') ?? 60_000;
  if (typeof milliseconds !== 'number' || !(milliseconds > 0 && milliseconds <= longest)) {
    throw coreError('ERR_CAPSULE_OPTION_UNUSABLE', 'Sharing a capsule', {
      expected: `more than 0 and at most ${longest} milliseconds as expiresIn`,
      found: describeValue(milliseconds),
    });
  }
  // 128 bits for the ticket. The addon uses the first 64 bits that it gets to identify this copy of core.
  const ticket = required(addon().share(capsule, randomBytes(24).toString('hex'), ceil(milliseconds)), 'Sharing');
  sweepIn(milliseconds);
  return ticket;
}

/** Whether a value has the form of a ticket: 16 and 32 hexadecimal digits, with a colon between them. */
function isTicket(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 49) return false; // a longer one may be expensive to read
  for (let i = 0; i < 49; i++) {
    const unit: number = apply(charCodeAt, value, [i]);
    const isDigit = (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x66);
    if (i === 16 ? unit !== 0x3a : !isDigit) return false;
  }
  return true;
}

let timer: NodeJS.Timeout | undefined;
let due = 0;

/**
 * Releases expired tickets in so many milliseconds. If this thread ends earlier, the next call of share or receive
 * releases them. One timer serves all tickets of the thread, and does not keep the process alive.
 */
function sweepIn(milliseconds: number): void {
  const time = performance.now() + milliseconds;
  if (timer !== undefined && due <= time) return;
  clearTimeout(timer);
  due = time;
  timer = setTimeout(
    () => {
      timer = undefined;
      const next = addon().sweep();
      if (next !== undefined && next >= 0) sweepIn(next);
    },
    min(milliseconds + 1, longest),
  );
  timer.unref();
}

/**
 * Turns a ticket into a capsule of the same contents, in any thread of the process.
 *
 * @param ticket - a ticket of {@link share}, which becomes invalid
 * @returns a new capsule with the same label and the same contents
 * @throws Error `ERR_CAPSULE_TICKET_UNKNOWN`, `_FOREIGN`, `_USED`, `_EXPIRED`; `ERR_CAPSULE_REVOKED` or
 *   `ERR_CAPSULE_TAKEN` when the contents have been revoked or taken since; TypeError `ERR_CAPSULE_OPTION_UNUSABLE`
 * @example
 * ```ts
 * import { inspect, receive, share } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * const ticket = share(capsule);
 * console.log(inspect(receive(ticket)).name); // @capsule/fastmath
 * try {
 *   receive(ticket);
 * } catch (error) {
 *   console.log((error as { code: string }).code); // ERR_CAPSULE_TICKET_USED
 * }
 * ```
 */
export function receive(ticket: string): Capsule;
export function receive(ticket: string, ...more: unknown[]): Capsule {
  if (more.length > 0) rejectOptions('Receiving a capsule', more);
  if (isTicket(ticket)) return required(addon().receive(ticket), 'Receiving a capsule');
  throw coreError('ERR_CAPSULE_TICKET_UNKNOWN', 'Receiving a capsule', {
    expected: 'a ticket that share() returned',
    found: describeValue(ticket),
  });
}
