// The packages as they are published, with the prebuilt binaries of several platforms.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../files.mjs';

/** Packs the packages, and unpacks them into a new folder with a script that prints results. */
export function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), 'capsule packed ü-'));
  for (const name of ['core', 'fastmath', 'stats']) {
    const cwd = join(root, 'packages', name);
    const pack = spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd });
    const [tarball] = readdirSync(folder).filter((file) => file.includes(`capsule-${name}-`));
    if (pack.status !== 0 || tarball === undefined) throw new Error(`npm pack of ${name} failed.\n${pack.stderr}`);
    const to = join(folder, 'node_modules', '@capsule', name);
    mkdirSync(to, { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, tarball), '-C', to, '--strip-components=1']);
  }
  copyFileSync(join(root, 'test', 'platforms', 'packed.cjs'), join(folder, 'packed.cjs'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
