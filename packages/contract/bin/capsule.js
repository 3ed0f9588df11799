#!/usr/bin/env node
// Exists before anything is built, so that npm can link it.
const { existsSync } = require('node:fs');

/** What this package needs of itself and of core, as files. */
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
