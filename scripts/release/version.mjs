// npm run version: turns the files of .changeset into a version. Changesets sets it in every package.json; this script
// moves their texts to CHANGELOG.md, below what is there as unreleased, and updates the lock file.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: expected success, found exit code ${status}.`);
}

const folder = join(root, '.changeset');
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => readFileSync(join(folder, name), 'utf8').split(/^---$/m).slice(2).join('---').trim());
if (texts.length === 0) {
  console.error('Making a version: expected files in .changeset, found none. Run "npx changeset".');
  process.exit(1);
}
for (const text of texts) {
  if (/ABI: (unchanged|minor|major)\.$/.test(text)) continue;
  console.error(`Making a version: expected texts that end with "ABI: unchanged." (minor, major), found "${text}".`);
  process.exit(1);
}

run('npx', 'changeset', 'version');
run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');

const { version } = publishedPackages()[0].content;
const file = join(root, 'CHANGELOG.md');
const heading = '## Unreleased\n';
const changelog = readFileSync(file, 'utf8');
const [before, after] = changelog.includes(heading)
  ? changelog.split(heading)
  : [changelog.slice(0, changelog.indexOf('## ')), `\n${changelog.slice(changelog.indexOf('## '))}`];
const end = after.indexOf('\n## '); // of the entries below the heading, if there are any
const items = texts.map((text) => `- ${text.replaceAll(/\n(?=.)/g, '\n  ')}\n`).join('');
writeFileSync(file, `${before}## ${version}\n${after.slice(0, end)}\n${items}${after.slice(end)}`);
console.log(`CHANGELOG.md has the texts of ${version}. Read it before you commit.`);
