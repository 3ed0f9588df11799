// The folders of this package's C headers and CMake files. Needs no build and loads no addon.
const { join } = require('node:path');

// In a bundle, which has no headers, a bundler may have removed __dirname.
const folder = typeof __dirname === 'undefined' ? '.' : __dirname;

exports.include_dir = join(folder, 'include');
exports.cmake_dir = join(folder, 'cmake');
