import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node } from '@capsule/test-support/child-process';
import { afterAll, expect, test } from 'vitest';

const bin = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(bin, { recursive: true, force: true }));
const bare = { PATH: bin, CC: '', CXX: '' };

/** A tool that only tells its version. */
function install(name: string, version: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${version}"\n`);
  chmodSync(join(bin, name), 0o755);
}

// On Windows CMake looks for Visual Studio itself, and nothing of this is asked.
test.skipIf(process.platform === 'win32')(
  'says in one message all that a bare machine lacks, and how to install it',
  () => {
    for (const script of ['scripts/start.mjs', 'scripts/turbo.mjs']) {
      const { status, stderr } = node([script, 'build'], { env: bare });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^Building capsule: expected CMake 3\.15 or later, a C compiler, a C\+\+ compiler and make or ninja, found none\. Install: .*cmake.*\n$/,
      );
    }
  },
);

test.skipIf(process.platform === 'win32')('asks for no more than is missing', () => {
  for (const name of ['cc', 'c++', 'make']) install(name, `${name} 1.0`);
  expect(node(['scripts/turbo.mjs', 'build'], { env: bare }).stderr).toMatch(
    /expected CMake 3\.15 or later, found none\./,
  );
  install('cmake', 'cmake version 3.10.2');
  expect(node(['scripts/turbo.mjs', 'build'], { env: bare }).stderr).toMatch(
    /expected CMake 3\.15 or later, found none\./,
  );
  install('cmake', 'cmake version 3.15.0');
  // Asked directly: turbo.mjs would take these for other compilers, and remove what the real ones have built.
  const ask = "import { preflight } from './scripts/preflight.mjs'; console.log(preflight().problem)";
  expect(node(['--input-type=module', '-e', ask], { env: bare }).stdout).toBe('undefined\n');
});
