import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const configuration = process.env['CAPSULE_BUILD'] || 'Release';

/** The path of a package's binary in the build tree that CAPSULE_BUILD names. */
export const binary = (name: string, addon = name.replace(/^.*\//, '')): string =>
  join(dirname(createRequire(__filename).resolve(`${name}/package.json`)), 'build', configuration, `${addon}.node`);
