#!/usr/bin/env node
// npm create @capsule <arguments> runs "capsule new <arguments>" of @capsule/contract.
const { dirname, join } = require('node:path');

process.argv.splice(2, 0, 'new');
require(join(dirname(require.resolve('@capsule/contract/package.json')), 'bin', 'capsule.js'));
