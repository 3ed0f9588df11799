// The foreign function interfaces that tests use, if they are installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child-process.js';
import { type Skip, skipWithout } from './skip.js';

/** The folder in which `npm run bench:setup` installs koffi. */
export const competitors = join(root, 'packages', 'benchmarks', 'competitors', 'node_modules');

const hasNodeFfi = (node: string) => spawnSync(node, ['-e', "require('node:ffi')"]).status === 0;

/** A Node with `node:ffi`: this one, or the one that `npm run engines:setup` installs. */
export const nodeWithFfi: string | undefined = [
  process.execPath,
  join(root, 'test', 'engines', 'node_modules', 'node26', 'bin', 'node'),
].find(hasNodeFfi);

export const needsNodeFfi: Skip = skipWithout(
  'node:ffi, of Node 26.1 or later, which npm run engines:setup installs on Linux x64',
  nodeWithFfi !== undefined,
);

export const needsKoffi: Skip = skipWithout(
  'koffi, which npm run bench:setup installs',
  existsSync(join(competitors, 'koffi')),
);
