// npm run test:sanitize: runs the tests of core with AddressSanitizer and UndefinedBehaviorSanitizer in all addons.
// Arguments are passed to vitest: npm run test:sanitize -- --project fastmath sort.test.ts
//
// Node itself is not sanitized: the sanitizer's runtimes are loaded before it. Leaks are not reported, because Node
// itself leaks at exit. The sanitizer does not handle SIGSEGV and SIGBUS, because some tests crash a child process
// deliberately.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './files.mjs';
import { turbo } from './turbo.mjs';

function fail(message) {
  console.error(`Sanitizing: ${message}`);
  process.exit(1);
}

if (process.platform !== 'linux') fail('expected Linux, where LD_PRELOAD loads the runtimes, found another system.');
if (turbo(['build:sanitize', '--output-logs=errors-only']) !== 0) process.exit(1);
const folders = workspaces.map((workspace) => join(root, workspace, 'build', 'Sanitize')).filter(existsSync);
for (const folder of folders) {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.node'))) {
    const addon = readFileSync(join(folder, name));
    if (!addon.includes('__asan_report') || !addon.includes('__ubsan_handle'))
      fail(`expected ${join(folder, name)} to call both sanitizers, found that it does not.`);
  }
}

/** The path of a runtime. It must be that of the compiler that builds the addons. */
const runtime = (name) =>
  spawnSync(process.env.CC ?? 'gcc', [`-print-file-name=lib${name}.so`], { encoding: 'utf8' }).stdout.trim();
const given = process.argv.slice(2);
const projects = given.includes('--project') ? [] : ['--project', 'core'];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...given], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    CAPSULE_BUILD: 'Sanitize',
    LD_PRELOAD: `${runtime('asan')} ${runtime('ubsan')}`,
    ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0:handle_sigbus=0:quarantine_size_mb=16:allocator_may_return_null=1',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  },
});
process.exitCode = status ?? 1;
