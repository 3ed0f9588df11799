// npm run test:platforms: runs the tests of the packages and the examples on emulated platforms, with the binaries of
// "capsule prebuild". Options: --quick (some files), --platform <name> (may be repeated), --record (writes the results
// to test/platforms/results.json, from which the tables of README.md and docs/platforms.md are). Other arguments are
// passed to vitest. Linux x64.
//
// Each platform gets a copy of the repository, in which build/Release has its binaries. What is not installed is
// skipped with a message. A test that fails fails here, unless test/platforms/differences.mjs says why it differs.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differences } from '../test/platforms/differences.mjs';
import { clone } from './clone.mjs';
import { compiledOnly, examineCompiled, prebuild } from './compiled-platforms.mjs';
import { emulate, emulated, missingFor } from './emulators.mjs';
import { root, workspaces } from './files.mjs';
import { judge } from './known-differences.mjs';
import { installPacked } from './packed-packages.mjs';

/** Paths of test files, or of their folders. Those of the repository itself run all examples. */
const all = ['core', 'contract', 'fastmath', 'stats'].map((name) => `packages/${name}/test/`);
all.push('test/examples.test.ts', 'test/describe-csv.test.ts');
const quick = [
  ...['data', 'errors', 'function', 'label', 'open', 'seal', 'take', 'tickets'].map(
    (name) => `packages/core/test/${name}.test.ts`,
  ),
  ...['addon', 'capsule', 'cpu', 'functions', 'variants'].map((name) => `packages/fastmath/test/${name}.test.ts`),
  ...['histogram', 'univariate', 'values'].map((name) => `packages/stats/test/${name}.test.ts`),
  'test/examples.test.ts',
];

const { values, tokens } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    record: { type: 'boolean' },
    platform: { type: 'string', multiple: true },
  },
  strict: false,
  tokens: true,
});
const given = tokens.flatMap((token) =>
  token.kind === 'positional'
    ? token.value
    : token.kind === 'option' && !(token.name in { quick: 0, record: 0, platform: 0 })
      ? token.rawName
      : [],
);
const selected = values.platform ?? emulated;
const unknown = selected.filter((name) => !emulated.includes(name));
if (unknown.length > 0) {
  console.error(`Testing platforms: expected --platform ${emulated.join(' or ')}, found ${unknown.join(', ')}.`);
  process.exit(1);
}
if (values.record && (values.quick || given.length > 0 || values.platform)) {
  console.error('Testing platforms: expected --record without other options, found a part of the tests.');
  process.exit(1);
}

/** Compiles the addons that the tests load. @returns {string | undefined} what failed */
function prebuildAll(platform) {
  const isTested = (folder) => !folder.includes('failures') && existsSync(join(root, folder, 'CMakeLists.txt'));
  for (const folder of workspaces.filter(isTested)) {
    const problem = prebuild(folder, platform);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Copies the repository with its results of npm run build, but with the addons of another platform. */
function stage(platform) {
  const copy = clone();
  for (const folder of workspaces) {
    const from = (name) => join(root, folder, name);
    if (existsSync(from('dist'))) cpSync(from('dist'), join(copy.folder, folder, 'dist'), { recursive: true });
    const prebuilt = from(join('prebuilds', platform));
    if (existsSync(prebuilt)) cpSync(prebuilt, join(copy.folder, folder, 'build', 'Release'), { recursive: true });
  }
  // The parts of vitest that are compiled. Those of this machine are there, too.
  const parts = join(root, 'test', 'platforms', 'node_modules');
  for (const name of readdirSync(parts).filter((each) => !each.startsWith('node-') && !each.startsWith('.')))
    cpSync(join(parts, name), join(copy.folder, 'node_modules', name), { recursive: true });
  return copy;
}

/** @returns the counts of tests, or undefined if there is no report */
function runTests(platform, { node }, folder) {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--typecheck.enabled=false', '--reporter=json'];
  args.push('--testTimeout=600000', '--hookTimeout=600000'); // an emulator is slow
  const filters = given.length > 0 ? given : values.quick ? quick : all;
  const started = Date.now();
  const { stdout, stderr } = node([...args, ...filters], { cwd: folder });
  const output = join(folder, 'reports', 'vitest.json');
  if (!existsSync(output)) {
    console.log(`${platform}: ended without a report\n${stdout}${stderr}`);
    return undefined;
  }
  const reports = join(root, 'reports', 'platforms');
  mkdirSync(reports, { recursive: true });
  cpSync(output, join(reports, `${platform}.json`));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const report = JSON.parse(readFileSync(output, 'utf8'));
  const applies = ({ platforms }) => platforms.includes(platform);
  return judge(platform, report, { root: folder, differences, applies, seconds });
}

/** Compares what the packed packages print in the emulator with what those of this repository print here. */
function comparePacked(platform, { node }) {
  const packed = installPacked();
  const script = join('test', 'platforms', 'packed.cjs');
  const here = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' }).stdout;
  const there = node(['packed.cjs'], { cwd: packed.folder });
  packed.remove();
  const isSame = here !== '' && there.stdout.replaceAll('\r\n', '\n') === here;
  console.log(`${platform}: the packed packages ${isSame ? 'print the same as here' : 'print something else'}`);
  if (!isSame) console.log(`here:\n${here}there:\n${there.stdout}${there.stderr}`);
  return isSame;
}

const results = {};
let failed = 0;
for (const platform of selected) {
  const missing = missingFor(platform);
  if (missing !== undefined) {
    console.log(`${platform}: skipped, ${missing}`);
    if (values.record || values.platform) failed++;
    continue;
  }
  const problem = prebuildAll(platform);
  if (problem !== undefined) {
    console.log(`${platform}: not compiled\n${problem}`);
    failed++;
    continue;
  }
  const emulator = emulate(platform);
  const copy = stage(platform);
  const isSame = comparePacked(platform, emulator);
  const counts = runTests(platform, emulator, copy.folder);
  copy.remove();
  emulator.remove();
  if (!isSame || counts === undefined || counts.failed > 0) failed++;
  results[platform] = { node: emulator.version, emulator: emulator.emulator, ...counts };
}
// Without options, the other platforms are compiled, too.
const compiled = {};
for (const platform of values.quick || values.platform || given.length > 0 ? [] : compiledOnly) {
  const { problem, fits, unread, producers, consumers } = examineCompiled(platform);
  if (problem === undefined)
    console.log(`${platform}: compiled; contracts of ${producers.length} producers, ${consumers.length} consumers`);
  if (problem !== undefined || !fits || unread > 0) {
    console.log(problem ?? `${platform}: a consumer does not fit, or an addon cannot be read`);
    failed++;
  }
  compiled[platform] = { producers, consumers };
}

if (values.record && failed === 0) {
  const file = join(root, 'test', 'platforms', 'results.json');
  const recorded = { date: new Date().toISOString().slice(0, 10), emulated: results, compiled };
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
