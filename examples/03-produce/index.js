const { loadAddon } = require('@capsule/core');
const { createFunctions } = require('./bindings/distance.functions.cjs');

const addon = loadAddon(require('./binaries.cjs'), 'distance');
exports.capsule = addon.capsule;
Object.assign(exports, createFunctions(addon)); // the functions of the table, for JavaScript
