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
    file: /core\/test\/label/,
    title: /console\.log does not throw for an object that inherits/,
    reason: 'util.inspect shows the target of a Proxy',
  },
  {
    engines: /bun/,
    file: /core\/test\/import/,
    title: /rejects a path that the package does not offer/,
    reason: 'the cause has another code: Bun has one code for a missing path and a missing package',
  },
  {
    engines: /bun/,
    file: /core\/test\/load-addon/,
    title: /says how to (build|replace)/,
    reason: 'require.resolve finds packages that are not installed, so that the advice names cmake-js',
  },
  {
    engines: /deno/,
    file: /core\/test\/load-addon/,
    title: /Node's own error for disabled addons/,
    reason: 'Deno has permissions of its own',
  },
  {
    engines: /bun|deno/,
    file: /core\/test\/load-addon/,
    title: /when prototypes are polluted/,
    reason: 'the module loader of the engine reads the polluted prototypes',
  },
  {
    engines: /bun/,
    file: /core\/test\/(end|debug)/,
    title: /destroyed once, after JavaScript has ended|lists at the end/,
    reason: 'Bun runs neither finalizers nor atexit handlers when the process ends',
  },
  {
    engines: /bun/,
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
    engines: /bun/,
    file: /core\/test\/lifetime/,
    title: /crashes without pinning \(control\)/,
    reason: 'Bun does not unmap addons when a Worker exits',
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
