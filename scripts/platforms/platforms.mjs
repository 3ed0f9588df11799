// npm run test:platforms: runs the tests of the packages and the examples on emulated platforms, with the binaries of
// "capsule prebuild"; then compiles the packages for the other platforms and examines the binaries. Linux x64.
//
//   --quick             some test files, on emulated platforms only
//   --platform <name>   one platform; may be repeated
//   --part <name>       the tests of one package, or "examples"; may be repeated
//   --record            writes the results to test/platforms/results.json, and the table of docs/platforms.md
//
// Each emulated platform gets a copy of the repository, in which build/Release has its binaries. A platform for which
// something is not installed is skipped with a message. A test that fails fails here, unless
// test/platforms/differences.mjs has the reason.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differences } from '../../test/platforms/differences.mjs';
import { clone } from '../clone.mjs';
import { root, workspaces } from '../files.mjs';
import { judge } from '../known-differences.mjs';
import { libraries } from '../release/published.mjs';
import { compiledOnly, examineCompiled, prebuild } from './compiled.mjs';
import { emulate, emulated, missingFor } from './emulators.mjs';
import { readResults, writeResults } from './results.mjs';

/** The tests of each part: paths of files and folders. */
const parts = {
  ...Object.fromEntries(libraries.map((name) => [name, [`packages/${name}/test/`]])),
  examples: ['test/examples.test.ts', 'test/describe-csv.test.ts'],
};
const files = (name, ...tests) => tests.map((test) => `packages/${name}/test/${test}.test.ts`);
const quick = [
  ...files('core', 'data', 'errors', 'function', 'label', 'open', 'seal'),
  ...files('fastmath', 'addon', 'cpu', 'functions'),
  ...files('stats', 'fast-path', 'histogram', 'univariate'),
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    platform: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
    record: { type: 'boolean' },
  },
});

/** The given names, by default all. Ends the process if there is another one. */
function select(option, names) {
  const unknown = (values[option] ?? []).filter((name) => !names.includes(name));
  if (unknown.length === 0) return values[option] ?? names;
  console.error(`Testing platforms: expected --${option} ${names.join(' or ')}, found ${unknown.join(', ')}.`);
  process.exit(1);
}

/** The folders of the addons that the tests load. */
function nativeFolders() {
  if (values.quick)
    return [...['core', 'fastmath', 'stats'].map((name) => `packages/${name}`), 'packages/core/test/forge'];
  return workspaces.filter((each) => !each.includes('failures') && existsSync(join(root, each, 'CMakeLists.txt')));
}

/** Copies the repository with the results of npm run build, but with the addons of another platform. */
function stage(platform) {
  const copy = clone();
  for (const folder of workspaces) {
    const from = (name) => join(root, folder, name);
    if (existsSync(from('dist'))) cpSync(from('dist'), join(copy.folder, folder, 'dist'), { recursive: true });
    const prebuilt = from(join('prebuilds', platform));
    if (existsSync(prebuilt)) cpSync(prebuilt, join(copy.folder, folder, 'build', 'Release'), { recursive: true });
  }
  // The parts of vitest that are compiled.
  const modules = join(root, 'test', 'platforms', 'node_modules');
  for (const name of readdirSync(modules).filter((each) => !each.startsWith('node-') && !each.startsWith('.')))
    cpSync(join(modules, name), join(copy.folder, 'node_modules', name), { recursive: true });
  return copy;
}

/** Runs test files in a copy of the repository. Returns the counts, or undefined if there is no report. */
function runTests(platform, name, paths, { node }, folder) {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--typecheck.enabled=false', '--reporter=json'];
  args.push('--testTimeout=600000', '--hookTimeout=600000'); // an emulator is slow
  if (values.quick) args.push('--no-file-parallelism'); // npm test runs these beside other tests
  const output = join(folder, 'reports', 'vitest.json');
  rmSync(output, { force: true });
  const started = Date.now();
  const { stdout, stderr } = node([...args, ...paths], { cwd: folder });
  if (!existsSync(output)) {
    console.log(`${platform}, ${name}: ended without a report\n${stdout}${stderr}`);
    return undefined;
  }
  const reports = join(root, 'reports', 'platforms');
  mkdirSync(reports, { recursive: true });
  cpSync(output, join(reports, `${platform}-${name}.json`));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const report = JSON.parse(readFileSync(output, 'utf8'));
  const known = differences.filter(({ platforms }) => platforms.includes(platform));
  return judge(`${platform}, ${name}`, report, { root: folder, known, seconds });
}

/** Packs the packages, and unpacks them into a new folder with a script that prints results. */
function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), 'capsule packed ü-'));
  for (const name of ['core', 'fastmath', 'stats']) {
    const cwd = join(root, 'packages', name);
    const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm pack of ${name} failed.\n${stderr}`);
    const [{ filename }] = JSON.parse(stdout);
    const to = join(folder, 'node_modules', `@capsule/${name}`);
    mkdirSync(to, { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, filename), '-C', to, '--strip-components=1']);
  }
  copyFileSync(join(root, 'test', 'platforms', 'packed.cjs'), join(folder, 'packed.cjs'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
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

/** Tests an emulated platform. Returns whether everything passed, and what to record. */
function testEmulated(platform) {
  const problem = missingFor(platform);
  if (problem !== undefined) {
    console.log(`${platform}: skipped, ${problem}`);
    return { passed: values.platform === undefined && !values.record };
  }
  const failure = nativeFolders()
    .map((folder) => prebuild(folder, platform))
    .find((each) => each !== undefined);
  if (failure !== undefined) {
    console.log(`${platform}: not compiled\n${failure}`);
    return { passed: false };
  }
  const emulator = emulate(platform);
  const copy = stage(platform);
  let passed = comparePacked(platform, emulator);
  const counts = {};
  const runs = values.quick
    ? [['quick', quick]]
    : select('part', Object.keys(parts)).map((name) => [name, parts[name]]);
  for (const [name, paths] of runs) {
    const result = runTests(platform, name, paths, emulator, copy.folder);
    if (result === undefined || result.failed > 0) passed = false;
    else counts[name] = result;
  }
  copy.remove();
  emulator.remove();
  return { passed, record: { node: emulator.version, emulator: emulator.emulator, tests: counts } };
}

/** Compiles the packages for a platform and examines the binaries. */
function testCompiled(platform) {
  const { problem, fits, unread, producers, consumers } = examineCompiled(platform);
  if (problem === undefined)
    console.log(`${platform}: compiled; contracts of ${producers.length} producers, ${consumers.length} consumers`);
  const passed = problem === undefined && fits && unread === 0;
  if (!passed) console.log(problem ?? `${platform}: a consumer does not fit, or an addon cannot be read`);
  return { passed, record: { producers, consumers } };
}

const kindOf = (platform) => (emulated.includes(platform) ? 'emulated' : 'compiled');
const records = {};
let failed = 0;
for (const platform of select('platform', [...emulated, ...(values.quick || values.part ? [] : compiledOnly)])) {
  const { passed, record } = kindOf(platform) === 'emulated' ? testEmulated(platform) : testCompiled(platform);
  if (!passed) failed++;
  else records[platform] = record;
}
if (values.record) {
  const results = readResults(); // other processes may have changed it
  for (const [platform, record] of Object.entries(records).filter(([, each]) => each !== undefined)) {
    const ofKind = results[kindOf(platform)];
    // A run of all tests replaces the run of some.
    const { quick: _, ...before } = ofKind[platform]?.tests ?? {};
    ofKind[platform] = 'tests' in record ? { ...record, tests: { ...before, ...record.tests } } : record;
  }
  results.date = new Date().toISOString().slice(0, 10);
  writeResults(results);
}
process.exitCode = failed === 0 ? 0 : 1;
