/**
 * Absolute path of the folder with the C headers: `<capsule/capsule.h>` is in it.
 *
 * @example
 * ```ts
 * import { include_dir } from '@capsule/core';
 * import { existsSync } from 'node:fs';
 *
 * console.log(existsSync(`${include_dir}/capsule/capsule.h`)); // true
 * ```
 */
export const include_dir: string;

/**
 * Absolute path of the folder with the CMake package: the value of `Capsule_DIR`.
 *
 * @example
 * ```ts
 * import { cmake_dir } from '@capsule/core';
 * import { existsSync } from 'node:fs';
 *
 * console.log(existsSync(`${cmake_dir}/CapsuleConfig.cmake`)); // true
 * ```
 */
export const cmake_dir: string;
