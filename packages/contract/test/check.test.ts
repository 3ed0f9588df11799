import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { source, sum, type TemporaryProject, temporaryProject } from './temporary-project.js';

const file = 'math.contract.ts';
const dot = (since = '1.0') => sum(since);
let project: TemporaryProject;
beforeEach(async () => {
  project = temporaryProject({ [file]: source('1.0', { sum: sum(), dot: dot() }) });
});
afterEach(() => project[Symbol.dispose]());

describe('the generated files', () => {
  test('are reported if they are missing', async () => {
    const header = join('include', 'math', 'math.h');
    expect(await project.capsule('check')).toMatchObject({ status: 1 });
    expect((await project.capsule('check')).stderr).toContain(
      `${header}: expected the text that ${file} generates, found no file. Run "npx -p @capsule/contract capsule generate".\n`,
    );
  });

  test('match after generate, as the record does after freeze', async () => {
    await project.capsule('generate');
    const stdout = `${file}: contract 1.0 matches its generated files; no version is frozen yet.\n`;
    expect(await project.capsule('check')).toEqual({ status: 0, stdout, stderr: '' });
    await project.capsule('freeze');
    expect((await project.capsule('check')).stdout).toBe(`${file}: contract 1.0 is compatible with 1.0.\n`);
    project.write(file, source('2.0', { sum: sum('2.0') }));
    await project.capsule('generate');
    expect((await project.capsule('check')).stdout).toBe(
      `${file}: contract 2.0 matches its generated files; no version of 2.x is frozen yet.\n` +
        `${file}: 1.x was shipped, and no contract of the folder declares it: consumers that were compiled for it reject this package. Release a new major version of the package, or restore 1.x in a contract file of its own.\n`,
    );
  });

  test('may have Windows line ends, and are not rewritten for them', async () => {
    await project.capsule('generate');
    const header = join('include', 'math', 'math.h');
    const text = project.read(header).replaceAll('\n', '\r\n');
    project.write(header, text);
    expect((await project.capsule('check')).status).toBe(0);
    expect((await project.capsule('generate')).stdout).toContain(`unchanged ${header}`);
    expect(project.read(header)).toBe(text);
  });

  test('must match before freeze records a version', async () => {
    const include = join('include', 'math');
    const files = [join(include, 'math.h'), join(include, 'math_node.h'), join('bindings', 'math.d.ts')];
    const messages = files.map(
      (each) =>
        `${each}: expected the text that ${file} generates, found no file. Run "npx -p @capsule/contract capsule generate".\n`,
    );
    expect(await project.capsule('freeze')).toEqual({ status: 1, stdout: '', stderr: messages.join('') });
  });

  test('are compared up to the last line', async () => {
    await project.capsule('generate');
    const header = join('include', 'math', 'math.h');
    const text = project.read(header);
    project.write(header, text.replace('size_t n', 'size_t m'));
    const line = text.split('\n').findIndex((each) => each.includes('size_t n')) + 1;
    expect((await project.capsule('check')).stderr).toBe(
      `${header}: expected the text that ${file} generates, found other text in line ${line}. Run "npx -p @capsule/contract capsule generate".\n`,
    );
    project.write(header, `${text}\n// more`);
    expect((await project.capsule('check')).status).toBe(1);
  });
});
