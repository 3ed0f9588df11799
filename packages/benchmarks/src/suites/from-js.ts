import { join } from 'node:path';
import type { Start } from '../harness/child-process.js';
import { type Case, compete, type Suite } from '../harness/suite.js';

const file = join(__dirname, '..', 'competitors', 'from-js.js');
const ways = ['jit', 'wasm', 'wasm-copy', 'raw', 'node-addon-api', 'koffi', 'node-ffi', 'stats'] as const;

const starts = ways.map((way): Start => {
  const experimental = way === 'node-ffi' && process.allowedNodeEnvironmentFlags.has('--experimental-ffi');
  return { competitor: way, file, args: [way], options: experimental ? ['--experimental-ffi'] : [] };
});

const cases: Case[] = [
  { function: 'add', n: 0 },
  ...[8, 64, 512].flatMap((n) => ['mean', 'mean, fresh array'].map((name): Case => ({ function: name, n }))),
];

export const suite: Suite = {
  name: 'from-js',
  question: 'What does a call from JavaScript to C cost, and when does it pay?',
  run: (context) =>
    compete(context, {
      suite: 'from-js',
      starts,
      cases,
      longest: 512,
      rounds: context.quick ? 5 : 15,
      milliseconds: context.quick ? 8 : 20,
    }),
};
