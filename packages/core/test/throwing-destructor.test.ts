import { join } from 'node:path';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { declareGc } from '@capsule/test-support/garbage';
import { describe, expect, test } from 'vitest';

const quote = JSON.stringify;
const [forge, consumer] = ['forge', 'consumer'].map((name) =>
  join(__dirname, 'forge', 'build', configuration, `${name}.node`),
);
/** Runs a script that prints whether it continues after an exception. */
const run = (script: string) =>
  runScript(`
    const forge = require(${quote(forge)});
    const consumer = require(${quote(consumer)}); // plain C
    process.on('uncaughtException', () => console.log('continues'));
    try { ${script} } catch (error) { console.log('catches', error.message) }`);
const seal = 'const capsule = forge.sealThrowing();';

const message =
  "Destroying '@forge/kept': expected a destructor that does not throw, found one that has thrown an exception. Catch it in the destructor.\n";

describe('a C++ exception of a destructor', () => {
  // Windows prints nothing about the exception itself.
  const ended = process.platform === 'win32' ? {} : { signal: 'SIGABRT', stderr: expect.stringContaining('planted') };

  test.each([
    ['the contents are revoked', `${seal} forge.revoke(capsule, '@forge/kept');`],
    [
      'the last hold is released',
      `${seal} const hold = forge.openPointer(capsule, '@forge/kept'); forge.revoke(capsule, '@forge/kept');
       forge.release(hold);`,
    ],
    ['the last hold is released on another thread', `${seal} forge.release(forge.take(capsule, '@forge/kept'), true);`],
    [
      'the capsule is collected',
      `${declareGc}
       for (let i = 0; i < 100; i++) setTimeout(gc, i);
       (() => { ${seal} })();`,
    ],
    ['the environment ends', seal],
  ])('ends the process with a message, when %s', (_, script) => {
    const exit = run(script);
    expect(exit).toMatchObject({ stdout: '', ...ended });
    expect(exit.stderr.slice(0, message.length)).toBe(message);
    expect(exit.status).not.toBe(0);
  });

  test('ends the process, when code in C calls the destructor', () => {
    const exit = run(`${seal} consumer.hold(capsule); forge.revoke(capsule, '@forge/kept'); consumer.use();`);
    expect(exit).toMatchObject({ stdout: '', ...ended });
    expect(exit.status).not.toBe(0);
  });

  test('can be caught if no destructor throws it (control)', () => {
    expect(run('forge.throwDirectly();')).toMatchObject({ status: 0, stdout: 'catches planted\n' });
  });
});
