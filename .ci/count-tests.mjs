// Adds up what the test runners have reported in reports/*.json, and prints one line: count-tests.mjs [exit code of the tests].
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../reports/', import.meta.url);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  for (const { assertionResults, status: ofFile } of report.testResults) {
    for (const { status } of assertionResults) {
      if (status === 'passed') passed++;
      else if (status === 'skipped' || status === 'disabled') skipped++;
      else failed++; // one that failed, or never ended: its process died
    }
    // A file that could not be loaded has no tests to count, and errors outside of tests fail no test: one failure.
    if (ofFile !== 'passed' && assertionResults.every(({ status }) => status === 'passed')) failed++;
  }
}
// A runner says in its exit code, too, that something failed: an error after the last test is in no report.
if (failed === 0 && Number(process.argv[2] ?? 0) !== 0) failed++;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
