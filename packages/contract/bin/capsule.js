#!/usr/bin/env node
// Exists before anything is built, so that npm can link it.
require('../dist/cli/main.js');
