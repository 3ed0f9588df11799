import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compareWithRecord } from '../compare.js';
import { findContracts, inFile, loadProject, readRecord } from '../project.js';
import { freezeVersion } from '../record.js';
import { shown } from '../source.js';

/** The act of shipping: appends the current version to the record. */
export async function freeze(paths: string[]): Promise<void> {
  for (const path of findContracts(paths)) {
    const project = await loadProject(path);
    const record = readRecord(project);
    const [difference] = compareWithRecord(project.contract, record);
    if (difference !== undefined) throw inFile(difference.error, project.source);

    const version = freezeVersion(project.contract);
    if (record.versions.some((shipped) => shipped.version === version.version)) {
      console.log(`${version.version} was frozen before, and has not changed: ${shown(project.recordFile)}`);
      continue;
    }
    record.versions.push(version);
    mkdirSync(dirname(project.recordFile), { recursive: true });
    writeFileSync(project.recordFile, `${JSON.stringify(record, undefined, 2)}\n`);
    console.log(`${version.version} is frozen: ${shown(project.recordFile)}`);
  }
}
