// The folders of this package's C headers and CMake files. Needs no build and loads no addon.
const { join } = require('node:path');

module.exports = {
  include_dir: join(__dirname, 'include'),
  cmake_dir: join(__dirname, 'cmake'),
};
