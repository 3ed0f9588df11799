// The platforms that are compiled and not run: "capsule doctor" reads what "capsule prebuild" made for them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../files.mjs';
import { emulated } from './emulators.mjs';

export const capsule = join(root, 'packages', 'contract', 'bin', 'capsule.js');
const folders = ['core', 'fastmath', 'stats'].map((name) => join('packages', name));
folders.push(...['00-minimal', '03-produce', '04-consume'].map((name) => join('examples', name)));

/** The platforms of the toolchain files, except that of the ordinary build and those that are emulated. */
export const compiledOnly = readdirSync(join(root, 'packages', 'core', 'cmake', 'toolchains'))
  .filter((file) => file.endsWith('.cmake'))
  .map((file) => file.replace('.cmake', ''))
  .filter((name) => !['linux-x64', ...emulated].includes(name));

/** @returns {string | undefined} what "capsule prebuild" printed if it failed */
export function prebuild(folder, platform) {
  const args = [capsule, 'prebuild', '--platform', platform];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(root, folder), encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

/** Compiles the packages and some examples for a platform, and examines them as on that platform. */
export function examineCompiled(platform) {
  const problem = folders.map((folder) => prebuild(folder, platform)).find((each) => each !== undefined);
  if (problem !== undefined) return { problem };
  const tree = mkdtempSync(join(tmpdir(), 'capsule-compiled-'));
  for (const folder of folders) {
    const to = join(tree, folder);
    cpSync(join(root, folder, 'prebuilds', platform), join(to, 'build', 'Release'), { recursive: true });
    cpSync(join(root, folder, 'package.json'), join(to, 'package.json'));
    // Consumers find their producers by name.
    const { name } = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8'));
    const link = join(tree, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(to, link, 'junction');
  }
  // The doctor compares what is for the platform of its process.
  const [system, arch] = platform.split('-');
  const preload = join(tree, 'as-platform.cjs');
  writeFileSync(
    preload,
    `Object.defineProperties(process, { platform: { value: '${system}' }, arch: { value: '${arch}' } });\n`,
  );
  const args = ['--require', preload, capsule, 'doctor', tree, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  rmSync(tree, { recursive: true });
  const names = (addons) => addons.map(({ contract }) => contract.name).sort();
  try {
    const { fits, producers, consumers, unread, problems } = JSON.parse(stdout);
    return { fits, unread: [...unread, ...problems].length, producers: names(producers), consumers: names(consumers) };
  } catch {
    return { problem: `${stdout}${stderr}` };
  }
}
