const { loadAddon } = require('@capsule/core');
const v1 = require('./bindings/clamp.functions.cjs');
const v2 = require('./bindings/clamp_v2.functions.cjs');

const addon = loadAddon(require('./binaries.cjs'), 'clamp');

// `capsule` keeps the major that it had before there were two: consumers that read only that continue to work.
exports.capsule = addon.capsule_v1;
exports.capsule_v1 = addon.capsule_v1;
exports.capsule_v2 = addon.capsule_v2;

exports.v1 = v1.createFunctions(addon.v1);
exports.v2 = v2.createFunctions(addon.v2);
