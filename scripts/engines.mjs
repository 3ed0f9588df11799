// npm run test:engines: runs the tests of the packages on other engines, with the addons that were built for this Node.
// Options: --quick (some files), --engine <name> (may be repeated). Other arguments are passed to vitest. Linux x64.
//
// "npm run engines:setup" installs the engines of test/engines/package.json. An engine that is not installed is skipped
// with a message. A test that fails on an engine fails here, unless `differences` has the reason.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './files.mjs';
import { judge } from './known-differences.mjs';

const installed = join(root, 'test', 'engines', 'node_modules');
const nodes = [20, 22, 24, 26].map((major) => [`node${major}`, [join(installed, `node${major}`, 'bin', 'node')]]);
const engines = Object.fromEntries([
  ...nodes,
  ['bun', [join(installed, '@oven', 'bun-linux-x64', 'bin', 'bun')]],
  ['deno', [join(installed, '@deno', 'linux-x64-glibc', 'deno'), 'run', '--allow-all']],
]);
const projects = ['core', 'fastmath', 'stats'];
const quick = ['data', 'errors', 'function', 'label', 'open', 'seal', 'take', 'tickets', 'values', 'histogram'];

/** The projects to test. contract is tested on Node only, because the capsule command is a tool of Node. */
const projectsOf = (engine) => (engine.startsWith('node') ? ['contract', ...projects] : projects);

/** Tests that are known to fail on an engine: the engines, the file, the titles, and the reason. */
const differences = [
  {
    engines: /bun|deno/,
    file: /stats\/test\/values/,
    title: /apply have no effect before the package is loaded/,
    reason: 'the module loader of the engine is JavaScript that calls the replaced functions',
  },
  {
    engines: /deno/,
    file: /stats\/test\/create-stats/,
    title: /reads any view as memory/,
    reason: 'napi_get_buffer_info rejects a DataView',
  },
  {
    engines: /deno/,
    file: /fastmath\/test\/cpu/,
    title: /import\(\) fails with the same error/,
    reason: 'the script of -e has no import()',
  },
  {
    engines: /deno/,
    file: /fastmath\/test\/threads\.test/,
    title: /is checked in each Worker/,
    reason: 'the error event of a Worker has no code',
  },
  {
    engines: /deno/,
    file: /core\/test\/label/,
    title: /console\.log does not throw for an object that inherits/,
    reason: 'util.inspect shows the target of a Proxy',
  },
  {
    engines: /bun/,
    file: /core\/test\/import\.test/,
    title: /rejects a path that the package does not offer/,
    reason: 'the cause has another code: Bun has one code for a missing path and a missing package',
  },
  {
    engines: /deno/,
    file: /core\/test\/import-end/,
    title: /a timeout of node:vm terminates during an import stays terminated: import,/,
    reason: 'execution continues when a C function returns that was terminated',
  },
  {
    engines: /deno/,
    file: /core\/test\/load-addon/,
    title: /Node's own error for disabled addons/,
    reason: 'Deno has permissions of its own',
  },
  {
    engines: /deno/,
    file: /core\/test\/load-addon/,
    title: /tries its own first, and then the other/,
    reason: 'the test replaces process.dlopen, which Deno does not call',
  },
  {
    engines: /bun|deno/,
    file: /core\/test\/load-addon/,
    title: /when prototypes are polluted/,
    reason: 'the module loader of the engine reads the polluted prototypes',
  },
  {
    engines: /bun/,
    file: /core\/test\/(end|debug|faults)\.test/,
    title:
      /destroyed once, after JavaScript has ended|lists at the end|holds that are never released|an earlier header/,
    reason: 'Bun runs neither finalizers nor atexit handlers when the process ends',
  },
  {
    engines: /bun/,
    file: /core\/test\/arrow/,
    title: /after the Worker has exited|what is sealed when the process exits/,
    reason: 'Bun runs neither finalizers nor atexit handlers when the process ends',
  },
  {
    engines: /deno/,
    file: /core\/test\/(end|arrow|function-of|model)\.test/,
    title: /that a Worker sealed|outlives the Worker that alone has loaded|any sequence of operations/,
    reason: 'Deno runs no finalizers when a Worker exits: what it alone referred to is not destroyed',
  },
  {
    engines: /bun|deno/,
    file: /(core\/test\/end|fastmath\/test\/threads-end)/,
    title: /by an (uncaught exception|unhandled rejection|exception in a Worker)/,
    reason: 'the message of an uncaught exception has another format',
  },
  {
    engines: /bun/,
    file: /core\/test\/view/,
    title: /after the capsule was revoked or garbage-collected/,
    reason: 'JavaScriptCore may keep an unreachable object alive',
  },
  {
    engines: /bun|deno/,
    file: /core\/test\/view/,
    title: /collecting a view runs no JavaScript/,
    reason: 'no Worker can run whose global object inherits from a Proxy',
  },
  {
    engines: /bun|deno/,
    file: /core\/test\/lifetime/,
    title: /crashes (without pinning|unless opening pins it) \(control\)/,
    reason: 'the engine does not unmap addons when a Worker exits',
  },
  {
    engines: /bun/,
    file: /core\/test\/large-values/,
    title: /a string of two that were joined and not copied/,
    reason: 'JavaScriptCore copies the whole string when a part of it is read',
  },
  {
    engines: /bun/,
    file: /core\/test\/size/,
    title: /is reported for each value, and taken back|is balanced in each environment/,
    reason: 'napi_adjust_external_memory has no total, which the test reads',
  },
  {
    engines: /deno/,
    file: /core\/test\/size/,
    title: /are collected in time, as data is, and those without a size are not/,
    reason: 'the garbage collector starts at another size of the heap',
  },
  {
    engines: /deno/,
    file: /core\/test\/debug/,
    title: /memory does not grow while capsules of each kind/,
    reason: 'each napi_create_external leaks 50 bytes',
  },
];

const { values, tokens } = parseArgs({
  options: { quick: { type: 'boolean' }, engine: { type: 'string', multiple: true } },
  strict: false,
  tokens: true,
});
const given = tokens.flatMap((token) =>
  token.kind === 'positional'
    ? token.value
    : token.kind === 'option' && !(token.name in { quick: 0, engine: 0 })
      ? `${token.rawName}${token.inlineValue ? `=${token.value}` : ''}`
      : [],
);
const selected = values.engine ?? Object.keys(engines);
const unknown = selected.filter((name) => !Object.hasOwn(engines, name));
if (unknown.length > 0) {
  console.error(`Testing engines: expected --engine ${Object.keys(engines).join(', ')}, found ${unknown.join(', ')}.`);
  process.exit(1);
}

const environment = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_)/.test(name));
mkdirSync(join(root, 'reports', 'engines'), { recursive: true });
let unexpected = 0;
for (const name of selected) {
  const [program, ...prefix] = engines[name];
  if (!existsSync(program)) {
    console.log(`${name}: skipped, not installed (npm run engines:setup)`);
    continue;
  }
  const output = join(root, 'reports', 'engines', `${name}.json`);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--typecheck.enabled=false', '--reporter=json'];
  const filters = [
    ...projectsOf(name).flatMap((each) => ['--project', each]),
    // JavaScriptCore may collect the garbage of one test during the next one, which counts what is destroyed.
    ...(name === 'bun' ? ['--retry=2'] : []),
    // npm test runs these beside other tests.
    ...(values.quick ? ['--no-file-parallelism', ...quick.map((each) => `/${each}.test.ts`)] : []),
    ...given,
  ];
  rmSync(output, { force: true });
  const started = Date.now();
  const { status, stderr } = spawnSync(program, [...prefix, ...args, ...filters], {
    cwd: root,
    env: { ...Object.fromEntries(environment), CAPSULE_TEST_REPORT: output },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === null || !existsSync(output)) {
    console.log(`${name}: ended without a report\n${stderr}`);
    unexpected++;
    continue;
  }
  const report = JSON.parse(readFileSync(output, 'utf8'));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const known = differences.filter((each) => each.engines.test(name));
  unexpected += judge(name, report, { root, known, seconds }).failed;
}
process.exitCode = unexpected === 0 ? 0 : 1;
