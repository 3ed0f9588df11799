// CMake reads the paths before this package is built.
export { cmake_dir, include_dir } from '../paths.cjs';
