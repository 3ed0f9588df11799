import { compareVersions } from '../model/version.js';
import { displayPath, writeText } from '../project/files.js';
import { notes } from '../project/majors.js';
import { compareProject, loadProjects, staleFiles, strayRecords } from '../project/project.js';
import { freezeVersion } from '../record/record.js';
import { print } from '../terminal.js';
import { report } from './report.js';

/** Adds the current version to the record of shipped versions. Nothing else writes records. */
export async function freeze(paths: string[]): Promise<void> {
  const projects = (await loadProjects(paths)).map(compareProject);
  if (report([...strayRecords(projects), ...projects.flatMap(({ differences }) => differences)])) return;
  // Producers ship the headers, so these must belong to the contract.
  if (report(projects.flatMap(staleFiles))) return;
  for (const project of projects) {
    const { contract, record, recordFile, source } = project;
    const version = freezeVersion(contract);
    if (record.versions.some((shipped) => shipped.version === version.version)) {
      print(`${version.version} is already frozen and has not changed: ${displayPath(recordFile)}`);
      continue;
    }
    record.versions.push(version);
    record.versions.sort((a, b) => compareVersions(a.version, b.version));
    writeText(recordFile, `${JSON.stringify(record, undefined, 2)}\n`);
    print(`${version.version} is frozen: ${displayPath(recordFile)}`);
    for (const note of notes(project, projects)) print(`${displayPath(source.file)}: ${note}`);
  }
}
