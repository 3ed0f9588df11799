const { loadAddon } = require('@capsule/core');
const { createPromises } = require('./bindings/distance.promises.cjs');

// The functions of index.js that run on other threads, and return promises.
module.exports = createPromises(loadAddon(require('./binaries.cjs'), 'distance'));
