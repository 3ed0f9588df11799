// Part of coverage.mjs: runs in each process of vitest, before its tests. A signal alone would end the process without
// writing the counts.
process.on('SIGTERM', () => process.exit());
