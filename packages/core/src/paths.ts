import { join } from 'node:path';

/** Absolute path of the folder with the C headers. The same as in paths.cjs, which needs no build. */
export const include_dir: string = join(__dirname, '..', 'include');

/** Absolute path of the folder with the CMake package: what `Capsule_DIR` has to be. */
export const cmake_dir: string = join(__dirname, '..', 'cmake');
