const { loadAddon } = require('@capsule/core');
const { capsule_v1, capsule_v2, v1, v2 } = require('@example/clamp');

console.log(capsule_v1);
console.log(capsule_v2);

const clampOne = loadAddon(__dirname, 'consume_v1').open();
const clampAll = loadAddon(__dirname, 'consume_v2').open();
const { compare } = loadAddon(__dirname, 'consume_both');
console.log('a consumer of 1.x:', clampOne(7, 0, 5));
console.log('a consumer of 2.x:', clampAll(Float64Array.of(-1, 3, 7), 0, 5));
console.log('a consumer of both:', compare(7, 0, 5));

console.log('JavaScript, 1.x:', v1.clamp(Float64Array.of(-1, 3, 7), 0, 5));
console.log('JavaScript, 2.x:', v2.clamp(Float64Array.of(-1, 3, 7), 0, 5));
