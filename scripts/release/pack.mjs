// npm run pack: writes the tarballs of the published packages to reports/tarballs. The script "prepack" of each package
// builds what is missing, except for the prebuilt binaries: "npm run prebuilds" builds those.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

const output = join(root, 'reports', 'tarballs');
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
for (const { folder, content } of publishedPackages()) {
  const { status, stdout } = spawnSync('npm', ['pack', '--json', '--pack-destination', output], {
    cwd: join(root, folder),
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`Packing ${content.name}: npm pack failed with exit code ${status}.`);
    process.exit(1);
  }
  const [{ filename, size, entryCount }] = JSON.parse(stdout);
  console.log(`${filename}: ${(size / 1e6).toFixed(2)} MB, ${entryCount} files`);
}
