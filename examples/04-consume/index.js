const { loadAddon } = require('@capsule/core');
const { capsule } = require('@capsule/fastmath');

const addon = loadAddon(__dirname, 'nearest');
addon.open(capsule);

/** The index of the row of a matrix that is closest to a vector. */
exports.nearest = (query, rows) => addon.nearest(query, rows);
