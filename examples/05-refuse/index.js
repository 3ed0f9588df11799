// Makes every mistake that the capsule rejects and prints its message. Nothing crashes, and the next valid call works.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTypedArray, dispose, functionOf, isCapsuleError, loadAddon, receive, share } from '@capsule/core';
import * as fastmath from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

const { seal, open, find } = loadAddon(import.meta.url, 'wrong');
const contents = loadAddon(import.meta.url, 'contents');
const { capsule } = fastmath;

/** Returns a data capsule whose contents were taken or revoked. */
function invalidated(how) {
  const vector = contents.seal(4);
  contents.invalidate(vector, how);
  return vector;
}

/** Returns a data capsule whose contents JavaScript has ended. */
function disposed() {
  const vector = fastmath.createVector(4);
  dispose(vector);
  return vector;
}

/** Waits 20 ms, then returns a ticket. */
function late(ticket) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  return ticket;
}
const used = share(capsule);
receive(used);

// A package with an addon that is not a binary.
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
mkdirSync(join(folder, 'build', 'Release'), { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "name": "broken" }');
writeFileSync(join(folder, 'build', 'Release', 'broken.node'), 'not a library');

const mistakes = {
  'JavaScript passes something else': {
    'the module instead of its capsule': () => createStats({ capsule }),
    'a structured clone, as from another thread': () => createStats(structuredClone(capsule)),
    'a Proxy of the capsule': () => createStats(new Proxy(capsule, {})),
    'an object that inherits from the capsule': () => createStats(Object.create(capsule)),
    'the capsule of another package': () => createStats(seal('good')),
    'a promise': () => createStats(import('@capsule/fastmath')),
    'no argument': () => createStats(),
  },
  'The producer does not fit the consumer': {
    'an older minor version': () => open(seal('older')),
    'another major version': () => open(seal('next major')),
    'a function with other arguments': () => open(seal('changed')),
    'a pointer instead of a table': () => open(seal('pointer')),
    'an envelope of a later header': () => open(seal('later ABI')),
    'an overwritten envelope': () => open(seal('damaged')),
  },
  'The producer seals something invalid': {
    'a table with a NULL entry': () => seal('forgotten'),
    'a table shorter than its contract': () => seal('shorter'),
    'no table': () => seal('nothing'),
    'a table without a name': () => seal('nameless'),
    'a contract without a signature': () => seal('unsigned'),
    'a table on the stack': () => seal('on the stack'),
    'a signature in C syntax': () => seal('misspelled'),
  },
  'The contents are not available': {
    'they were taken': () => asTypedArray(invalidated('take')),
    'they were revoked': () => contents.invalidate(invalidated('revoke'), 'take'),
    'they were disposed of': () => asTypedArray(disposed()),
    'a table is to be disposed of': () => dispose(capsule),
    'a function that the table does not have': () => functionOf(capsule, 'summ'),
    'a negative shape': () => contents.seal(-1),
    'read-only memory, as a writable array': () => asTypedArray(contents.seal(4, 'read-only'), { copy: false }),
    'an option of the wrong type': () => share(capsule, { expiresIn: 'soon' }),
  },
  'A ticket is invalid': {
    'a guessed one': () => receive(used.replace(/.{32}$/, '0'.repeat(32))),
    'one of another process': () => receive(used.replace(/^.{16}/, '0'.repeat(16))),
    'used twice': () => receive(used),
    expired: () => receive(late(share(capsule, { expiresIn: 1 }))),
  },
  'A capsule cannot be found by its name': {
    'a package that is not installed': () => find('@example/none'),
    'a package that throws while it loads': () => find('@example/05-refuse/throws.cjs'),
    'a package without that export': () => find('@capsule/fastmath:table'),
  },
  'An addon cannot be loaded': {
    'without a path': () => loadAddon(undefined, 'wrong'),
    'before it was built': () => loadAddon(import.meta.url, 'unbuilt'),
    'a file that is not a binary': () => loadAddon(folder, 'broken'),
  },
};

for (const [group, list] of Object.entries(mistakes)) {
  console.log(`\n${group}`);
  for (const [mistake, make] of Object.entries(list)) {
    try {
      make();
      console.log(`  ${mistake}: NOT REJECTED`);
    } catch (error) {
      if (!isCapsuleError(error)) throw error;
      const text = error.message.replaceAll('\n', '\n      ');
      console.log(`  ${mistake}\n    ${error.name} ${error.code}\n      ${text}`);
    }
  }
}
rmSync(folder, { recursive: true });
console.log('\nmean([1, 2, 3]) after all of these:', createStats(capsule).mean([1, 2, 3]));
