import { list } from '../model/values.js';
import { compareProject, loadProjects, staleFiles, strayRecords } from '../project/project.js';
import { shown } from '../project/source.js';
import { shippedOf } from '../record/compare.js';
import { report } from './report.js';

/** Reports everything that is wrong, and fails if anything is. */
export async function check(paths: string[]): Promise<void> {
  const projects = await loadProjects(paths);
  const hasStrays = report(strayRecords(projects));
  for (const project of projects.map(compareProject)) {
    const { contract, source, record, differences } = project;
    // From a contract that differs nothing is generated, so its files are stale in any case.
    if (report(differences) || hasStrays || report(staleFiles(project))) continue;
    // An empty record is named, so that a lost one is not taken for one that agrees.
    const nothing = record.versions.length === 0 ? 'nothing' : `nothing of ${contract.major}.x`;
    const frozen = shippedOf(contract, record).map(({ version }) => version);
    const state =
      frozen.length > 0 ? `is in order, compared with ${list(frozen)}` : `fits its headers; ${nothing} is frozen yet`;
    console.log(`${shown(source.file)}: contract ${contract.major}.${contract.minor} ${state}.`);
  }
}
