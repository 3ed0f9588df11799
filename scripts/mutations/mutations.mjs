// The bugs that "npm run test:mutations" plants. Each is a replacement in one file, with the tests that must find it.
// A test of the repository checks that each text occurs once in its file.

const core = (file) => `packages/core/${file}`;
const header = (name) => core(`include/capsule/detail/${name}.h`);
const kernel = (name) => `packages/fastmath/native/kernels/${name}`;
const stats = (name) => `packages/stats/src/${name}.ts`;
const contract = (name) => `packages/contract/src/${name}.ts`;

/** `tests` is a project, followed by the files in it to run. */
export const mutations = [
  {
    bug: 'the gate accepts an object without the type tag',
    file: header('gate'),
    from: 'if (!tagged) return gate;',
    to: '(void)tagged;',
    tests: ['core', 'open'],
  },
  {
    bug: 'the gate does not check the magic number',
    file: header('gate'),
    from: 'envelope->magic != CAPSULE_MAGIC',
    to: 'false',
    tests: ['core', 'open'],
  },
  {
    bug: 'the end of a name is not compared',
    file: header('open'),
    from: 'strcmp(gate.envelope->name, name) == 0',
    to: 'strncmp(gate.envelope->name, name, strlen(name)) == 0',
    tests: ['core', 'open'],
  },
  {
    bug: 'a destructor runs more than once',
    file: header('envelope'),
    from: 'if (!capsule_atomic_compare_exchange(&envelope->ended, 0, 1)) return;',
    to: '',
    tests: ['core', 'seal', 'take'],
  },
  {
    bug: 'opening reads the state before it adds the hold',
    file: header('envelope'),
    from: 'capsule_atomic_add(&envelope->count, 1);\n  *state = capsule_state_of(envelope);',
    to: '*state = capsule_state_of(envelope);\n  capsule_atomic_add(&envelope->count, 1);',
    tests: ['core', 'open'],
  },
  {
    bug: 'releasing a hold of taken contents does not destroy them',
    file: header('envelope'),
    from: '(uint32_t)capsule_atomic_load_64(&envelope->count) == 0)',
    to: '(uint32_t)capsule_atomic_load_64(&envelope->count) == 1)',
    tests: ['core', 'take'],
  },
  {
    bug: 'an older minor version is accepted',
    file: header('contract'),
    from: 'offered->minor >= needed->minor',
    to: 'offered->minor + 1 >= needed->minor',
    tests: ['core', 'fit'],
  },
  {
    bug: 'a signature is compared by its length',
    file: header('contract'),
    from: 'strcmp(mine->signature, theirs->signature) == 0)\n      continue;',
    to: 'strlen(mine->signature) == strlen(theirs->signature))\n      continue;',
    tests: ['core', 'fit'],
  },
  {
    bug: 'a table may be one function too short',
    file: header('contract'),
    from: 'if (size < required) {',
    to: 'if (size + sizeof(capsule_function) < required) {',
    tests: ['core', 'seal', 'fit'],
  },
  {
    bug: 'the size of data overflows',
    file: header('data'),
    from: 'if (extent > max_elements / count)',
    to: 'if (extent > max_elements)',
    tests: ['core', 'data'],
  },
  {
    bug: 'read-only contents are viewed without a copy',
    file: core('native/view.cc'),
    from: 'if ((data->flags & CAPSULE_READ_ONLY) != 0) return "read-only contents";',
    to: '',
    tests: ['core', 'view'],
  },
  {
    bug: 'sum adds the value after the last one',
    file: kernel('sum-inl.h'),
    from: 'at + WIDTH <= end ? term(x + at, other)',
    to: 'at + WIDTH <= end + 1 ? term(x + at, other)',
    tests: ['fastmath', 'places', 'kernels'],
  },
  {
    bug: 'a value at the upper edge of the range is not counted',
    file: kernel('histogram.c'),
    from: 'values[i] <= high',
    to: 'values[i] < high',
    tests: ['fastmath', 'ranks-and-bins'],
  },
  {
    bug: 'equal values have the rank of the first',
    file: kernel('rank.c'),
    from: '((double)start + (double)end + 1) / 2',
    to: '(double)start + 1',
    tests: ['fastmath', 'ranks-and-bins'],
  },
  {
    bug: 'a search from the left returns the place on the right',
    file: kernel('search_sorted.c'),
    from: 'or_equal ? middle <= values[j] : middle < values[j]',
    to: 'middle <= values[j]',
    tests: ['fastmath', 'ranks-and-bins'],
  },
  {
    bug: 'the mean of blocks is merged with the wrong weight',
    file: kernel('moments.c'),
    from: 'a.rest + delta * wb',
    to: 'a.rest + delta * wa',
    tests: ['fastmath', 'moments'],
  },
  {
    bug: 'quantiles use the positions of another method',
    file: stats('quantile-positions'),
    from: '[0, 0, 0, 0, 0, 1 / 2, 0, 1, 1 / 3, 3 / 8]',
    to: '[0, 0, 0, 0, 0, 1 / 2, 0, 1, 3 / 8, 1 / 3]',
    tests: ['stats', 'quantiles'],
  },
  {
    bug: 'a negative ddof is accepted',
    file: stats('options'),
    from: 'Number.isFinite(ddof) && ddof >= 0',
    to: 'Number.isFinite(ddof)',
    tests: ['stats', 'refuse'],
  },
  {
    bug: 'the fast path interpolates from the wrong side',
    file: stats('fast-path/order-statistics'),
    from: 't < 0.5 ? min(a + t * difference, middle)',
    to: 't < 0.5 ? min(b - t * difference, middle)',
    tests: ['stats', 'quantiles'],
  },
  {
    bug: 'swapped arguments do not break a contract',
    file: contract('record/compare-function'),
    from: 'name !== names[i] && known.has(name)',
    to: 'name === names[i] && !known.has(name)',
    tests: ['contract', 'diff', 'freeze'],
  },
  {
    bug: 'a relocation of another architecture is applied',
    file: contract('doctor/elf'),
    from: 'type === relative[arch]',
    to: 'type !== relative[arch]',
    tests: ['contract', 'doctor'],
  },
];
