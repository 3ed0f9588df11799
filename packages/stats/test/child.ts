import { join } from 'node:path';
import { configuration, runScript } from '@capsule/test-support/child-process';

/** The file of the addon. Calling it directly skips the argument checks of TypeScript. */
export const addonFile = join(__dirname, '..', 'build', configuration, 'stats.node');

/** Runs a script in a child process, which may crash. `require` resolves names from this package. */
export const run = (script: string) => runScript(script, { cwd: join(__dirname, '..') });
