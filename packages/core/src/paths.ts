// paths.cjs has the paths, because CMake reads them before this package is built.
const paths: Record<'include_dir' | 'cmake_dir', string> = require('../paths.cjs');

/** Absolute path of the folder with the C headers: `<capsule/capsule.h>` is in it. */
export const include_dir: string = paths.include_dir;

/** Absolute path of the folder with the CMake package: the value of `Capsule_DIR`. */
export const cmake_dir: string = paths.cmake_dir;
