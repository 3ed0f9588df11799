// The results of npm run test:platforms -- --record: test/platforms/results.json, and the table in docs/platforms.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.mjs';
import { compiledOnly } from './compiled.mjs';

const file = join(root, 'test', 'platforms', 'results.json');
const guide = join(root, 'docs', 'platforms.md');

/** The platforms, as README.md names them. */
export const names = {
  'linux-x64': 'Linux x64',
  'linux-arm64': 'Linux arm64',
  'win32-x64': 'Windows x64',
  'win32-arm64': 'Windows arm64',
  'darwin-x64': 'macOS x64',
  'darwin-arm64': 'macOS arm64',
  'linux-x64-musl': 'musl x64',
  'linux-arm64-musl': 'musl arm64',
};

export const readResults = () =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { emulated: {}, compiled: {} };

/** The table of all platforms, in Markdown. */
export function tableOf({ emulated }) {
  const rows = [
    ['platform', 'status', 'tests', 'passed', 'differ', 'skipped'],
    ['---', '---', '---', '---', '---', '---'],
    [names['linux-x64'], 'tested', 'all (`npm test`)', '', '', ''],
  ];
  for (const [platform, { node, emulator, tests }] of Object.entries(emulated)) {
    const how = `emulated: ${emulator}, Node ${node}`;
    for (const [part, { passed, differ, skipped }] of Object.entries(tests))
      rows.push([
        names[platform],
        how,
        part === 'quick' ? 'some (`--quick`)' : part,
        ...[passed, differ, skipped].map((count) => count.toLocaleString('en')),
      ]);
  }
  for (const platform of compiledOnly) rows.push([names[platform], 'compiled only', 'none', '', '', '']);
  return rows.map((cells) => `| ${cells.join(' | ')} |`.replaceAll(/ {2,}/g, ' ')).join('\n');
}

const table = /^\| platform \|.*?\n(?=\n)/ms;

/** The table that docs/platforms.md shows. */
export const shownTable = () => table.exec(readFileSync(guide, 'utf8'))?.[0].trimEnd();

/** Writes the results and the table. */
export function writeResults(results) {
  writeFileSync(file, JSON.stringify(results));
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  spawnSync(process.execPath, [biome, 'format', '--write', file], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const text = readFileSync(guide, 'utf8').replace(table, `${tableOf(results)}\n`);
  writeFileSync(guide, text.replace(/Recorded on Linux x64, .*\.$/m, `Recorded on Linux x64, ${results.date}.`));
}
