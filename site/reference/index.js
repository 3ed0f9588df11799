const { loadAddon } = require('@capsule/core');

/** Every example by its name; each takes at most one argument. */
const examples = loadAddon(__dirname, 'reference');

exports.examples = examples;
exports.square = examples.seal_square();
exports.larger = examples.seal_larger();
