/** Absolute path of the folder with the C headers: `<capsule/capsule.h>` is in it. */
export const include_dir: string;

/** Absolute path of the folder with the CMake package: the value of `Capsule_DIR`. */
export const cmake_dir: string;
