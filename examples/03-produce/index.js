const { loadAddon } = require('@capsule/core');

exports.capsule = loadAddon(require('./binaries.cjs'), 'distance').capsule;
