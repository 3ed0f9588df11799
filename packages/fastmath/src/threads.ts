import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { capsuleError } from '@capsule/core';
import { addon } from './native.js';

const most = 256;

/** What a control group leaves of the machine, rounded up: older Nodes do not ask. Infinite where there is none. */
function quota(): number {
  try {
    const [time, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').split(' ').map(Number);
    return Math.ceil((time as number) / (period as number)) || Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The number that FASTMATH_THREADS asks for, else that of the cores this process may use. */
function choose(cores: number): number {
  const wanted = process.env['FASTMATH_THREADS'] || String(cores);
  if (/^[1-9]\d{0,2}$/.test(wanted) && Number(wanted) <= most) return Number(wanted);
  throw capsuleError(Error, 'ERR_FASTMATH_THREADS_UNKNOWN', 'Loading @capsule/fastmath', {
    expected: `FASTMATH_THREADS to be a whole number from 1 to ${most}`,
    found: `'${JSON.stringify(wanted).slice(1, -1)}'`,
    advice: 'Unset it to use all cores.',
  });
}

const cores = Math.min(availableParallelism(), quota(), most);

/** How many threads a call on a large array uses, itself included. Who loads this package first decides for the process. */
export const threads = addon.useThreads(choose(cores), cores);
