// The folder of this package's C headers. Works without a build, and loads no addon.
const { join } = require('node:path');

module.exports = { include_dir: join(__dirname, 'include') };
