/** Absolute path of the folder with the C headers: `<fastmath/fastmath.h>` is in it. */
export const include_dir: string;
