// Removing what a test has made.
import { rmSync } from 'node:fs';

/**
 * Removes a folder. On Windows, addons that a process has loaded from it remain: their files cannot be removed.
 *
 * @param folder - it need not exist
 */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
}
