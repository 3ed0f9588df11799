import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node } from '@capsule/test-support/child-process';
import { posixOnly } from '@capsule/test-support/skip';
import { afterAll, expect, test } from 'vitest';

const bin = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(bin, { recursive: true, force: true }));
const bare = { PATH: bin, CC: '', CXX: '' };

/** Installs a fake tool that prints a version. */
function install(name: string, version: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${version}"\n`);
  chmodSync(join(bin, name), 0o755);
}

// On Windows CMake finds Visual Studio itself.
test('lists everything that is missing in one message, and how to install it', posixOnly, () => {
  const { status, stderr } = node(['scripts/turbo.mjs', 'build'], { env: bare });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^Building capsule: expected CMake 3\.15 or later, a C compiler, a C\+\+ compiler and make or ninja, found none\. Install: .*cmake.*\n$/,
  );
});

test('lists nothing but the missing tools', posixOnly, () => {
  for (const name of ['cc', 'c++', 'make']) install(name, `${name} 1.0`);
  expect(node(['scripts/turbo.mjs', 'build'], { env: bare }).stderr).toMatch(
    /expected CMake 3\.15 or later, found none\./,
  );
  install('cmake', 'cmake version 3.10.2');
  expect(node(['scripts/turbo.mjs', 'build'], { env: bare }).stderr).toMatch(
    /expected CMake 3\.15 or later, found none\./,
  );
  install('cmake', 'cmake version 3.15.0');
  // Do not run turbo.mjs: it would remove the build trees of the real compilers.
  const ask = "import { preflight } from './scripts/preflight.mjs'; console.log(preflight().problem)";
  expect(node(['--input-type=module', '-e', ask], { env: bare }).stdout).toBe('undefined\n');
});
