import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Exit, root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { removeStale } from '../../scripts/release/prepack.mjs';
import { libraries } from '../../scripts/release/published.mjs';

// Applications outside of the repository that install tarballs of the packages. The tools are those of
// test/install/package.json, which "npm run install:setup" installs.

/** Whether the tools are installed. The applications have file names and links that Windows does not allow. */
export const hasTools = existsSync(join(__dirname, 'node_modules')) && process.platform !== 'win32';

/** Whether the slow tests are run, too: npm run test:install. */
export const isComplete = process.env['CAPSULE_INSTALL'] === 'all';

/** Skips tests without the tools. */
export const toolsOnly = skipWithout('the tools of "npm run install:setup"', hasTools);

/** Skips slow tests. */
export const completeOnly = skipWithout('npm run test:install', hasTools && isComplete);

/** The path of a file of a tool. */
export const tool = (...path: string[]): string => join(__dirname, 'node_modules', ...path);

/** The platform of prebuilt binaries of this machine, whose C library is glibc. */
export const machine = `${process.platform}-${process.arch}`;

/** The scope of the packages, which scripts/rename-scope.mjs changes. */
const { name: core } = JSON.parse(readFileSync(join(root, 'packages', 'core', 'package.json'), 'utf8'));
export const scope: string = core.split('/')[0];

/** A temporary folder for everything that the tests of a file write, with a space and other letters than ASCII. */
export const temporary = mkdtempSync(join(tmpdir(), 'capsule '));
export const place = join(temporary, 'an äpp 应用');
mkdirSync(place);

/** The command line of npm: a script that Node runs. */
export const npmCommand = join(run('npm', ['root', '--global']).stdout.trim(), 'npm', 'bin', 'npm-cli.js');

/** A folder in PATH that has nothing but node: no compiler, no CMake, no shell. */
const path = join(temporary, 'bin');
mkdirSync(path);
if (hasTools) symlinkSync(process.execPath, join(path, 'node'));

/** The environment of an application: an empty HOME, and no setting of the npm or the tests that run this. */
const environment = (): NodeJS.ProcessEnv => {
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_|CAPSULE_|XDG_)/i.test(name));
  return { ...Object.fromEntries(kept), HOME: home, PATH: path, CI: 'true' };
};

/** Runs Node with these arguments, without blocking the registry of this process. */
export function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Exit> {
  return execute(process.execPath, args, cwd, env);
}

/** Runs a program in the environment of an application. */
export function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Exit> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...environment(), ...env }, maxBuffer: 2 ** 26 };
    const child = execFile(program, args, options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });
}

/** A package as npm pack packed it. */
interface Tarball {
  readonly file: string;
  readonly manifest: Record<string, unknown>;
}

/**
 * Packs the packages as they are in the repository, with their binaries for this machine: those in `prebuilds`, or else
 * those of the build tree.
 */
export function pack(names: readonly string[] = libraries): Record<string, Tarball> {
  const tarballs: Record<string, Tarball> = {};
  for (const name of names) {
    const source = join(root, 'packages', name);
    const staged = join(temporary, 'staged', name);
    const ignored = ['build', 'node_modules', 'test', '.turbo'].map((each) => join(source, each));
    const isForeign = (each: string) => dirname(each) === join(source, 'prebuilds') && basename(each) !== machine;
    cpSync(source, staged, { recursive: true, filter: (each) => !ignored.includes(each) && !isForeign(each) });
    removeStale(staged);
    const binary = join(source, 'build', 'Release', `${name}.node`);
    const prebuilt = join(staged, 'prebuilds', machine, `${name}.node`);
    if (existsSync(binary) && !existsSync(prebuilt)) cpSync(binary, prebuilt);
    const { status, stdout, stderr } = run(process.execPath, [
      ...[npmCommand, 'pack', '--json', '--ignore-scripts', '--pack-destination', temporary],
      staged,
    ]);
    if (status !== 0) throw new Error(stderr);
    const [{ filename }] = JSON.parse(stdout);
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    tarballs[`${scope}/${name}`] = { file: join(temporary, basename(filename)), manifest };
  }
  return tarballs;
}

/** Serves tarballs as a registry serves published packages. */
export async function serve(tarballs: Record<string, Tarball>): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [, name = '', , file] = decodeURIComponent(request.url ?? '').match(/^\/(@[^/]+\/\w+)(\/-\/(.+))?$/) ?? [];
    const tarball = tarballs[name];
    if (tarball === undefined) return void response.writeHead(404).end();
    const bytes = readFileSync(tarball.file);
    if (file !== undefined) return void response.end(bytes);
    const dist = {
      tarball: `${address}/${name}/-/${basename(tarball.file)}`,
      shasum: createHash('sha1').update(bytes).digest('hex'),
      integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    };
    const version = String(tarball.manifest['version']);
    const manifest = { ...tarball.manifest, _id: `${name}@${version}`, dist };
    response.setHeader('content-type', 'application/json');
    // yarn does not install what was published within the last days.
    const time = { [version]: '2020-01-01T00:00:00.000Z' };
    response.end(JSON.stringify({ name, time, 'dist-tags': { latest: version }, versions: { [version]: manifest } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** Makes an application: an empty package with these files. */
export function application(name: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(place, name);
  rmSync(folder, { recursive: true, force: true });
  const dependencies = { '@capsule/core': '0.1.0', '@capsule/fastmath': '0.1.0', '@capsule/stats': '0.1.0' };
  const all = { 'package.json': JSON.stringify({ name: 'application', private: true, dependencies }), ...files };
  for (const [file, text] of Object.entries(all)) write(join(folder, file), text);
  return folder;
}

/** Writes a file, and the folders that it needs. */
export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Unpacks tarballs into an application, without their dependencies. */
export function unpack(folder: string, tarballs: Record<string, Tarball>): void {
  for (const [name, { file }] of Object.entries(tarballs)) {
    const target = join(folder, 'node_modules', ...name.split('/'));
    mkdirSync(target, { recursive: true });
    const { status, stderr } = run('tar', ['-xzf', file, '-C', target, '--strip-components=1']);
    if (status !== 0) throw new Error(stderr);
  }
}

/** The folder of an installed package. */
export const installedFolder = (application: string, name: string): string =>
  join(application, 'node_modules', scope, name);

/** Copies an application with its installed packages. */
export function copyOf(folder: string, name: string): string {
  const copy = join(dirname(folder), name);
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Installs the packages in an application from their tarballs, with npm. */
export async function installTarballs(folder: string, tarballs: Record<string, Tarball>): Promise<void> {
  const files = Object.values(tarballs).map(({ file }) => file);
  const { status, stderr } = await node([npmCommand, 'install', '--ignore-scripts', '--offline', ...files], folder);
  if (status !== 0) throw new Error(stderr);
}
