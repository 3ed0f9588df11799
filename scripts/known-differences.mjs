// Tests that are known to fail elsewhere: on another engine (engines.mjs) or on another platform
// (platforms/platforms.mjs).

/** The tests that failed, as file and title. If a file cannot be loaded, the file itself is listed. */
function failures(report, root) {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relativeName(name, root);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (status !== 'passed' && failed.length === 0) return [{ file, title: message || 'does not end' }];
    return failed.map(({ fullName, failureMessages }) => ({ file, title: fullName, message: failureMessages[0] }));
  });
}

/** The path of a file in the repository, with slashes. Windows reports another root, with a drive letter. */
function relativeName(name, root) {
  const path = name.replaceAll('\\', '/').replace(/^[A-Za-z]:/, '');
  const folder = root
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replace(/\/?$/, '/');
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

/**
 * Compares a report of vitest with the known differences of an engine or platform, and prints a line and the failures
 * that are not known.
 *
 * @param {{ root: string, known: { file: RegExp, title: RegExp }[], seconds: string }} options
 */
export function judge(name, report, { root, known, seconds }) {
  const failed = failures(report, root);
  const isKnown = ({ file, title }) => known.some((each) => each.file.test(file) && each.title.test(title));
  const unknown = failed.filter((each) => !isKnown(each));
  const counts = {
    passed: report.numPassedTests,
    differ: failed.length - unknown.length,
    failed: unknown.length,
    skipped: report.numPendingTests,
  };
  const { passed, differ, skipped } = counts;
  console.log(
    `${name}: ${passed} passed, ${differ} differ as known, ${counts.failed} failed, ${skipped} skipped, ${seconds} s`,
  );
  for (const { file, title, message = '' } of unknown)
    console.log(`  ${file}: ${title}\n    ${message.split('\n').slice(0, 2).join('\n    ')}`);
  return counts;
}
