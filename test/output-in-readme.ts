import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@capsule/test-support/child-process';

/** Returns the output that the README of an example shows: the lines after `#`, in which ... stands for any text. */
export function outputInReadme(folder: string): RegExp[] {
  const readme = readFileSync(join(root, 'examples', folder, 'README.md'), 'utf8');
  return [...readme.matchAll(/^ +# +(.+)$/gm)].map(([, line = '']) => {
    const parts = line.split('...').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    return new RegExp(`^ *${parts.join('.*')}$`, 'm');
  });
}
