const { capsule } = require('./build/Release/producer.node');
const { open } = require('./build/Release/consumer.node');

console.log(capsule); // carry: JavaScript can read the label, but not the contents
const sumTo = open(capsule);
console.log('1 + 2 + ... + 1000000 =', sumTo(1_000_000));
