const { loadAddon } = require('@capsule/core');
const { capsule } = require('@example/distance');

const addon = loadAddon(require('./binaries.cjs'), 'nearest');
addon.open(capsule); // once; from here on C calls C

exports.nearestRow = (query, rows) => addon.nearestRow(query, rows);
