import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Capsule, include_dir, inspect } from '@capsule/core';
import { includes } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { needsCompiler, PackageTrees, packageFiles } from './addons.js';
import { build } from './compile.js';
import { source, type TemporaryProject, temporaryProject } from './temporary-project.js';

// One package declares 1.x and 2.x of a contract, in two files with two prefixes.

const first = 'math.contract.ts';
const second = 'math-v2.contract.ts';
const dot = (since: string, args = '{ x: constPtr(f64), n: usize }') =>
  `fn(f64, ${args}, { since: '${since}', thread: 'any', doc: 'A sum.' })`;
const withOptions = (text: string, options: string) => text.replace('});\n', `}, ${options});\n`);
const v1 = (version = '1.0') => source(version, { sum: dot('1.0'), ...(version === '1.0' ? {} : { dot: dot('1.1') }) });
const v2 = (prefix = 'math_v2', version = '2.0') =>
  withOptions(
    source(version, { sum: dot(version, '{ x: constPtr(f64), n: usize, start: f64 }') }),
    `{ prefix: '${prefix}' }`,
  );
const record = (prefix: string) => join('abi', `${prefix}.abi.json`);

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject({ [first]: v1(), [second]: v2() });
});
afterEach(() => project[Symbol.dispose]());
const versionsIn = (file: string) =>
  JSON.parse(project.read(file)).versions.map(({ version }: { version: string }) => version);

describe('two majors in one folder', () => {
  test('are generated, frozen and checked, each with files and a record of its own', async () => {
    expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
    expect(await project.capsule('freeze')).toMatchObject({
      status: 0,
      stdout: `2.0 is frozen: ${record('math_v2')}\n1.0 is frozen: ${record('math')}\n`,
    });
    expect(await project.capsule('check')).toEqual({
      status: 0,
      stdout: `${second}: contract 2.0 is compatible with 2.0.\n${first}: contract 1.0 is compatible with 1.0.\n`,
      stderr: '',
    });
    expect([versionsIn(record('math')), versionsIn(record('math_v2'))]).toEqual([['1.0'], ['2.0']]);
  });

  test('grow apart: the older major gets another minor, and its record', async () => {
    await project.capsule('generate');
    await project.capsule('freeze');
    project.write(first, v1('1.1'));
    await project.capsule('generate');
    expect(await project.capsule('freeze')).toMatchObject({ status: 0 });
    expect([versionsIn(record('math')), versionsIn(record('math_v2'))]).toEqual([['1.0', '1.1'], ['2.0']]);
  });

  test('are compared within each major', async () => {
    await project.capsule('generate');
    await project.capsule('freeze');
    project.write(second, v2().replace('start: f64', 'start: f32'));
    expect(await project.capsule('check')).toMatchObject({
      status: 1,
      stdout: `${first}: contract 1.0 is compatible with 1.0.\n`,
      stderr: expect.stringContaining(`${second}:4, sum: expected f64(*f64,usize,f64), as frozen in 2.0`),
    });
  });

  test('one can be added to a major that was shipped alone', async () => {
    rmSync(join(project.folder, second));
    await project.capsule('generate');
    await project.capsule('freeze');
    const before = ['math.h', 'math_node.h'].map((name) => project.read(join('include', 'math', name)));
    project.write(second, v2());
    await project.capsule('generate');
    expect(await project.capsule('freeze')).toMatchObject({ status: 0, stderr: '' });
    expect(['math.h', 'math_node.h'].map((name) => project.read(join('include', 'math', name)))).toEqual(before);
  });

  test('three are possible, also with a gap', async () => {
    project.write('math-v7.contract.ts', v2('math_v7', '7.0'));
    await project.capsule('generate');
    expect(await project.capsule('check')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('rejects', () => {
  test('two contracts of one name and major', async () => {
    project.write(second, v2('other', '1.0'));
    for (const command of ['generate', 'check', 'freeze'])
      expect(await project.capsule(command)).toEqual({
        status: 1,
        stdout: '',
        stderr: `${first}: expected one contract 1.x of the name '@acme/math', found another one in ${second}. Merge the two, or begin another major in one of them.\n`,
      });
  });

  test.each([
    ['2.0', 'math', 'math_v2', '2.x'],
    ['0.1', 'math', 'math_v1', '1.x'],
  ])('%s with the prefix of 1.0, and shows one for the newer', async (version, prefix, suggested, newer) => {
    project.write(second, v2(prefix, version));
    expect((await project.capsule('generate')).stderr).toBe(
      `${first}: expected a unique prefix, which the generated files have in their names, found 'math', as in ${second}. Write { prefix: '${suggested}' } as the last argument of defineContract ${newer}.\n`,
    );
  });

  test('a type or function whose name in C the other major has', async () => {
    project.write(
      first,
      source('1.0', { v2_sum: dot('1.0') }), // math_v2_sum_fn
    );
    expect(await project.capsule('generate')).toEqual({
      status: 1,
      stdout: '',
      stderr: `${first}: expected names in C that differ from those of ${second}, found math_v2_sum_fn in both. Choose another prefix for the major that was not shipped yet.\n`,
    });
  });

  test('the same in other contracts of the folder is no conflict', async () => {
    project.write(second, v2('math_v2').replace('@acme/math', '@acme/other'));
    project.write(first, source('1.0', { v2_product: dot('1.0') }));
    expect(await project.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
  });

  test('another prefix for a major that was shipped', async () => {
    await project.capsule('generate');
    await project.capsule('freeze');
    project.write(second, v2('math2'));
    expect((await project.capsule('check')).stderr).toContain(
      `${record('math_v2')}: expected the prefix 'math_v2', with which '@acme/math' was shipped, found 'math2'.`,
    );
  });
});

describe('a removed major', () => {
  beforeEach(async () => {
    await project.capsule('generate');
    await project.capsule('freeze');
  });

  test.each([
    [first, 'math', '1.x', '2.x'],
    [second, 'math_v2', '2.x', '1.x'],
  ])('in %s is a breaking change, which check, generate and freeze report', async (file, prefix, gone, left) => {
    rmSync(join(project.folder, file));
    for (const command of ['check', 'generate', 'freeze'])
      expect(await project.capsule(command)).toEqual({
        status: 1,
        stdout: '',
        stderr: `${record(prefix)}: expected a contract ${gone} of the name '@acme/math', which was shipped, found ${left}. Restore its file. To stop offering ${gone}, which breaks every consumer that was compiled for it, delete this record, and release a new major version of the package.\n`,
      });
    rmSync(join(project.folder, record(prefix)));
    expect(await project.capsule('check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('is not reported if only some of the contracts are checked', async () => {
    expect(await project.capsule('check', first)).toMatchObject({ status: 0, stderr: '' });
  });

  test('that another one replaces in its file is noted by check and freeze', async () => {
    rmSync(join(project.folder, second));
    rmSync(join(project.folder, record('math_v2')));
    project.write(first, source('3.0', { sum: dot('3.0') }));
    await project.capsule('generate');
    const note = `${first}: 1.x was shipped, and no contract of the folder declares it: consumers that were compiled for it reject this package. Release a new major version of the package, or restore 1.x in a contract file of its own.\n`;
    expect(await project.capsule('check')).toMatchObject({ status: 0, stdout: expect.stringContaining(note) });
    expect((await project.capsule('freeze')).stdout).toBe(`3.0 is frozen: ${record('math')}\n${note}`);
  });
});

describe('in one binary', needsCompiler, () => {
  let both: TemporaryProject;
  const addon = (name: string) => join(both.folder, `${name}.node`);
  const load = (name: string) => createRequire(__filename)(addon(name));
  /** Opens the tables that a consumer was compiled for, and returns the sum of its results. */
  const sumOf = (name: string): number => {
    const { open, call } = load(name);
    open();
    return call();
  };
  const package_ = (name: string) => `${name}/node_modules/@acme/math`;

  /** C that imports tables, and returns the sum of 1, 2 and 3 by the function of each. */
  const consumer = (majors: readonly number[]) => `
    ${majors.map((major) => `#include <math${suffix(major)}/math${suffix(major)}_node.h>`).join('\n')}
    ${majors.map((major) => `static const math${suffix(major)}_api *table_${major};`).join('\n')}
    static napi_value call(napi_env env, napi_callback_info info) {
      static const double x[] = {1, 2, 3};
      double sum = 0;
      napi_value result;
      (void)info;
      ${majors.map((major) => `sum += table_${major}->sum(x, 3${major === 1 ? '' : ', 100'});`).join('\n')}
      return napi_create_double(env, sum, &result) == napi_ok ? result : NULL;
    }
    static napi_value open_tables(napi_env env, napi_callback_info info) {
      (void)info;
      ${majors.map((major) => `table_${major} = math${suffix(major)}_import(env); if (table_${major} == NULL) return NULL;`).join('\n')}
      return NULL;
    }
    NAPI_MODULE_INIT() {
      napi_value function, open;
      if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_tables, NULL, &open) != napi_ok ||
          napi_set_named_property(env, exports, "open", open) != napi_ok) return NULL;
      if (napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &function) != napi_ok ||
          napi_set_named_property(env, exports, "call", function) != napi_ok) return NULL;
      return exports;
    }`;
  const suffix = (major: number) => (major === 1 ? '' : `_v${major}`);
  /** C that seals the tables of these majors, each in the export capsule_v<major>. */
  const producer = (majors: readonly number[]) => `
    ${majors.map((major) => `#include <math${suffix(major)}/math${suffix(major)}_node.h>`).join('\n')}
    ${majors
      .map(
        (major) => `static double sum_${major}(const double *x, size_t n${major === 1 ? '' : ', double start'}) {
          double sum = ${major === 1 ? '0' : 'start'};
          for (size_t i = 0; i < n; i++) sum += x[i];
          return sum;
        }
        static const math${suffix(major)}_api table_${major} = {MATH${suffix(major).toUpperCase()}_HEAD, .sum = sum_${major}};`,
      )
      .join('\n')}
    NAPI_MODULE_INIT() {
      ${majors
        .map(
          (major) => `const napi_value capsule_${major} = math${suffix(major)}_seal(env, &table_${major});
          if (capsule_${major} == NULL || napi_set_named_property(env, exports, "capsule_v${major}", capsule_${major}) != napi_ok) return NULL;`,
        )
        .join('\n')}
      return exports;
    }`;

  beforeAll(async () => {
    both = temporaryProject({
      [first]: v1(),
      [second]: v2(),
      'math-v3.contract.ts': v2('math_v3', '3.0'),
      'producer.c': producer([1, 2]),
      'older.c': producer([1]),
      'one.c': consumer([1]),
      'two.c': consumer([2]),
      'three.c': consumer([3]),
      'both.c': consumer([1, 2]),
      // The header as it was generated before a package could offer several majors.
      'before.c': consumer([1]).replace('math_import(env)', 'math_open(env, capsule_import(env, math_contract.name))'),
    });
    expect(await both.capsule('generate')).toMatchObject({ status: 0, stderr: '' });
    mkdirSync(join(both.folder, 'node_modules', '@acme', 'math'), { recursive: true });
    writeFileSync(
      join(both.folder, 'node_modules', '@acme', 'math', 'index.js'),
      `const { capsule_v1, capsule_v2 } = require(${JSON.stringify(addon('producer'))});
      module.exports = { capsule: capsule_v1, capsule_v1, capsule_v2 };`,
    );
    const flags = includes(join(both.folder, 'include'), include_dir);
    const names = ['producer', 'older', 'one', 'two', 'three', 'both', 'before'];
    await Promise.all(names.map((name) => build(join(both.folder, `${name}.c`), addon(name), flags)));
  });
  afterAll(() => both[Symbol.dispose]());

  test('a consumer of each, one of both, and one from before work in one process', () => {
    expect(['one', 'two', 'both', 'before'].map((name) => sumOf(name))).toEqual([6, 106, 112, 6]);
  });

  test('a consumer of a third major gets the versions that there are', () => {
    expect(refusal(() => sumOf('three')).message).toMatch(
      /^Importing '@acme\/math': expected contract 3\.x, found 1\.0 and 2\.0\. Update @acme\/math to a version with contract 3\.x, or compile the consumer for contract 1\.0 or 2\.0\.\n {2}needed by \S+three\.node\n {2}offered by \S+producer\.node$/,
    );
  });

  test('inspect prints the tables of both, and as JSON that of `capsule`', async () => {
    const { stdout } = await both.capsule('inspect', './node_modules/@acme/math');
    expect(stdout.match(/^@acme.*$/gm)).toEqual(['@acme/math 1.0', '@acme/math 2.0']);
    const json = await both.capsule('inspect', '--json', './node_modules/@acme/math');
    expect(JSON.parse(json.stdout)).toMatchObject({ version: '1.0' });
    const one = await both.capsule('inspect', './node_modules/@acme/math:capsule_v2');
    expect(one.stdout).toMatch(/^@acme\/math 2\.0\n/);
    expect(one.stdout).not.toContain('@acme/math 1.0');
  });

  test('doctor compares each consumer with its own major, and lists the majors for another', () => {
    const trees = new PackageTrees();
    const read = (name: string) => readFileSync(addon(name));
    const tree = (name: string, producing: string, consuming: string) =>
      examine(
        trees.create(name, {
          ...packageFiles(package_('.'), '@acme/math', '1.0.0', read(producing)),
          ...packageFiles('.', 'user', '1.0.0', read(consuming), '@acme/math'),
        }),
      );
    try {
      for (const consuming of ['one', 'two', 'both', 'before']) {
        const { consumers, fits } = tree(consuming, 'producer', consuming);
        expect(fits).toBe(true);
        for (const { contract, producers } of consumers)
          expect(producers.map((each) => each.contract.major)).toEqual([contract.major]);
        expect(consumers).toHaveLength(consuming === 'both' ? 2 : 1);
      }
      const { consumers } = tree('three', 'producer', 'three');
      const opened = refusal(() => sumOf('three'));
      expect(consumers.map(({ problem }) => problem?.message)).toEqual([`${opened.message}`.split('\n')[0]]);
      expect(tree('older', 'older', 'two').consumers[0]?.problem?.message).toMatch(
        /^Opening '@acme\/math': expected contract 2\.x, found 1\.0, which lacks or changes sum\./,
      );
    } finally {
      trees.remove();
    }
  });

  test('the capsules have one name, and each its own version', () => {
    const { capsule_v1, capsule_v2 }: Record<string, Capsule> = load('producer');
    expect([capsule_v1, capsule_v2].map((capsule) => inspect(capsule as Capsule))).toMatchObject([
      { name: '@acme/math', version: '1.0' },
      { name: '@acme/math', version: '2.0' },
    ]);
  });
});
