#!/usr/bin/env node
// Committed, not built, so that npm ci can link it before the first build.
const { existsSync } = require('node:fs');

/** Files of this package and of core that a build makes. */
const needed = [() => require.resolve('../dist/cli/main.js'), () => require.resolve('@capsule/core')];
const isBuilt = needed.every((find) => {
  try {
    return existsSync(find());
  } catch {
    return false;
  }
});
if (isBuilt) require('../dist/cli/main.js');
else {
  console.error(
    'capsule: expected @capsule/contract and @capsule/core to be built, found no dist. Run "npm run build".',
  );
  process.exitCode = 1;
}
