// Runs one scenario with the addons of a traced build, and prints as JSON the JavaScript files that it executes:
// trace.cjs <build> seal | open | mean <n> <calls>
const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Session } = require('node:inspector');
const { basename, join } = require('node:path');

const [build, scenario, n, calls] = process.argv.slice(2);
const { dlopen } = process;
process.dlopen = (module, file, ...flags) => {
  const name = basename(file);
  const traced = join(build, name.replace('.node', ''), 'Debug', name);
  return dlopen.call(process, module, existsSync(traced) ? traced : file, ...flags);
};

const load = createRequire(join(__dirname, '..', 'examples', '04-consume', 'index.js'));
for (const name of ['@capsule/core', '@capsule/core/generated']) load(name); // before the trace: only calls are of interest

const scenarios = {
  seal: () => () => load('@example/distance'),
  open: () => {
    load('@example/distance');
    return () => load('./index.js');
  },
  mean: () => {
    const { mean } = createRequire(load.resolve('@capsule/core'))('@capsule/stats');
    const x = Float64Array.from({ length: n }, (_, i) => i);
    mean(x);
    return () => {
      for (let i = 0; i < calls; i++) mean(x);
    };
  },
};
const call = scenarios[scenario]();

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
call();
session.post('Profiler.takePreciseCoverage', (_, { result }) => {
  const executed = result.filter(({ functions }) => functions.some(({ ranges }) => ranges[0].count > 0));
  console.log(JSON.stringify(executed.map(({ url }) => url)));
});
process.exit(); // runs no finalizers, which are not part of the call
