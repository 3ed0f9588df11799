const { loadAddon } = require('@capsule/core');
const { capsule } = require('@example/distance');

const addon = loadAddon(require('./binaries.cjs'), 'nearest');
addon.open(capsule); // once; from here on C calls C

/** Returns the index of the row of a matrix that is nearest to a vector. */
exports.nearest = (query, rows) => addon.nearest(query, rows);
