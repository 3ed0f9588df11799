const { Generator } = require('@capsule/random');
const { bootstrap } = require('@capsule/stats');
const { sfc64 } = require('./build/Release/sfc64.node');

const capsule = sfc64(1);
console.log(capsule);

const random = new Generator(capsule); // draws in C, from the addon of this folder
const sample = random.normal(10, 2, 1000);
console.log('heads or tails:', [...random.integers(0, 2, 8)].join(' '));

const { low, high } = bootstrap(sample, 'median', { generator: capsule });
console.log(`the median is between ${low.toFixed(3)} and ${high.toFixed(3)}, with 95 % confidence`);
