// npm run test:threads: fastmath's thread pool under ThreadSanitizer, in a program without Node, whose own threads the
// sanitizer would report. Requires gcc or clang with libtsan.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './files.mjs';

const fastmath = join(root, 'packages', 'fastmath');
const folder = mkdtempSync(join(tmpdir(), 'capsule-threads-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status;
}

function compile(command, standard, files) {
  const options = [`-std=${standard}`, '-fsanitize=thread', '-ffp-contract=off', '-O1', '-g', '-c'];
  if (run(command, [...options, '-I', join(fastmath, 'include'), ...files]) !== 0) process.exit(1);
}

const native = join(fastmath, 'native');
const kernels = readdirSync(native, { recursive: true }).filter((name) => name.endsWith('.c'));
const forge = ['calls.c', 'pages.c'].map((name) => join(fastmath, 'test', 'forge', name));
compile(process.env.CC ?? 'gcc', 'c11', [...kernels.map((name) => join(native, name)), ...forge]);
const cxx = process.env.CXX ?? 'g++';
compile(cxx, 'c++17', [join(native, 'parallel', 'thread_pool.cc'), join(fastmath, 'test', 'threads', 'main.cc')]);
const objects = readdirSync(folder).filter((name) => name.endsWith('.o'));
if (run(cxx, ['-fsanitize=thread', '-pthread', '-o', 'threads', ...objects, '-lm']) !== 0) process.exit(1);

const program = join(folder, 'threads');
if (spawnSync(program, ['race']).status === 0) {
  console.error('Sanitizing: expected ThreadSanitizer to report a deliberate race, found no report.');
  process.exit(1);
}
process.exitCode = run(program, []) ?? 1;
