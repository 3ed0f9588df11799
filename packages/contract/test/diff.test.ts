import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractOf } from './history.js';
import { type TemporaryProject, temporaryProject } from './temporary-project.js';

// A contract that was shipped as 1.0, 1.1 and 1.2. Version 1.2 retires `edge`.
const file = 'rectangle.contract.ts';
const record = join('abi', 'rectangle.abi.json');
let project: TemporaryProject;
beforeAll(async () => {
  project = temporaryProject({});
  for (const version of ['1.0', '1.1', '1.2']) {
    project.write(file, contractOf(version));
    await project.capsule('generate');
    expect(await project.capsule('freeze')).toEqual({
      status: 0,
      stdout: `${version} is frozen: ${record}\n`,
      stderr: '',
    });
  }
});
afterAll(() => project[Symbol.dispose]());

/** The messages for 1.2 with changes. `generate` and `check` must print the same. */
async function check(...edits: [from: string | RegExp, to: string][]) {
  let text = contractOf('1.2');
  for (const [from, to] of edits) {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  }
  project.write(file, text);
  const generated = await project.capsule('generate');
  const { status, stdout, stderr } = await project.capsule('check');
  expect(generated).toMatchObject({ status, stderr });
  return { status, stdout, lines: stderr.split('\n').slice(0, -1) };
}
const leave = (name: string) =>
  `Leave ${name} unchanged and append a function with another name, or start contract 2.0.`;

test('accepts an unchanged contract, and lists the versions that it compared', async () => {
  expect(await check()).toEqual({
    status: 0,
    stdout: `${file}: contract 1.2 is compatible with 1.0, 1.1 and 1.2.\n`,
    lines: [],
  });
});

test('reports all differences in one run, each with all versions that it differs from', async () => {
  const { status, lines } = await check(
    [/(area: fn\(f64, \{ width: )f64(.*)'any'/, "$1f32$2'one'"],
    [/( {2}diagonal.*\n)( {2}ratio.*\n)/, '$2$1'],
    ["since: '1.2', thread", "since: '1.0', thread"],
    ["since: '1.1'", "since: '1.2'"],
    ["retired: '1.2', ", ''],
  );
  expect(status).toBe(1);
  expect(lines).toEqual([
    `${file}:3, area: expected f64(f64,f64), as frozen in 1.0, 1.1 and 1.2, found f64(f32,f64). ${leave('area')}`,
    `${file}:3, area: expected thread 'any', as frozen in 1.0, 1.1 and 1.2, found 'one'. ${leave('area')}`,
    `${file}:6, diagonal: expected position 3, as frozen in 1.1 and 1.2, found position 4. Move diagonal back, or start contract 2.0.`,
    `${file}:6, diagonal: expected since 1.1, as frozen in 1.1 and 1.2, found since 1.2. Write since: '1.1'.`,
    `${file}:4, edge: expected retired 1.2, as frozen in 1.2, found not retired. Write retired: '1.2'. Append a function with another name instead.`,
    `${file}:5, ratio: expected position 4, as frozen in 1.2, found position 3. Move ratio back, or start contract 2.0.`,
    `${file}:5, ratio: expected since 1.2, as frozen in 1.2, found since 1.0. Write since: '1.2'.`,
  ]);
});

describe('retiring a function', () => {
  test('requires a new minor version', async () => {
    expect((await check(["since: '1.1'", "since: '1.1', retired: '1.2'"])).lines).toEqual([
      `${file}:5, diagonal: expected retired 1.3 or later, because 1.2 is frozen with diagonal, found retired 1.2. Raise the contract to 1.3 and write retired: '1.3'.`,
    ]);
    expect(await check(["'1.2', {", "'1.3', {"], ["since: '1.1'", "since: '1.1', retired: '1.3'"])).toMatchObject({
      status: 0,
      lines: [],
    });
  });

  test('is recorded', async () => {
    const functions = JSON.parse(project.read(record)).versions.map(
      (version: { functions: object[] }) => version.functions[1],
    );
    expect(functions).toEqual([
      expect.not.objectContaining({ retired: expect.anything() }),
      expect.not.objectContaining({ retired: expect.anything() }),
      expect.objectContaining({ name: 'edge', retired: '1.2' }),
    ]);
  });

  test('cannot be changed', async () => {
    expect((await check(["'1.2', {", "'1.3', {"], ["retired: '1.2'", "retired: '1.3'"])).lines).toEqual([
      `${file}:4, edge: expected retired 1.2, as frozen in 1.2, found retired 1.3. Write retired: '1.2'. Append a function with another name instead.`,
    ]);
  });

  test('keeps the index of the function', async () => {
    expect((await check([/ {2}edge.*\n/, ''])).lines[0]).toBe(
      `${file}, edge: expected position 2, as frozen in 1.0, 1.1 and 1.2, found no function of that name. Restore edge and retire it, or start contract 2.0.`,
    );
  });

  test('rejects a record with an invalid version of retirement', async () => {
    const text = project.read(record);
    project.write(record, text.replace('"retired": "1.2"', '"retired": "soon"'));
    expect((await project.capsule('check')).stderr).toContain("found 'edge' as a whole function of 1.2.");
    project.write(record, text);
  });
});
