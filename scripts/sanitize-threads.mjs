// npm run test:threads: runs fastmath's thread pool and core's counts with ThreadSanitizer, in programs without Node,
// because the sanitizer would report Node's own threads. Requires gcc or clang with libtsan.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './files.mjs';

const folder = mkdtempSync(join(tmpdir(), 'capsule-threads-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const cc = process.env.CC ?? 'gcc';
const cxx = process.env.CXX ?? 'g++';

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status;
}

/** Compiles files into objects, and returns the names of the objects. */
function compile(compiler, standard, includes, files) {
  const options = [`-std=${standard}`, '-fsanitize=thread', '-ffp-contract=off', '-O1', '-g', '-c'];
  const before = new Set(readdirSync(folder));
  if (run(compiler, [...options, ...includes.flatMap((each) => ['-I', each]), ...files]) !== 0) process.exit(1);
  return readdirSync(folder).filter((name) => !before.has(name));
}

/** Links a program, checks that the sanitizer reports its deliberate race, and runs it. */
function check(name, objects) {
  if (run(cxx, ['-fsanitize=thread', '-pthread', '-o', name, ...objects, '-lm', '-ldl']) !== 0) process.exit(1);
  const program = join(folder, name);
  if (spawnSync(program, ['race']).status === 0) {
    console.error('Sanitizing: expected ThreadSanitizer to report a deliberate race, found no report.');
    process.exit(1);
  }
  const status = run(program, []);
  console.log(`${name}: ${status === 0 ? 'no data race' : 'failed'}`);
  if (status !== 0) process.exitCode = 1;
}

const core = join(root, 'packages', 'core');
const nodeApi = createRequire(join(core, 'package.json'))('node-api-headers').include_dir;
const coreMain = join(core, 'test', 'threads', 'main.cc');
const coreIncludes = [join(core, 'include'), nodeApi];
const counts = compile(cxx, 'c++17', coreIncludes, [coreMain]);
check('counts', counts);

const fastmath = join(root, 'packages', 'fastmath');
const native = join(fastmath, 'native');
const kernels = readdirSync(native, { recursive: true }).filter((name) => name.endsWith('.c'));
const forge = ['calls.c', 'pages.c'].map((name) => join(fastmath, 'test', 'forge', name));
for (const object of counts) rmSync(join(folder, object));
check('thread-pool', [
  ...compile(cc, 'c11', [join(fastmath, 'include')], [...kernels.map((name) => join(native, name)), ...forge]),
  ...compile(
    cxx,
    'c++17',
    [join(fastmath, 'include')],
    [join(native, 'parallel', 'thread_pool.cc'), join(fastmath, 'test', 'threads', 'main.cc')],
  ),
]);
