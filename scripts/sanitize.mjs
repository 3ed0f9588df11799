// npm run test:sanitize: the tests of core, with AddressSanitizer and UndefinedBehaviorSanitizer in the native code of
// core, fastmath and stats. Those of other packages: npm run test:sanitize -- --project fastmath sort.test.ts
//
// They run in a copy of the repository, so that no sanitized binary is left in this one, with the Node that runs this:
// run it with each that matters. Arguments go to vitest: npm run test:sanitize -- open.test.ts
//
// Node itself is not sanitized, so the runtime is loaded before it, and what Node leaks is not looked for. Crashes are
// left to be crashes: some tests provoke one, to show that without pinning there would be one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files } from './files.mjs';
import { root } from './workspaces.mjs';

/** Native packages that tests load, and an addon of each. */
const sanitized = {
  'packages/core': 'core',
  'packages/core/test/forge': 'forge',
  'packages/fastmath': 'fastmath',
  'packages/stats': 'stats',
};
const given = process.argv.slice(2);
const projects = given.includes('--project') ? [] : ['--project', 'core'];

if (process.platform !== 'linux') {
  console.error('Sanitizing: expected Linux, where the runtime can be loaded first, found another system.');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'capsule-sanitize-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** The runtime of a sanitizer, which belongs to the compiler that builds. */
function runtime(name) {
  const { stdout } = spawnSync(process.env.CC ?? 'gcc', [`-print-file-name=lib${name}.so`], { encoding: 'utf8' });
  return stdout.trim();
}

for (const file of files()) {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  cpSync(join(root, file), join(folder, file));
}
// Links in it lead to the packages beside it, which are the copies then.
cpSync(join(root, 'node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true });

const node = (args, env) => run(process.execPath, args, env);
node(['scripts/turbo.mjs', 'build', '--output-logs=errors-only']);
for (const [place, name] of Object.entries(sanitized)) {
  const options = ['--CDCAPSULE_SANITIZE=ON', '--log-level', 'warn'];
  node(['node_modules/cmake-js/bin/cmake-js', 'rebuild', '-d', place, ...options]);
  const addon = readFileSync(join(folder, place, 'build', 'Release', `${name}.node`));
  if (!addon.includes('__asan_report') || !addon.includes('__ubsan_handle')) {
    console.error(`Sanitizing: expected ${name}.node to call both sanitizers, found that it does not.`);
    process.exit(1);
  }
}
node(['node_modules/vitest/vitest.mjs', 'run', ...projects, ...given], {
  LD_PRELOAD: `${runtime('asan')} ${runtime('ubsan')}`,
  ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0:handle_sigbus=0:quarantine_size_mb=16:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  CAPSULE_SANITIZED: '1',
});
