import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { defineContract } from '../src/define-contract.js';
import type { Diagnosis } from '../src/doctor/diagnosis.js';
import { header } from '../src/generate/c-header.js';
import { nodeHeader } from '../src/generate/node-header.js';
import { fn } from '../src/model/contract.js';
import { f32, f64 } from '../src/model/types.js';

/** The compilers for C and for C++. Nothing is compiled on Windows, where linking an addon requires more. */
export const compilers = process.platform === 'win32' ? [] : compilerPairs;

export const needsCompiler = skipWithout('gcc or clang, on a POSIX system', compilers.length > 0);

/** Compiles an addon; throws the compiler's messages if that fails. */
export function compile(compiler: string, sources: readonly string[], file: string, ...flags: string[]): void {
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const options = ['-DNAPI_VERSION=9', '-shared', '-fPIC', ...includes(include_dir), ...flags, ...dynamic];
  const { status, stderr } = spawnSync(compiler, [...options, ...sources, '-o', file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const body = {
  producer: (functions: readonly string[]) => `
    static double same(double x) { return x; }
    static const math_api table = {MATH_HEAD${functions.map((name) => `, .${name} = (math_${name}_fn *)same`).join('')}};
    NAPI_MODULE_INIT() {
      napi_value capsule = math_seal(env, &table);
      return capsule != NULL && napi_set_named_property(env, exports, "capsule", capsule) == napi_ok ? exports : NULL;
    }`,
  consumer: () => `
    static napi_value open(napi_env env, napi_callback_info info) {
      size_t count = 1;
      napi_value value;
      if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) == napi_ok) math_open(env, value);
      return NULL;
    }
    NAPI_MODULE_INIT() {
      napi_value call;
      return napi_create_function(env, "open", NAPI_AUTO_LENGTH, open, NULL, &call) == napi_ok &&
        napi_set_named_property(env, exports, "open", call) == napi_ok ? exports : NULL;
    }`,
};

/** Addons of @acme/math: role, version, and `since` of each function; `*` marks a function with an f32 argument. */
export const versions = {
  'needs 1.0': ['consumer', '1.0', { sum: '1.0' }],
  'needs 1.2': ['consumer', '1.2', { sum: '1.0', dot: '1.1', norm: '1.2' }],
  'offers 1.0': ['producer', '1.0', { sum: '1.0' }],
  'offers 1.2': ['producer', '1.2', { sum: '1.0', dot: '1.1', norm: '1.2' }],
  'offers 1.2 changed': ['producer', '1.2', { '*sum': '1.0', dot: '1.1', '*norm': '1.2' }],
  'offers 2.0': ['producer', '2.0', { sum: '2.0' }],
  'offers 3.1': ['producer', '3.1', { sum: '3.0' }],
} satisfies Record<string, [keyof typeof body, string, Record<string, string>]>;

/** A temporary folder for trees of packages. */
export class PackageTrees {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'capsule-doctor-')));
  /** The number of trees, for their names. */
  count = 0;

  /** An addon of the list above, built on first use. */
  addon(name: keyof typeof versions): string {
    const [role, version, functions] = versions[name];
    const file = join(this.folder, `${name}.node`);
    if (existsSync(file)) return file;
    const list = Object.entries(functions).map(([key, since]) => {
      const about = { since, thread: 'any', doc: 'x.' } as const;
      return [key.replace('*', ''), fn(f64, { x: key.startsWith('*') ? f32 : f64 }, about)] as const;
    });
    const contract = defineContract('@acme/math', version, Object.fromEntries(list));
    const include = join(`${file}.include`, 'math');
    mkdirSync(include, { recursive: true });
    writeFileSync(join(include, 'math.h'), header(contract, 'math.contract.ts'));
    writeFileSync(join(include, 'math_node.h'), nodeHeader(contract, 'math.contract.ts'));
    const source = `${file}.c`;
    writeFileSync(source, `#include <math/math_node.h>\n${body[role](list.map(([key]) => key))}\n`);
    compile('cc', [source], file, '-I', dirname(include));
    return file;
  }

  /** Writes a tree of files: an object as JSON, a path of an addon as a copy of the addon. Returns the folder. */
  create(name: string, files: Record<string, object | string | Buffer>): string {
    const tree = join(this.folder, name);
    for (const [path, content] of Object.entries(files)) {
      const file = join(tree, path);
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'string' && content.startsWith(this.folder)) copyFileSync(content, file);
      else if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
      else writeFileSync(file, JSON.stringify(content));
    }
    return tree;
  }

  remove(): void {
    removeFolder(this.folder);
  }
}

/** The files of a package, with its addon if any. The JavaScript throws, because the doctor must not run it. */
export function packageFiles(
  folder: string,
  name: string,
  version: string,
  addon?: string | Buffer,
  ...dependencies: string[]
) {
  const at = (file: string) => join(folder, file);
  return {
    [at('package.json')]: { name, version, dependencies: Object.fromEntries(dependencies.map((each) => [each, '*'])) },
    [at('index.js')]: 'throw new Error("doctor has run this");',
    ...(addon === undefined ? {} : { [at('build/Release/addon.node')]: addon }),
  };
}

/** The result for each consumer by package: `fits` or the message. */
export function verdicts({ consumers }: Diagnosis): Record<string, string> {
  return Object.fromEntries(consumers.map(({ package: { name }, problem }) => [name, problem?.message ?? 'fits']));
}
