import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilers, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsRustc, rustProblems } from './external-tools.js';
import { contractOf, history } from './history.js';
import type { TemporaryProject } from './temporary-project.js';

// Tests of a consumer that needs fewer functions than its header has: those compile, the others are compiler errors.
let project: TemporaryProject;
beforeAll(async () => {
  project = await history();
});
afterAll(() => project[Symbol.dispose]());

/** Compiles a function body, with the headers of a version. */
function compile(compiler: string, version: string, body: string, ...flags: string[]) {
  const file = join(project.folder, 'body.c');
  const type = 'double use(const rectangle_api *rectangle)';
  writeFileSync(file, `#include <rectangle/rectangle_node.h>\n${type};\n${type} { ${body} }\n`);
  const language = flags.some((flag) => flag.includes('c++')) ? 'c++' : 'c';
  const all = [
    ...warnings,
    ...includes(join(project.folder, version, 'include'), include_dir),
    ...flags,
    '-fsyntax-only',
  ];
  const { status, stderr } = spawnSync(compiler, [...all, '-x', language, file], { encoding: 'utf8' });
  return { status, stderr };
}
const needs = (minor: number | string) => `-DRECTANGLE_TARGET_MINOR=${minor}`;
const callIfPresent = (name: string) => `return RECTANGLE_GET(rectangle, ${name}) == NULL ? 0 : rectangle->area(1, 2);`;

const needsCompiler = skipWithout('gcc or clang', compilers.length > 0);
describe.each(compilers.length > 0 ? compilers : ['no compiler'])('with %s', needsCompiler, (compiler) => {
  test.each(['-std=c11', '-std=c++17'].flatMap((standard) => [0, 1, 2].map((minor) => [standard, minor] as const)))(
    'a header compiles without warnings as %s for the minor %i, and PREFIX_GET accepts every function',
    (standard, minor) => {
      for (const name of ['area', 'edge', 'diagonal', 'ratio'])
        expect(compile(compiler, '1.2', callIfPresent(name), standard, needs(minor))).toEqual({
          status: 0,
          stderr: '',
        });
    },
  );

  test.each([
    ['newer than the target', 'rectangle->diagonal(1, 2)', needs(0)],
    ['retired', 'rectangle->edge(1, 2)', needs(2)],
  ])('a function that is %s is not a member, and the compiler error names the macro to use', (_, call, flag) => {
    for (const standard of ['-std=c11', '-std=c++17']) {
      const { status, stderr } = compile(compiler, '1.2', `return ${call};`, standard, flag);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(
        /no member named .*rectangle_api_others_by_RECTANGLE_GET|others_by_RECTANGLE_GET.*no member/,
      );
    }
  });

  test('a function that is not in the contract does not compile', () => {
    expect(compile(compiler, '1.2', callIfPresent('diameter'), '-std=c11').stderr).toContain('RECTANGLE_AT_diameter');
  });

  test.each([3, -1])('a target of %i does not compile, and the error shows the range', (minor) => {
    const { status, stderr } = compile(compiler, '1.2', 'return rectangle->area(1, 2);', '-std=c11', needs(minor));
    expect(status).not.toBe(0);
    expect(stderr).toContain('RECTANGLE_TARGET_MINOR: expected 0 to 2. For more, build with a later header.');
  });

  test('a producer with a target does not compile, and the error says why', () => {
    const body = 'static const rectangle_api table = {RECTANGLE_HEAD}; return rectangle->area((double)table.size, 2);';
    expect(compile(compiler, '1.2', body, '-std=c11', needs(2)).status).toBe(0);
    const { status, stderr } = compile(compiler, '1.2', body, '-std=c11', needs(1));
    expect(status).not.toBe(0);
    expect(stderr).toContain('RECTANGLE_TARGET_MINOR_is_for_consumers_a_producer_fills_the_whole_table');
  });
});

describe('a contract with a low target', () => {
  const folder = 'low';
  const file = join(folder, 'rectangle.contract.ts');
  const write = (target: string, more = '') =>
    project.write(file, contractOf('1.2').replace('});\n', `}, { target: '${target}'${more} });\n`));
  beforeAll(async () => {
    write('1.0', ", languages: ['cpp', 'javascript', 'rust']");
    expect(await project.capsule('generate', folder)).toMatchObject({ status: 0, stderr: '' });
  });

  describe.each(compilers.length > 0 ? compilers : ['no compiler'])('with %s', needsCompiler, (compiler) => {
    const standards = ['-std=c11', '-std=c++17'];
    const clean = { status: 0, stderr: '' };

    test.each(standards)(
      'in %s needs it by default, and newer functions only if the consumer raises it',
      (standard) => {
        const diagonal = 'return rectangle->diagonal(1, 2);';
        expect(compile(compiler, folder, 'return rectangle->area(1, 2);', standard)).toEqual(clean);
        expect(compile(compiler, folder, callIfPresent('diagonal'), standard)).toEqual(clean);
        expect(compile(compiler, folder, diagonal, standard).stderr).toContain('others_by_RECTANGLE_GET');
        expect(compile(compiler, folder, diagonal, standard, needs(1))).toEqual(clean);
        expect(compile(compiler, folder, 'return rectangle->ratio(1, 2);', standard, needs(1)).status).not.toBe(0);
        expect(compile(compiler, folder, 'return rectangle->ratio(1, 2);', standard, needs(2))).toEqual(clean);
      },
    );

    test('a producer fills the whole table, and the error names the macro to define', () => {
      const body =
        'static const rectangle_api table = {RECTANGLE_HEAD}; return rectangle->area((double)table.size, 2);';
      expect(compile(compiler, folder, body, '-std=c11', '-DRECTANGLE_PRODUCER')).toEqual(clean);
      const { status, stderr } = compile(compiler, folder, body, '-std=c11');
      expect(status).not.toBe(0);
      expect(stderr).toContain('define_RECTANGLE_PRODUCER_a_producer_fills_the_whole_table');
    });

    test('the functions for JavaScript are for producers, and say so if another header came first', () => {
      const functions = '#include <rectangle/rectangle_functions.h>';
      const source = (text: string) => {
        const path = join(project.folder, 'order.c');
        writeFileSync(path, text);
        const flags = [...warnings, '-std=c11', '-fsyntax-only'];
        const paths = includes(join(project.folder, folder, 'include'), include_dir);
        return spawnSync(compiler, [...flags, ...paths, path], { encoding: 'utf8' }).stderr;
      };
      expect(source(`${functions}\n#include <rectangle/rectangle_node.h>\n`)).toBe('');
      expect(source(`#define RECTANGLE_PRODUCER\n#include <rectangle/rectangle_node.h>\n${functions}\n`)).toBe('');
      expect(source(`#include <rectangle/rectangle_node.h>\n${functions}\n`)).toContain(
        'Define RECTANGLE_PRODUCER before the first header of this contract: this one is for producers.',
      );
    });
  });

  const rust = (flags: string[], use: string) =>
    rustProblems(project.folder, project.read(join(folder, 'bindings', 'rectangle.rs')), { use, flags });
  test('in Rust needs it by default, and newer functions only if the crate raises it', needsRustc, () => {
    const call = (name: string) =>
      `#[allow(clippy::missing_safety_doc)]\npub unsafe fn call(api: &module::Api) -> f64 { unsafe { api.${name}.unwrap()(1.0, 2.0) } }\n`;
    const get =
      '#[allow(clippy::missing_safety_doc)]\npub unsafe fn get(api: &module::Api) -> bool { unsafe { module::Api::get_ratio(api) }.is_some() }\n';
    const raised = ['--cfg', 'rectangle_target_minor="1"'];
    const known = ['--check-cfg', 'cfg(docsrs,test)']; // as cargo does: other names are warnings
    for (const flags of [[], known]) {
      expect(rust(flags, call('area') + get)).toBe('');
      expect(rust(flags, call('diagonal'))).toContain('no field `diagonal`');
      expect(rust([...flags, ...raised], call('diagonal') + get)).toBe('');
      expect(rust([...flags, ...raised], call('ratio'))).toContain('no field `ratio`');
      expect(rust([...flags, '--cfg', 'rectangle_target_minor="2"'], call('ratio'))).toBe('');
    }
  });

  test.each(['2.0', '0.9', '1.3', '1', '', '1.0.0'])(
    'of %j, which is no version of its major, is rejected',
    async (target) => {
      write(target);
      expect((await project.capsule('generate', folder)).stderr).toContain(
        `: expected target: a version from '1.0' to '1.2', found '${target}'.`,
      );
      write('1.0');
    },
  );

  test.each([
    ['1.0', ''],
    ['1.1', 'consumers that are built with these headers reject producers of 1.0, which was shipped.'],
    ['1.2', 'consumers that are built with these headers reject producers of 1.0 and 1.1, which were shipped.'],
  ])('of %s is compared with the shipped versions', async (target, note) => {
    for (const version of ['1.0', '1.1']) {
      project.write(join('noted', 'rectangle.contract.ts'), contractOf(version));
      await project.capsule('generate', 'noted');
      await project.capsule('freeze', 'noted');
    }
    const text = contractOf('1.2').replace('});\n', `}, { target: '${target}' });\n`);
    project.write(join('noted', 'rectangle.contract.ts'), text);
    await project.capsule('generate', 'noted');
    const { status, stdout } = await project.capsule('check', 'noted');
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(1).join('')).toBe(
      note === '' ? '' : `${join('noted', 'rectangle.contract.ts')}: the target is ${target}: ${note}`,
    );
    rmSync(join(project.folder, 'noted'), { recursive: true });
  });
});

test('a contract with one minor has no target in its header', () => {
  expect(project.read(join('2.0', 'include', 'rectangle', 'rectangle.h'))).not.toMatch(/TARGET|#if /);
});

test.each([
  [0, ['area']],
  [1, ['area', 'diagonal']],
  [2, ['area', 'diagonal', 'ratio']],
])('for the minor %i, RECTANGLE_FUNCTIONS(X) lists the members of the table that are not retired', (minor, members) => {
  const file = join(project.folder, 'list.c');
  writeFileSync(file, '#include <rectangle/rectangle.h>\nRECTANGLE_FUNCTIONS(MEMBER)\n');
  const args = ['-E', '-P', needs(minor), '-I', join(project.folder, '1.2', 'include'), file];
  const { stdout } = spawnSync(compilers[0] ?? 'cc', args, { encoding: 'utf8' });
  expect(stdout.match(/(?<=MEMBER\()\w+/g)).toEqual(members);
});

test('documents when a function is retired, and marks it', () => {
  expect(project.read(join('1.2', 'include', 'rectangle', 'rectangle.h'))).toContain(`
   Since    1.0.
   Retired  1.2: RECTANGLE_GET returns it, or NULL if the producer no longer has it. */
typedef double rectangle_edge_fn(double width, double height);`);
  expect(project.read(join('1.2', 'include', 'rectangle', 'rectangle_node.h'))).toContain(
    '    {"edge", "f64(f64,f64)", 0, CAPSULE_RETIRED},\n',
  );
});
