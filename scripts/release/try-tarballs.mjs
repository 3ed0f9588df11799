// npm run pack:try: installs the tarballs of reports/tarballs in an empty folder, without running scripts, and calls
// the packages there. Nothing is compiled: this works only if the tarballs contain binaries for this platform.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

const tarballs = join(root, 'reports', 'tarballs');
const names = readdirSync(tarballs).filter((name) => name.endsWith('.tgz'));
const folder = mkdtempSync(join(tmpdir(), 'capsule tarballs '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit', ...options });
  if (status === 0) return;
  console.error(`Trying the tarballs: ${command} ${args.join(' ')} ended with exit code ${status}.`);
  process.exit(1);
}

const native = publishedPackages().filter(({ content }) => content.binary !== undefined);
const scope = native[0].content.name.split('/')[0];
const script = `
import { strictEqual } from 'node:assert';
import { inspect } from '${scope}/core';
import { capsule } from '${scope}/fastmath';
import { createStats, mean } from '${scope}/stats';
const x = Float64Array.from({ length: 1000 }, (_, i) => i);
strictEqual(mean([1, 2, 6]), 3);
strictEqual(createStats(capsule).sum(x), 499500);
console.log(inspect(capsule).name, 'is called from C on', process.platform, process.arch, process.version);
`;

writeFileSync(join(folder, 'package.json'), '{ "name": "application", "private": true }\n');
writeFileSync(join(folder, 'call.mjs'), script);
const specs = names.map((name) => `file:${join(tarballs, name)}`);
const shell = process.platform === 'win32';
const quoted = shell ? specs.map((spec) => `"${spec}"`) : specs;
run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...quoted], { shell });
run(process.execPath, ['call.mjs']);
run(process.execPath, [join('node_modules', scope, 'contract', 'bin', 'capsule.js'), 'doctor']);
