import { readText, writeText } from '../files.js';
import { loadProjects } from '../project.js';
import { shown } from '../source.js';

/** Writes what has changed, so that a build sees no newer file where nothing is new. */
export async function generate(paths: string[]): Promise<void> {
  for (const { generated } of await loadProjects(paths)) {
    for (const { file, text } of generated) {
      const same = readText(file) === text;
      if (!same) writeText(file, text);
      console.log(`${same ? 'unchanged' : 'written  '} ${shown(file)}`);
    }
  }
}
