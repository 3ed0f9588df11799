/** Absolute path of the folder with the C headers: `<bitgen/bitgen.h>` is in it. */
export const include_dir: string;
