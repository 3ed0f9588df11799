// JavaScript holds a capsule, passes it on and reads its label. It cannot read or copy the contents.
import { inspect, isCapsule } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

console.log(capsule);
console.log('a capsule of fastmath?', isCapsule(capsule, '@capsule/fastmath'));
console.log('is a copy of it a capsule?', isCapsule(structuredClone(capsule)));
console.log('properties it has in JavaScript:', Object.keys(capsule));

const { name, version, variant, functions } = inspect(capsule);
console.log(`\n${name} ${version}, compiled for ${variant}:`);
for (const fn of functions) console.log(`  ${fn.name.padEnd(18)} ${fn.signature}`);
