const { capsule } = require('@example/distance');
const { variant } = require('./index.js');

console.log(capsule);
console.log('its variant, read in C:', variant() ?? 'none');
