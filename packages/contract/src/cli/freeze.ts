import { compareWithRecord } from '../compare.js';
import { writeText } from '../files.js';
import { loadProjects, staleFiles, strayRecords } from '../project.js';
import { compareVersions, readRecord } from '../read-record.js';
import { freezeVersion } from '../record.js';
import { shown } from '../source.js';

/** The act of shipping: adds the current version to the record. */
export async function freeze(paths: string[]): Promise<void> {
  const projects = await loadProjects(paths);
  const [stray] = strayRecords(projects);
  if (stray !== undefined) throw stray;
  for (const project of projects) {
    const record = readRecord(project);
    const [difference] = compareWithRecord(project.contract, record);
    if (difference !== undefined) throw project.source.place(difference);
    // What is shipped are the headers: they have to be this contract's.
    const [stale] = staleFiles(project);
    if (stale !== undefined) throw stale;

    const version = freezeVersion(project.contract);
    if (record.versions.some((shipped) => shipped.version === version.version)) {
      console.log(`${version.version} was frozen before, and has not changed: ${shown(project.recordFile)}`);
      continue;
    }
    record.versions.push(version);
    record.versions.sort((a, b) => compareVersions(a.version, b.version));
    writeText(project.recordFile, `${JSON.stringify(record, undefined, 2)}\n`);
    console.log(`${version.version} is frozen: ${shown(project.recordFile)}`);
  }
}
