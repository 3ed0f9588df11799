// The sizes of what npm pack packs, in kB by part, and without prebuilt binaries: node scripts/release/sizes.mjs prints
// the table of docs/shipping.md.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

/** The parts of a tarball: a file belongs to the first that matches. */
const parts = {
  'JavaScript, types': /\.[cm]?js$|\.d\.[cm]?ts$/,
  'source maps': /\.map$/,
  'TypeScript sources': /^src\//,
  'C, CMake': /^(include|native|cmake|bindings)\/|^CMake/,
  other: /./,
};

/** @returns {[string, Record<string, number>][]} the packages, with the bytes of each part */
export function sizes() {
  return publishedPackages().map(({ folder, content }) => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts', join(root, folder)];
    const output = execFileSync('npm', args, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ files }] = JSON.parse(output);
    const bytes = Object.fromEntries(Object.keys(parts).map((part) => [part, 0]));
    for (const { path, size } of files) {
      if (path.startsWith('prebuilds/')) continue;
      const [part] = Object.entries(parts).find(([, pattern]) => pattern.test(path));
      bytes[part] += size;
    }
    return [content.name, bytes];
  });
}

/** The table as Markdown. */
export function table() {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const kilobytes = (bytes) => (bytes / 1000).toFixed(0);
  const rows = sizes().map(([name, bytes]) => row([name, ...Object.values(bytes).map(kilobytes)]));
  const head = ['package', ...Object.keys(parts)];
  return [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(table());
