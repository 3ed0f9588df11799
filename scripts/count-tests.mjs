// Adds up what the test runners have reported in reports/*.json, and prints one line.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../reports/', import.meta.url);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  passed += report.numPassedTests;
  // A file that could not even be loaded has no tests to count: it counts as one that failed.
  failed +=
    report.numFailedTests +
    report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
  skipped += report.numPendingTests;
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
