// count-tests.mjs [exit code of the tests]: lists the skipped tests of reports/*.json and prints one line of counts.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../reports/', import.meta.url);
const skipped = [];
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  for (const { assertionResults, status: fileStatus } of report.testResults) {
    for (const { status, fullName, meta } of assertionResults) {
      if (status === 'passed') passed++;
      else if (status === 'skipped' || status === 'disabled')
        skipped.push(`${fullName} (requires ${meta?.requires ?? 'nothing: no reason is given'})`);
      else failed++; // it failed, or its process died before it ended
    }
    // A file that fails to load has no tests, and an error outside of a test fails none: each counts as one failure.
    if (fileStatus !== 'passed' && assertionResults.every(({ status }) => status === 'passed')) failed++;
  }
}
// An error after the last test is in no report, only in the exit code.
if (failed === 0 && Number(process.argv[2] ?? 0) !== 0) failed++;
for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
