import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { source, sum, temporaryProject } from './temporary-project.js';

test('fails with a message without a stack trace', () => {
  using project = temporaryProject({ 'math.contract.ts': source('1', { sum: sum() }) });
  expect(project.spawn('generate')).toEqual({
    status: 1,
    stdout: '',
    stderr: "math.contract.ts:3: expected a version with a major and a minor, like '1.0', found '1'.\n",
  });
});

test('lists its commands', () => {
  using project = temporaryProject({});
  const { status, stdout } = project.spawn('--help');
  expect(status).toBe(0);
  for (const command of ['generate', 'freeze', 'check', 'inspect', 'doctor', 'prebuild'])
    expect(stdout).toContain(`  ${command} `);
});

test('prints its version', () => {
  using project = temporaryProject({});
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  expect(project.spawn('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('reports that nothing is built', () => {
  using project = temporaryProject({
    'bin/capsule.cjs': readFileSync(join(__dirname, '..', 'bin', 'capsule.js'), 'utf8'),
  });
  const { status, stderr } = spawnSync(process.execPath, [join(project.folder, 'bin', 'capsule.cjs')], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'capsule: expected @capsule/contract and @capsule/core to be built, found no dist. Run "npm run build".\n',
  });
});

test('rejects unknown commands and missing arguments', () => {
  using project = temporaryProject({});
  expect(project.spawn('generat')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("unknown command 'generat'"),
  });
  expect(project.spawn('inspect')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("missing required argument 'package'"),
  });
});

test('fails when a check fails, and succeeds when it passes', () => {
  using project = temporaryProject({ 'math.contract.ts': source('1.0', { sum: sum() }) });
  expect(project.spawn('check').status).toBe(1);
  expect(project.spawn('generate').status).toBe(0);
  expect(project.spawn('check').status).toBe(0);
});
