import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { Bun } = globalThis as { Bun?: { gc(synchronous: boolean): void } };
if (Bun === undefined) setFlagsFromString('--expose-gc');

/** Runs the garbage collector. */
export const gc: () => void = Bun === undefined ? runInNewContext('gc') : () => Bun.gc(true);

/** The declaration of `gc`, for the script of a child process. */
export const declareGc = `const { gc } = require(${JSON.stringify(__filename)});`;
