// JavaScript is the mailbox: it carries the envelope and reads the label. It never sees the contents.
import { inspect, isCapsule } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

console.log(capsule);
console.log('is it a capsule of fastmath?', isCapsule(capsule, '@capsule/fastmath'));
console.log('is a copy one?', isCapsule(structuredClone(capsule)));
console.log('what has it got for JavaScript?', Object.keys(capsule));

const { name, version, variant, functions } = inspect(capsule);
console.log(`\n${name} ${version}, compiled for ${variant}:`);
for (const fn of functions) console.log(`  ${fn.name.padEnd(18)} ${fn.signature}`);
