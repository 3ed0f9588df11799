import { displayPath, readText, writeText } from '../project/files.js';
import { compareProject, loadProjects, strayRecords } from '../project/project.js';
import { print } from '../terminal.js';
import { report } from './report.js';

/** Writes only the files that changed: a new modification time would cause another compilation. */
export async function generate(paths: string[]): Promise<void> {
  const projects = (await loadProjects(paths)).map(compareProject);
  // If a contract differs from its record, addons would compile with its headers, but shipped addons would reject them.
  if (report([...strayRecords(projects), ...projects.flatMap(({ differences }) => differences)])) return;
  for (const { file, text } of projects.flatMap(({ generated }) => generated)) {
    const same = readText(file) === text;
    if (!same) writeText(file, text);
    print(`${same ? 'unchanged' : 'written  '} ${displayPath(file)}`);
  }
}
