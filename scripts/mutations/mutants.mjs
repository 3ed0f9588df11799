// The files in which "npm run test:mutations:ts" plants bugs, and the bugs that no test can find.
const contract = (name) => `packages/contract/src/${name}.ts`;
const core = (name) => `packages/core/src/${name}.ts`;
const stats = (name) => `packages/stats/src/${name}.ts`;

/** For each package, the files to change, and test files that execute them in threads of vitest. */
export const scopes = [
  {
    project: 'contract',
    files: ['model/signature'].map(contract),
    tests: ['signature'],
  },
  {
    project: 'core',
    files: ['data'].map(core),
    tests: ['view', 'data', 'errors', 'tickets', 'label'],
  },
  {
    project: 'stats',
    files: ['quantile-positions'].map(stats),
    tests: ['quantiles', 'fast-path', 'results'],
  },
];

/** Bugs that no test can find: the text that Stryker replaces, its replacement, and the reason. */
export const equivalents = [
  {
    file: core('data'),
    from: 'length * Type.BYTES_PER_ELEMENT <= constants.MAX_LENGTH',
    to: 'length * Type.BYTES_PER_ELEMENT < constants.MAX_LENGTH',
    reason: 'differs only for an array of exactly the largest length of the engine',
  },
  {
    file: stats('quantile-positions'),
    from: 'abs(position - integer) <= 4 * Number.EPSILON * (abs(position) + 1)',
    to: 'abs(position - integer) < 4 * Number.EPSILON * (abs(position) + 1)',
    reason: 'differs only for a rounding error of exactly the bound, which no position has',
  },
];
