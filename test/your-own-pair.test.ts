import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
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
  execute(['npm install', 'npm run build -- --filter=@capsule/contract --output-logs=errors-only'], copy.folder);
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
  // The document says where the clone is.
  symlinkSync(copy.folder, join(outside, 'capsule'), 'junction');
  const folder = join(outside, 'new');
  mkdirSync(folder);
  const commands = commandsOf('sh outside');
  expect(commands.length).toBeGreaterThan(7);
  const printed = execute(commands, folder);
  expect(printed).toContain('closest row: 12345');
  expect(printed).toContain('Created @acme/angles:\n');
  expect(printed.match(opens)).toHaveLength(3);
});
