// Part of scripts/coverage.mjs: runs in each process of vitest, before its tests. vitest ends these processes with
// SIGTERM; gcov and V8 write their counts when a process exits.
process.on('SIGTERM', () => process.exit());
