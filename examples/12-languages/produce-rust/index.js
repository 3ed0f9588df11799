// The functions for JavaScript are generated in C, so a producer in Rust exports the capsule alone.
const { loadAddon } = require('@capsule/core');

exports.capsule = loadAddon(require('./binaries.cjs'), 'distance').capsule;
