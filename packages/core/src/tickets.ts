import * as crypto from 'node:crypto';
import { addon, type Capsule } from './capsule.js';
import type { CapsuleErrorCode } from './codes.js';
import { describeValue } from './describe-value.js';
import { capsuleError } from './errors.js';
import { readOption } from './options.js';

export interface ShareOptions {
  /** For how many milliseconds the ticket is good; a minute, if not given. */
  readonly expiresIn?: number | undefined;
}

const { randomBytes } = crypto; // from before anybody could replace it

const longest = 2 ** 31 - 1; // what a timer can wait: 24 days

/**
 * Makes a ticket for a capsule: a text that another thread turns into a capsule of the same contents with
 * {@link receive}, once. Nothing is copied. Until then, or until it expires, the ticket holds the contents.
 *
 * It is good in this process and this copy of `@capsule/core`.
 *
 * @throws TypeError `ERR_CAPSULE_NOT_A_CAPSULE`, `ERR_CAPSULE_OPTION_UNUSABLE`; Error `ERR_CAPSULE_TAKEN`,
 *   `ERR_CAPSULE_REVOKED`
 */
export function share(capsule: Capsule, options?: ShareOptions): string {
  const milliseconds = readOption('Sharing a capsule', options, 'expiresIn') ?? 60_000;
  if (typeof milliseconds !== 'number' || !(milliseconds > 0 && milliseconds <= longest)) {
    throw capsuleError(TypeError, 'ERR_CAPSULE_OPTION_UNUSABLE', 'Sharing a capsule', {
      expected: `more than 0 and at most ${longest} milliseconds as expiresIn`,
      found: describeValue(milliseconds),
    });
  }
  // 128 bits of the ticket; the 64 before them name the copy of core, which takes them when it needs a name.
  const ticket = addon().share(capsule, randomBytes(24).toString('hex'), Math.ceil(milliseconds));
  sweepIn(milliseconds);
  return ticket;
}

let timer: NodeJS.Timeout | undefined;
let due = 0;

/**
 * Gives up what nobody has fetched in time, if this thread still runs; else that happens when the next ticket is
 * looked at. One timer does for all tickets, and keeps no process alive.
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
      if (next >= 0) sweepIn(next);
    },
    Math.min(milliseconds + 1, longest),
  );
  timer.unref();
}

/** What a ticket can be instead of good, in the order of `Fate` in tickets.cc; the first is never given. */
const fates: readonly (readonly [code: CapsuleErrorCode, found: string, advice?: string] | undefined)[] = [
  undefined,
  ['ERR_CAPSULE_TICKET_UNKNOWN', 'one that nobody has given out, or that was spent long ago'],
  [
    'ERR_CAPSULE_TICKET_FOREIGN',
    'one of another process, or of another copy of @capsule/core',
    'Let both threads import the same @capsule/core.',
  ],
  ['ERR_CAPSULE_TICKET_USED', 'one that was used before', 'Share the capsule again: a ticket is good once.'],
  ['ERR_CAPSULE_TICKET_EXPIRED', 'one that has expired', 'Share the capsule again, with a longer expiresIn.'],
];

/**
 * Turns a ticket into a capsule of the same contents, in any thread of the process.
 *
 * @throws Error `ERR_CAPSULE_TICKET_UNKNOWN`, `_FOREIGN`, `_USED`, `_EXPIRED`; `ERR_CAPSULE_REVOKED` or
 *   `ERR_CAPSULE_TAKEN` when that has happened to the contents meanwhile
 */
export function receive(ticket: string): Capsule {
  const wellFormed = typeof ticket === 'string' && /^[0-9a-f]{16}:[0-9a-f]{32}$/.test(ticket);
  const capsule = wellFormed ? addon().receive(ticket) : 1;
  if (typeof capsule !== 'number') return capsule;
  const [code, found, advice] = fates[capsule] as NonNullable<(typeof fates)[number]>;
  throw capsuleError(Error, code, 'Receiving a capsule', {
    expected: 'a ticket that share() gave',
    found: wellFormed ? found : describeValue(ticket),
    ...(advice !== undefined && { advice }),
  });
}
