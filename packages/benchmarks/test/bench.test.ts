import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '@capsule/benchmarks';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test } from 'vitest';
import { browser } from './browser.js';

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm run bench -- ...`. Python is not found, so that competitors are missing on every machine. */
function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '..', 'dist', 'main.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder, CAPSULE_PYTHON: '', PATH: '' },
  });
  return { status, stdout, stderr };
}

const read = (name: string): Results => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const suites = ['call-path', 'from-js', 'open', 'kernels', 'peers', 'accuracy', 'arrow', 'random'];

test.each<[string, string[], string[]]>([
  ['call-path', ['--filter', 'add'], ['inlined', 'direct', 'pointer', 'capsule', 'dlsym', 'through-js']],
  ['from-js', ['--filter', 'add'], ['jit', 'raw', 'node-addon-api']],
  ['open', ['--filter', 'check'], ['again', 'first']],
  ['kernels', ['--filter', 'scale'], ['read limit', 'scalar']],
  ['peers', ['--filter', 'max'], ['stats', 'hand-written']],
  ['accuracy', ['--filter', 'NumAcc1'], ['stats', 'hand-written']],
  ['arrow', ['--filter', 'hand over'], ['arrow-capsule', 'arrow-ipc']],
  ['random', ['--filter', 'uniform'], ['pcg64', 'philox', 'xoshiro256', 'javascript']],
])('%s prints and writes its results', (suite, options, competitors) => {
  const { status, stdout, stderr } = bench('--quick', '--suite', suite, '--json', `${suite}.json`, ...options);
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(new RegExp(`^${suite}: .* \\.\\.\\.\n`, 'm'));
  const { meta, rows } = read(`${suite}.json`);
  expect(rows.map(({ competitor }) => competitor)).toEqual(expect.arrayContaining(competitors));
  for (const row of rows) {
    expect(row).toEqual({
      suite,
      function: expect.stringContaining(options[1] ?? ''),
      competitor: expect.any(String),
      n: expect.any(Number),
      unit: suite === 'kernels' ? 'GB/s' : suite === 'accuracy' ? 'digits' : 'ns',
      median: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
      rounds: expect.any(Number),
    });
    expect(row.median).toBeGreaterThan(0);
  }
  expect(meta).toMatchObject({ node: process.version, command: expect.stringContaining('npm run bench -- --quick') });
  for (const competitor of competitors) expect(stdout).toContain(`  ${competitor}`);
});

test('the documentation lists every suite and its competitors', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'benchmarking.md'), 'utf8');
  expect([...text.matchAll(/^\| `([\w-]+)` \| [A-Z].*\?.* \|$/gm)].map(([, name]) => name).sort()).toEqual(
    suites.toSorted(),
  );
  for (const suite of suites) expect(text).toMatch(new RegExp(`^- .*\`${suite}\`.*: `, 'm'));
});

test('names missing competitors', () => {
  const { stdout } = bench('--input', 'peers.json');
  expect(read('peers.json').meta.missing).toMatchObject({ numpy: 'spawn python3 ENOENT' });
  expect(stdout).toContain('Not measured: numpy (spawn python3 ENOENT).');
});

test('a filter selects a competitor', () => {
  expect(bench('--quick', '--suite', 'call-path', '--filter', 'capsule', '--json', 'capsule.json').status).toBe(0);
  const { rows } = read('capsule.json');
  expect(new Set(rows.map(({ competitor }) => competitor))).toEqual(new Set(['capsule']));
  expect(new Set(rows.map((row) => row.function))).toEqual(new Set(['empty', 'add', 'dot']));
});

test('compares a run with an earlier one', () => {
  const { stdout } = bench('--input', 'call-path.json', '--compare', 'call-path.json');
  expect(stdout).toMatch(/call-path add, capsule +\d.* ns +\d.* ns +1\.00 +within the noise\n/);
});

test.each<[string, string[], RegExp]>([
  ['an unknown suite', ['--suite', 'speed'], new RegExp(`Allowed choices are ${suites.join(', ')}`)],
  ['an unknown option', ['--fast'], /unknown option '--fast'/],
  ['an argument', ['quick'], /expected options only/],
  ['a filter for nothing', ['--suite', 'open', '--filter', 'xyz'], /expected something to measure, found nothing/],
  ['a file that does not exist', ['--compare', 'nowhere.json'], /expected a file that --json wrote, found ENOENT/],
  ['a folder to write to', ['--json', '.'], /expected a file to write, found the folder \./],
  ['options that contradict --input', ['--input', 'other.json', '--quick'], /cannot be used with option '--quick'/],
  ['another JSON file', ['--input', 'other.json'], /expected a file that --json wrote, found one without meta/],
])('rejects %s with a message', (_, args, message) => {
  writeFileSync(join(folder, 'other.json'), '{}');
  const { status, stderr } = bench(...args);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

const chromium = browser();
describe('the page', skipWithout('Chromium', chromium !== undefined), () => {
  const all: Results = { meta: {} as Results['meta'], rows: [] };

  test('is written from results', () => {
    for (const suite of suites) {
      const { meta, rows } = read(`${suite}.json`);
      all.rows.push(...rows);
      Object.assign(all.meta, meta, { missing: { ...all.meta.missing, ...meta.missing, 'a <b>': 'because &' } });
    }
    writeFileSync(join(folder, 'all.json'), JSON.stringify(all));
    expect(bench('--input', 'all.json', '--report', 'page.html').status).toBe(0);
  });

  test.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 390],
    ['dark', 390],
  ] as const)('renders in a browser: %s theme, %i pixels wide', async (colorScheme, width) => {
    const seen = await chromium?.inspectPage(join(folder, 'page.html'), { colorScheme, width });
    expect(seen).toMatchObject({ errors: [], requests: [], scripts: 0, scrollWidth: width, sections: suites });
    expect(seen?.charts).toBeGreaterThanOrEqual(suites.length);
    expect(seen?.emptyCharts).toBe(0);
    // Text and background have to contrast in both themes.
    const [paper = 0, ink = 0] = seen?.brightness ?? [];
    expect(colorScheme === 'light' ? paper - ink : ink - paper).toBeGreaterThan(150);
    expect(seen?.text).toContain('Not measured: a <b> (because &)');
    expect(seen?.text).toContain('npm run bench -- --quick');
  });
});
