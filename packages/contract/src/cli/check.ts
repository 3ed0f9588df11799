import { compareWithRecord, listVersions, shippedOf } from '../compare.js';
import { loadProjects, staleFiles, strayRecords } from '../project.js';
import { readRecord } from '../read-record.js';
import { shown } from '../source.js';

/** Reports everything that is wrong, and fails if anything is. */
export async function check(paths: string[]): Promise<void> {
  const projects = await loadProjects(paths);
  for (const { message } of strayRecords(projects)) {
    console.error(message);
    process.exitCode = 1;
  }
  for (const project of projects) {
    const { contract, source } = project;
    const record = readRecord(project);
    const differences = compareWithRecord(contract, record).map((error) => source.place(error));
    const problems = [...differences, ...staleFiles(project)];
    for (const { message } of problems) console.error(message);
    if (problems.length > 0) process.exitCode = 1;
    else {
      // Nobody may take a record that was lost for one that agrees.
      const nothing = record.versions.length === 0 ? 'nothing' : `nothing of ${contract.major}.x`;
      const frozen = shippedOf(contract, record).map(({ version }) => version);
      const state =
        frozen.length > 0
          ? `is in order, compared with ${listVersions(frozen)}`
          : `fits its headers; ${nothing} is frozen yet`;
      console.log(`${shown(source.file)}: contract ${contract.major}.${contract.minor} ${state}.`);
    }
  }
}
