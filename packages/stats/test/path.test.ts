import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { configuration } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { addonFile as stats } from './child.js';

const fastmath = join(__dirname, '..', '..', 'fastmath', 'build', configuration, 'fastmath.node');
const lines = (tool: string, ...args: string[]) =>
  spawnSync(tool, args, { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.trim());

/** The functions of the system and of Node that a binary imports. */
const imports = (file: string) => lines('nm', '-D', '-u', file).map((line) => line.replace(/^[Uw] |@.*/g, ''));
/** The libraries that a binary is linked with. */
const libraries = (file: string) =>
  lines('readelf', '-d', file).flatMap((line) => /\(NEEDED\).*\[(.*)\]/.exec(line)?.[1] ?? []);

const isAvailable =
  process.platform === 'linux' && ['nm', 'readelf'].every((tool) => !spawnSync(tool, ['--version']).error);

describe('the native binaries', skipWithout('nm and readelf, on Linux', isAvailable), () => {
  // These functions of Node-API can run JavaScript: calls, getters, conversions of objects to numbers. Sealing an Arrow
  // column, which is a call of its own, looks up Symbol.dispose with napi_get_named_property and napi_coerce_to_object.
  test.each([
    'napi_call_function',
    'napi_make_callback',
    'napi_new_instance',
    'napi_run_script',
    'napi_get_property',
    'napi_coerce_to_number',
    'napi_coerce_to_string',
  ])('run no JavaScript between arguments and result: stats.node does not import %s', (name) => {
    expect(imports(stats)).not.toContain(name);
  });

  test('import the Node-API functions for arguments and results', () => {
    expect(imports(stats)).toEqual(
      expect.arrayContaining(['napi_get_buffer_info', 'napi_unwrap', 'napi_create_double']),
    );
  });

  // A control: nm does show such an import.
  test('show an import that can run JavaScript: counting.node, which uses node-addon-api, imports napi_call_function', () => {
    expect(imports(join(__dirname, 'forge', 'build', configuration, 'counting.node'))).toContain('napi_call_function');
  });

  test.each([
    ['stats.node', stats],
    ['fastmath.node', fastmath],
  ])('are not linked with each other: %s needs only system libraries', (_, file) => {
    expect(libraries(file).join()).toContain('libc.');
    expect(libraries(file).filter((name) => /stats|fastmath|\.node$/.test(name))).toEqual([]);
  });
});
