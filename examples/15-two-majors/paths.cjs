// The folder of this package's C headers. Needs no build and loads no addon.
const { join } = require('node:path');

exports.include_dir = join(__dirname, 'include');
