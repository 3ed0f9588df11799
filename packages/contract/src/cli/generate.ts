import { displayPath, readText, writeText } from '../project/files.js';
import { compareProject, loadProjects, strayRecords } from '../project/project.js';
import { print } from '../terminal.js';
import { report } from './report.js';

/** Writes only the files that changed: a new time of modification would make a build compile again. */
export async function generate(paths: string[]): Promise<void> {
  const projects = (await loadProjects(paths)).map(compareProject);
  // Addons with the headers of a contract that differs would compile, and would be rejected by shipped addons.
  if (report([...strayRecords(projects), ...projects.flatMap(({ differences }) => differences)])) return;
  for (const { file, text } of projects.flatMap(({ generated }) => generated)) {
    const same = readText(file) === text;
    if (!same) writeText(file, text);
    print(`${same ? 'unchanged' : 'written  '} ${displayPath(file)}`);
  }
}
