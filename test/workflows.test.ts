import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { files } from '../scripts/files.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}
interface Job {
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Record<string, string>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly script?: readonly string[] } };
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: Record<string, unknown>;
  readonly permissions: Record<string, string>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Record<string, Job>;
}

const folder = join(root, '.github', 'workflows');
const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  return { file, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => [`${file}, ${name}`, job] as const),
);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// The version is the one of ci.yml. Go builds the linter on first use.
const [version = ''] = /github\.com\/rhysd\/actionlint\/cmd\/actionlint@v[\d.]+/.exec(workflows[0]?.text ?? '') ?? [];
const linter = [['actionlint'], ['go', 'run', version]].find(
  ([command = '', ...args]) => spawnSync(command, [...args, '-version'], { cwd: root }).status === 0,
);

describe('the workflows', () => {
  test('have no fault that actionlint finds', {
    timeout: 300_000,
    ...skipWithout('actionlint, or Go 1.24', linter !== undefined),
  }, () => {
    const [command = '', ...args] = linter ?? [];
    expect(run(command, [...args, '-no-color'])).toMatchObject({ status: 0, stdout: '' });
  });

  test.each(workflows.map(({ file, text }) => [file, text] as const))('%s pins every action to a commit', (_, text) => {
    const uses = text.split('\n').filter((line) => /\buses: /.test(line) && !line.includes('uses: ./'));
    expect(uses.length).toBeGreaterThan(2);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('use one commit of each action', () => {
    const pins = workflows.flatMap(({ text }) => [...text.matchAll(/uses: ([\w-]+\/[\w-]+)[\w/-]*@(\w+)/g)]);
    const commits = new Map<string, Set<string>>();
    for (const [, action = '', commit = ''] of pins)
      commits.set(action, new Set([...(commits.get(action) ?? []), commit]));
    expect(commits.size).toBeGreaterThan(3);
    expect([...commits].filter(([, all]) => all.size > 1)).toEqual([]);
  });

  test.each(workflows.map(({ file, workflow }) => [file, workflow] as const))(
    '%s can read the repository only, and does not run twice at the same time',
    (_, { on, permissions, concurrency }) => {
      expect(permissions).toEqual({ contents: 'read' });
      expect(concurrency?.group).toContain('github.ref');
      expect(Object.keys(on)).not.toContain('pull_request_target');
    },
  );

  // A job that uses another workflow has the limits of the jobs there.
  test.each(jobs.filter(([, { uses }]) => uses === undefined))(
    '%s has a time limit, and no token of the checkout',
    (_, { 'timeout-minutes': minutes, steps = [] }) => {
      expect(minutes).toBeLessThanOrEqual(60);
      const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      expect(checkouts).toHaveLength(1);
      expect(checkouts[0]?.with).toMatchObject({ 'persist-credentials': false });
    },
  );

  test('give permission to write in two jobs, one of which a maintainer has to approve', () => {
    const writers = jobs.filter(([, { permissions = {} }]) => Object.values(permissions).includes('write'));
    expect(writers.map(([name, { permissions, environment }]) => [name, permissions, environment])).toEqual([
      ['codeql.yml, analyze', { contents: 'read', 'security-events': 'write' }, undefined],
      ['release.yml, publish', { contents: 'read', 'id-token': 'write' }, 'npm'],
    ]);
  });

  test('run scripts that exist, and no text of a pull request', () => {
    for (const [name, { steps = [] }] of jobs) {
      for (const { run: command = '' } of steps) {
        expect(command, name).not.toMatch(/\$\{\{ *(github|inputs|secrets)\./);
        for (const [, script = ''] of command.matchAll(/\bnpm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(script);
        for (const [file] of command.matchAll(/\bscripts\/[\w/-]+\.mjs/g))
          expect(existsSync(join(root, file))).toBe(true);
      }
    }
    const matrix = jobs.flatMap(([, { strategy }]) => strategy?.matrix.script ?? []);
    expect(matrix.length).toBeGreaterThan(5);
    for (const script of matrix) expect(Object.keys(scripts)).toContain(script.split(' ')[0]);
  });
});

// The parts of vitest in test/platforms have the versions of the root: platforms.test.ts.
test('dependabot updates every lock file but that of test/platforms', () => {
  const { updates } = parse(readFileSync(join(root, '.github', 'dependabot.yml'), 'utf8'));
  const updated = (ecosystem: string): string[] =>
    updates.flatMap((each: { 'package-ecosystem': string; directory?: string; directories?: string[] }) =>
      each['package-ecosystem'] === ecosystem ? (each.directories ?? [each.directory]) : [],
    );
  const foldersOf = (name: string) =>
    files('json', 'lock').flatMap((file) => (basename(file) === name ? [posix.join('/', dirname(file))] : []));
  expect(updated('npm').sort()).toEqual(foldersOf('package-lock.json').filter((each) => each !== '/test/platforms'));
  expect(updated('cargo')).toEqual(foldersOf('Cargo.lock'));
  expect(updated('github-actions')).toEqual(['/']);
});
