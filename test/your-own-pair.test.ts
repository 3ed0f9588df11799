import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clone } from '../scripts/clone.mjs';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const document = readFileSync(join(root, 'docs', 'your-own-pair.md'), 'utf8');
/** The commands of the blocks that begin with these words. */
const commandsOf = (block: string) =>
  [...document.matchAll(new RegExp(`^\`\`\`${block}\\n(.*?)^\`\`\``, 'gms'))].flatMap(([, text = '']) =>
    text.trim().split('\n'),
  );

/** Runs lines with the shell of the system, one by one, and returns what they print. A line may be `cd <folder>`. */
function execute(lines: readonly string[], folder: string): string {
  let cwd = folder;
  const printed: string[] = [];
  for (const line of lines) {
    if (line.startsWith('cd ')) {
      cwd = join(cwd, line.slice(3));
      continue;
    }
    const env = { ...process.env, npm_config_prefer_offline: 'true' };
    const { status, stdout, stderr } = run(line, [], { cwd, shell: true, env });
    expect(status, `${line}\n${stdout}${stderr}`).toBe(0);
    printed.push(stdout);
  }
  return printed.join('');
}

/** A test of each consumer, as the versions of Node report it. */
const opens = /^(?:ok \d+ -|✔) opens only a capsule of its producer/gm;

// The clone has the tests of the examples, from which templates are made, and no others.
const copy = clone((file) => !/^(packages\/[^/]+\/)?test\//.test(file));
const outside = mkdtempSync(join(tmpdir(), 'capsule-own-'));
afterAll(() => {
  copy.remove();
  rmSync(outside, { recursive: true, force: true });
});
beforeAll(() => {
  // The pairs depend on core, too.
  const filters = '--filter=@capsule/contract --filter=@capsule/core';
  execute(['npm install', `npm run build -- ${filters} --output-logs=errors-only`], copy.folder);
  symlinkSync(copy.folder, join(outside, 'capsule'), 'junction'); // where the document says that the clone is
});

test('the commands for a clone make a pair that works, and the checks of its files pass', () => {
  const commands = commandsOf('sh');
  expect(commands.length).toBeGreaterThan(5);
  const printed = execute(commands, copy.folder);
  expect(printed).toContain('Created @acme/geometry and @acme/geometry-consumer:\n');
  expect(printed.match(opens)).toHaveLength(1);
  expect(printed).toContain('closest row: 12345');
  const check = 'npx capsule check packages/geometry';
  expect(execute([check], copy.folder)).toContain(
    'contract 1.0 matches its generated files; no version is frozen yet.',
  );
  execute(['npx biome ci --error-on-warnings packages/geometry packages/geometry-consumer'], copy.folder);
});

test('the commands for a folder outside of it make pairs in C, C++ and both, which work', () => {
  const folder = join(outside, 'new');
  mkdirSync(folder);
  const commands = commandsOf('sh outside');
  expect(commands.length).toBeGreaterThan(7);
  const printed = execute(commands, folder);
  expect(printed).toContain('closest row: 12345');
  expect(printed).toContain('Created @acme/angles:\n');
  expect(printed.match(opens)).toHaveLength(3);
});

const [, minor = '0'] =
  /^cargo 1\.(\d+)/.exec(spawnSync('cargo', ['--version'], { encoding: 'utf8' }).stdout ?? '') ?? [];
const needsCargo = skipWithout(
  'cargo 1.77 or later, on Linux or macOS',
  Number(minor) >= 77 && process.platform !== 'win32',
);

test('the package that npm create runs makes a pair in Rust, which works', needsCargo, () => {
  const create = 'node capsule/packages/create/bin/create.js pair angles --scope @acme --language rust';
  const printed = execute([create, 'cd angles', 'npm install', 'npm test', 'npm start -w @acme/angles'], outside);
  expect(printed).toContain('Created @acme/angles and @acme/angles-consumer:\n');
  expect(printed.match(opens)).toHaveLength(1);
  expect(printed).toMatch(/^ {2}manhattan {2}f64\(\*f64,\*f64,usize\) {2}since 1\.0$/m);
});
