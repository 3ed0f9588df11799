import { list } from '../model/values.js';
import { displayPath } from '../project/files.js';
import { notes } from '../project/majors.js';
import { compareProject, loadProjects, staleFiles, strayRecords } from '../project/project.js';
import { shippedOf } from '../record/compare.js';
import { print } from '../terminal.js';
import { report } from './report.js';

/** Reports every problem of the contracts, and fails if there is one. */
export async function check(paths: string[]): Promise<void> {
  const projects = await loadProjects(paths);
  const hasStrays = report(strayRecords(projects));
  for (const project of projects.map(compareProject)) {
    const { contract, source, record, differences } = project;
    // The files of a contract that differs are stale in any case, because `generate` rejects the contract, too.
    if (report(differences) || hasStrays || report(staleFiles(project))) continue;
    // An empty record has another message, so that a lost record does not look like one that matches.
    const none = record.versions.length === 0 ? 'no version' : `no version of ${contract.major}.x`;
    const frozen = shippedOf(contract, record).map(({ version }) => version);
    const state =
      frozen.length > 0 ? `is compatible with ${list(frozen)}` : `matches its generated files; ${none} is frozen yet`;
    print(`${displayPath(source.file)}: contract ${contract.major}.${contract.minor} ${state}.`);
    for (const note of notes(project, projects)) print(`${displayPath(source.file)}: ${note}`);
  }
}
