// With CAPSULE_DEBUG, a generated producer reports calls that break the thread rule of a function.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineContract, f64, fn } from '@capsule/contract';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeHeader } from '../src/generate/node-header.js';
import { compilers, needsCompiler } from './addons.js';
import { temporaryProject } from './temporary-project.js';

const source = join(__dirname, 'wrappers');
const project = temporaryProject({
  'package.json': '{ "name": "@acme/rules" }',
  'rules.contract.ts': readFileSync(join(source, 'rules.contract.ts'), 'utf8'),
});
afterAll(() => project[Symbol.dispose]());

function compile(compiler: string, ...args: string[]) {
  const flags = ['-DNAPI_VERSION=9', ...includes(join(project.folder, 'include'), include_dir)];
  const { status, stderr } = spawnSync(compiler, [...warnings, ...flags, ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

beforeAll(async () => {
  expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  const [[c = 'cc'] = []] = compilers;
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  for (const name of ['producer', 'consumer']) {
    copyFileSync(join(source, `rules_${name}.c`), join(project.folder, `${name}.c`));
    if (compilers.length > 0)
      compile(c, '-std=gnu11', '-O1', '-shared', '-fPIC', '-pthread', ...dynamic, `${name}.c`, '-o', `${name}.node`);
  }
});

/** Makes calls in a child process; returns its result and its reports. */
function run(script: string, debug: string) {
  const load = `const producer = require('./producer.node'); const consumer = require('./consumer.node');`;
  const env = { ...process.env, CAPSULE_DEBUG: debug };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', `${load} ${script}`], {
    cwd: project.folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, reports: stderr.split('\n\n').filter((text) => text.trim() !== '') };
}
const calls = (what: string, debug: string) =>
  run(`consumer.open(producer.capsule); console.log(consumer.call(${JSON.stringify(what)}));`, debug);

const handle = 'two calls at a time with one handle';
const faults: [what: string, title: string, result: number, rule: string, stack?: string][] = [
  ['js on a thread', 'call on another thread: here', 3, 'js'],
  ['js on a thread, often', 'call on another thread: here', 3, 'js'],
  ['one in one', 'two calls at a time: alone', 0, 'one', 'alone called at'],
  ['handle in handle', `${handle}: counter_visit`, 0, 'handle', 'counter_visit called at'],
  ['handle on a thread', `${handle}: counter_visit`, 0, 'handle', 'counter_visit called at'],
  ['handle in another function', `${handle}: counter_swap`, 0, 'handle', 'counter_visit called at'],
];
const allowed: [what: string, result: number][] = [
  ['js here', 3],
  ['one after the other', 0],
  ['one in another', 0],
  ['any in one', 2],
  ['another handle', 0],
  ['one handle twice', 0],
];

describe.each(faults)('%s', (what, title, result, rule, stack) => {
  test('is reported once, and the call is made', needsCompiler, () => {
    const { status, stdout, reports } = calls(what, 'faults');
    expect({ status, stdout, count: reports.length }).toEqual({ status: 0, stdout: `${result}\n`, count: 1 });
    const [report = ''] = reports;
    expect(report).toContain(`capsule: ${title} of '@acme/rules' 1.1, by `);
    expect(report).toContain(`thread rule of this function is '${rule}'`);
    expect(report).toMatch(/what to do: \S/);
    // musl has no stacks.
    if (report.includes('now at')) {
      expect(report).toMatch(/^capsule: .*, by .*consumer\.node$/m);
      expect(report.includes(stack ?? 'now at')).toBe(true);
    }
  });

  test('works without CAPSULE_DEBUG, and ends the process with CAPSULE_DEBUG=abort', needsCompiler, () => {
    expect(calls(what, '')).toEqual({ status: 0, stdout: `${result}\n`, reports: [] });
    const { status, reports } = calls(what, 'abort');
    expect(status).not.toBe(0);
    expect(reports).toHaveLength(1);
  });
});

test.each(allowed)('%s is no fault', needsCompiler, (what, result) => {
  expect(calls(what, 'faults')).toEqual({ status: 0, stdout: `${result}\n`, reports: [] });
});

test("a 'js' function may be called in each Worker that opens the table, and in no other", needsCompiler, () => {
  const worker = (opens: boolean) => `await new Promise((resolve) => {
    const open = ${opens} ? "consumer.open(require('./producer.node').capsule);" : '';
    new Worker("const consumer = require('./consumer.node');" + open + "consumer.call('js here')", { eval: true })
      .on('exit', resolve);
  });`;
  const script = (opens: boolean) => `const { Worker } = require('node:worker_threads');
    (async () => { consumer.open(producer.capsule); ${worker(opens)} ${worker(opens)} consumer.call('js here'); })();`;
  expect(run(script(true), 'faults')).toEqual({ status: 0, stdout: '', reports: [] });
  expect(run(script(false), 'faults').reports).toEqual([expect.stringContaining('call on another thread: here')]);
});

test('a function that JavaScript has taken from the table by its name is checked, too', needsCompiler, () => {
  const core = JSON.stringify(join(include_dir, '..', 'dist', 'index.js'));
  const script = `const core = require(${core}); consumer.open(producer.capsule);
    const here = core.functionOf(producer.capsule, 'here');
    console.log(consumer.callFunction(here, false), consumer.callFunction(here, true));`;
  const { stdout, reports } = run(script, 'faults');
  expect({ stdout, reports }).toEqual({
    stdout: '3 3\n',
    reports: [expect.stringContaining('call on another thread: here')],
  });
});

test.each(compilerPairs)('the checks compile without warnings by %s and %s, for each minor', (c, cxx) => {
  for (const minor of ['0', '1'])
    for (const file of ['consumer.c', ...(minor === '1' ? ['producer.c'] : [])]) {
      compile(c, '-std=c11', `-DRULES_TARGET_MINOR=${minor}`, '-D_POSIX_C_SOURCE=200809L', '-fsyntax-only', file);
      if (file === 'consumer.c' && minor === '1') compile(cxx, '-std=c++17', '-x', 'c++', '-fsyntax-only', file);
    }
});

test("a contract whose functions all have the rule 'any' has no checks", () => {
  const sum = fn(f64, { x: f64 }, { since: '1.0', thread: 'any', doc: 'x.' });
  expect(nodeHeader(defineContract('@acme/any', '1.0', { sum }), 'any.contract.ts')).not.toMatch(
    /checked|thread_rules/,
  );
});
