import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilers, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { history } from './history.js';
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
