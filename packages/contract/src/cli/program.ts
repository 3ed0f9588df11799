import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { check } from './check.js';
import { doctor, WRONG_USAGE } from './doctor.js';
import { freeze } from './freeze.js';
import { generate } from './generate.js';
import { inspectPackage } from './inspect.js';

const files = 'contract files, or folders that contain *.contract.ts; the current folder if none is given';

/** The version of this package. */
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));

/** The command `capsule`. */
export function createProgram(): Command {
  const program = new Command('capsule')
    .description('Contracts between native addons.')
    .version(version)
    .showHelpAfterError('(capsule --help tells more)');
  program
    .command('generate')
    .description('write the C headers of a contract')
    .argument('[paths...]', files)
    .action(generate);
  program
    .command('freeze')
    .description('record the current version of a contract as shipped: from then on it does not change')
    .argument('[paths...]', files)
    .action(freeze);
  program
    .command('check')
    .description('compare a contract with every shipped version, and the generated files with the contract')
    .argument('[paths...]', files)
    .action(check);
  program
    .command('inspect')
    .description('print the label of the capsule that a package exports')
    .argument('<package>', "the name of a package or the path of its folder, also with ':<export>'")
    .option('--json', 'as JSON')
    .action(inspectPackage);
  program
    .command('doctor')
    .description('say which installed producers and consumers fit, without loading them')
    .argument('[folder]', 'where to look, with everything below; the current folder if none is given')
    .option('--json', 'as JSON')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE))
    .action(doctor);
  return program;
}
