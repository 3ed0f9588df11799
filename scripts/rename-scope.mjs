// capsule rename-scope @yours, or node scripts/rename-scope.mjs @yours before the first build: renames the scope of the
// packages, in names, imports, contracts, their records, generated files and documents. The scopes @example and @forge
// stay.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { files, root } from './files.mjs';
import { turbo } from './turbo.mjs';

function fail(message) {
  console.error(`Renaming the scope: ${message}`);
  process.exit(1);
}

const [wanted = ''] = process.argv.slice(2);
if (!/^@[a-z0-9][a-z0-9._-]*$/.test(wanted))
  fail(`expected a scope of npm, like @yours, found '${wanted}'. Use lower-case letters, digits and hyphens.`);

const { name } = JSON.parse(readFileSync(join(root, 'packages', 'core', 'package.json'), 'utf8'));
const [current] = name.split('/');
/** Every text file with its content. */
const texts = files()
  .map((file) => [file, readFileSync(join(root, file), 'utf8')])
  .filter(([, text]) => !text.includes('\0'));
/**
 * A scope before a slash, which is escaped in a regular expression; before the colon of npm's setting of a registry; and
 * in "npm create @scope".
 */
const pattern = (scope) => {
  const text = scope.replaceAll('.', '\\.');
  return new RegExp(`${text}(?=\\\\?/|:registry)|(?<=npm create )${text}(?![\\w-])`, 'g');
};

const taken = texts.find(([, text]) => pattern(wanted).test(text));
if (taken !== undefined)
  fail(`expected a scope that no file contains, found ${wanted} in ${taken[0]}. Choose another.`);

const changed = texts.filter(([, text]) => pattern(current).test(text));
for (const [file, text] of changed) writeFileSync(join(root, file), text.replaceAll(pattern(current), wanted));
console.log(`${current} is ${wanted} in ${changed.length} files.`);

// Update the links in node_modules and the lock file, then the generated files and the line breaks, which depend on the
// length of the scope.
const run = (command, ...args) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
const done =
  run('npm', 'install', '--no-audit', '--no-fund') &&
  turbo(['generate', '--output-logs=errors-only']) === 0 &&
  run('npm', 'run', 'format');
if (!done) fail('expected npm install, generate and format to succeed, found that one of them failed.');
