const { loadAddon } = require('@capsule/core');

exports.capsule = loadAddon(__dirname, 'distance').capsule;
