// npm run format: puts TypeScript, JSON, C and C++ into the form that npm run check asks for.
import { spawnSync } from 'node:child_process';
import { writtenSources } from './files.mjs';
import { root } from './workspaces.mjs';

const tools = [
  ['biome', 'check', '--write', '.'],
  ['clang-format', '-i', '--style=file', ...writtenSources()],
];
for (const [tool, ...args] of tools) {
  const { status } = spawnSync('npx', [tool, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
