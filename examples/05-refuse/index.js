// Every mistake, and what the envelope says about it. Nothing crashes, and the next good call works.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTypedArray, isCapsuleError, loadAddon, receive, share } from '@capsule/core';
import * as fastmath from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

const { seal, open, find } = loadAddon(import.meta.url, 'wrong');
const contents = loadAddon(import.meta.url, 'contents');
const { capsule } = fastmath;

// A vector after what has happened to it, and a ticket after it has been waited for.
function spent(how) {
  const vector = contents.seal(4);
  contents.spend(vector, how);
  return vector;
}
function late(ticket) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  return ticket;
}
const used = share(capsule);
receive(used);

// A package that throws while it loads, and one whose binary is no binary.
const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
mkdirSync(join(folder, 'build', 'Release'), { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "name": "broken" }');
writeFileSync(join(folder, 'build', 'Release', 'broken.node'), 'not a library');

const mistakes = {
  'JavaScript hands over the wrong thing': {
    'the module instead of its capsule': () => createStats({ capsule }),
    'a copy that came from another thread': () => createStats(structuredClone(capsule)),
    'a Proxy of it': () => createStats(new Proxy(capsule, {})),
    'an object that inherits from it': () => createStats(Object.create(capsule)),
    'the capsule of another package': () => createStats(seal('good')),
    'a promise': () => createStats(import('@capsule/fastmath')),
    nothing: () => createStats(),
  },
  'The producer does not fit the consumer': {
    'an older minor': () => open(seal('older')),
    'another major': () => open(seal('next major')),
    'a function with other arguments': () => open(seal('changed')),
    'a pointer instead of a table': () => open(seal('pointer')),
    'an envelope of a later header': () => open(seal('later ABI')),
    'an envelope that was written over': () => open(seal('damaged')),
  },
  'The producer seals what it should not': {
    'a table with a hole': () => seal('forgotten'),
    'a table shorter than its contract': () => seal('shorter'),
    'no table': () => seal('nothing'),
    'a table without a name': () => seal('nameless'),
    'a contract that lacks a signature': () => seal('unsigned'),
    'a table on the stack': () => seal('on the stack'),
    'a function whose type is spelled as in C': () => seal('misspelled'),
  },
  'Contents are not to be had': {
    'somebody has taken them': () => asTypedArray(spent('take')),
    'their producer has withdrawn them': () => contents.spend(spent('revoke'), 'take'),
    'a shape that nothing can have': () => contents.seal(-1),
    'read-only memory, to write to': () => asTypedArray(contents.seal(4, 'read-only'), { copy: false }),
    'an option that is none': () => share(capsule, { expiresIn: 'soon' }),
  },
  'A ticket is no good': {
    'a guess': () => receive(used.replace(/.{32}$/, '0'.repeat(32))),
    'one of another process': () => receive(used.replace(/^.{16}/, '0'.repeat(16))),
    'used twice': () => receive(used),
    'too old': () => receive(late(share(capsule, { expiresIn: 1 }))),
  },
  'A capsule cannot be found by its name': {
    'a package that is not installed': () => find('@example/none'),
    'a package that throws while it loads': () => find('@example/05-refuse/throws.cjs'),
    'a package without that export': () => find('@capsule/fastmath:table'),
  },
  'An addon cannot be loaded': {
    'from nowhere': () => loadAddon(undefined, 'wrong'),
    'before it was built': () => loadAddon(import.meta.url, 'unbuilt'),
    'a file that is no binary': () => loadAddon(folder, 'broken'),
  },
};

for (const [group, list] of Object.entries(mistakes)) {
  console.log(`\n${group}`);
  for (const [what, make] of Object.entries(list)) {
    try {
      make();
      console.log(`  ${what}: NOT REFUSED`);
    } catch (error) {
      if (!isCapsuleError(error)) throw error;
      const text = error.message.replaceAll('\n', '\n      ');
      console.log(`  ${what}\n    ${error.name} ${error.code}\n      ${text}`);
    }
  }
}
rmSync(folder, { recursive: true });
console.log('\nand after all that:', createStats(capsule).mean([1, 2, 3]));
