import { existsSync, readFileSync } from 'node:fs';
import { capsuleError } from '@capsule/core';
import { compareWithRecord } from '../compare.js';
import { findContracts, inFile, loadProject, type Project, readRecord } from '../project.js';
import { shown } from '../source.js';

/** Reports everything that is wrong, and fails if anything is. */
export async function check(paths: string[]): Promise<void> {
  for (const path of findContracts(paths)) {
    const project = await loadProject(path);
    const { contract, source } = project;
    const differences = compareWithRecord(contract, readRecord(project)).map(({ error }) => inFile(error, source));
    const problems = [...differences, ...staleFiles(project)];
    for (const { message } of problems) console.error(message);
    if (problems.length > 0) process.exitCode = 1;
    else console.log(`${shown(path)}: contract ${contract.major}.${contract.minor} is in order.`);
  }
}

/** Generated files that are not what the contract generates. */
function staleFiles({ generated, source }: Project): Error[] {
  return generated.flatMap(({ file, text }) => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : undefined;
    const wanted = text.split('\n');
    const different = wanted.findIndex((line, i) => line !== lines?.[i]);
    if (lines !== undefined && different < 0 && lines.length === wanted.length) return [];
    const line = different < 0 ? wanted.length : different + 1;
    return capsuleError(Error, 'ERR_CONTRACT_FILE_STALE', shown(file), {
      expected: `what ${shown(source.file)} generates`,
      found: lines === undefined ? 'no file' : `other text in line ${line}`,
      advice: 'Run "npx capsule generate".',
    });
  });
}
