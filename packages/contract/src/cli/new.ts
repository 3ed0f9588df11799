import { join, relative } from 'node:path';
import { list, quote } from '../model/values.js';
import { plan } from '../new/create.js';
import { type Kind, kinds, type NewOptions, rejectOption } from '../new/options.js';
import { missingTools } from '../new/tools.js';
import { checkFolders, writeFolders } from '../new/write-folders.js';
import { displayPath } from '../project/files.js';
import { print } from '../terminal.js';

/** Creates packages that build and pass their tests. */
export async function createPackages(kind: string, name: string, options: NewOptions): Promise<void> {
  if (!kinds.includes(kind as Kind)) {
    const expected = `${list(kinds, 'or')} as the first argument`;
    throw rejectOption(expected, quote(kind), 'Run "capsule new --help" for usage.');
  }
  const { folders, names, languages, workspace } = await plan(kind as Kind, name, options);
  checkFolders(folders);
  const files = folders.flatMap(({ folder, files }) =>
    [...files.keys()].sort().map((file) => displayPath(join(folder, file))),
  );
  if (options.dryRun) {
    print([`Would create ${list(names)}:`, ...files.map((file) => `  ${file}`)]);
    return;
  }
  writeFolders(folders);
  print([
    `Created ${list(names)}:`,
    ...files.map((file) => `  ${file}`),
    '',
    ...nextSteps(folders[0]?.folder ?? '.', names, workspace),
  ]);
  const missing = missingTools(languages);
  if (missing.length > 0) print(`Building requires ${list(missing)}, not found here.`);
}

function nextSteps(
  folder: string,
  names: readonly string[],
  workspace: { root: string; isClone: boolean } | undefined,
): string[] {
  const steps = (target: string, ...commands: string[]) => [
    'Next:',
    ...(target === process.cwd() ? [] : [`  cd ${shellWord(relative(process.cwd(), target))}`]),
    ...commands.map((command) => `  ${command}`),
  ];
  if (workspace === undefined) return steps(folder, 'npm install', 'npm test');
  const tests = names.map((name) => `npm test -w ${name}`);
  if (workspace.isClone) return steps(workspace.root, 'npm install', 'npm run format', 'npm run build', ...tests);
  return steps(workspace.root, 'npm install', ...tests);
}

const shellWord = (path: string) => (/^[\w./\\@+:-]+$/.test(path) ? path : `"${path}"`);
