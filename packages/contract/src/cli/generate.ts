import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findContracts, loadProject } from '../project.js';
import { shown } from '../source.js';

/** Writes what has changed, so that a build sees no newer file where nothing is new. */
export async function generate(paths: string[]): Promise<void> {
  for (const path of findContracts(paths)) {
    const { generated } = await loadProject(path);
    for (const { file, text } of generated) {
      const same = existsSync(file) && readFileSync(file, 'utf8') === text;
      if (!same) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      console.log(`${same ? 'unchanged' : 'written  '} ${shown(file)}`);
    }
  }
}
