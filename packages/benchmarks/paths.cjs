// Where this package's C headers lie. Needs no build, and loads no addon.
const { join } = require('node:path');

module.exports = { include_dir: join(__dirname, 'include') };
