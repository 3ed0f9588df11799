import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configuration } from '@capsule/test-support/child-process';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll } from 'vitest';

/** Makes an application with a copy of the forge: what an addon can import depends on the folder it is in. */
export function application() {
  const app = realpathSync(mkdtempSync(join(tmpdir(), 'capsule-')));
  afterAll(() => removeFolder(app));
  const addon = join(app, 'forge.node');
  copyFileSync(join(__dirname, 'forge', 'build', configuration, 'forge.node'), addon);
  return {
    addon,
    install(name: string, files: Record<string, string>): void {
      for (const [file, text] of Object.entries(files)) {
        const path = join(app, 'node_modules', name, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    },
  };
}
