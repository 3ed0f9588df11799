import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { commandOutput, printError } from '../terminal.js';
import { check } from './check.js';
import { doctor, WRONG_USAGE } from './doctor.js';
import { freeze } from './freeze.js';
import { generate } from './generate.js';
import { inspectPackage } from './inspect.js';
import { createPackages } from './new.js';
import { collect, parseJobs, prebuild } from './prebuild.js';
import { renameScope } from './rename-scope.js';

const files = 'contract files, or folders that contain *.contract.ts (default: the current folder)';

const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));

const newExamples = `
Examples:
  capsule new pair geometry --scope @yours
  capsule new producer @acme/geometry --language c++
  capsule new consumer @acme/reports --contract @acme/geometry`;

/**
 * Runs a command.
 *
 * @param args - the arguments after `capsule`
 */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    printError(error);
    process.exitCode = 1;
  }
}

function createProgram(): Command {
  const program = new Command('capsule')
    .description('Generates and checks contracts between native addons.')
    .version(version)
    .configureOutput(commandOutput)
    .showHelpAfterError('(run "capsule --help" for usage)');
  program
    .command('generate')
    .description('write the C headers and other files that follow from a contract')
    .argument('[paths...]', files)
    .action(generate);
  program
    .command('freeze')
    .description('record the current version of a contract as shipped; it must not change afterwards')
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
    .argument('<package>', "the name of a package or the path of its folder, optionally with ':<export>'")
    .option('--json', 'print JSON')
    .action(inspectPackage);
  program
    .command('doctor')
    .description('report which installed producers and consumers fit, without loading them')
    .argument('[folder]', 'the folder to search recursively (default: the current folder)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 everything fits, 1 faults were found, 2 wrong usage or no contract in the folder.',
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE))
    .action(doctor);
  program
    .command('new')
    .description('create a producer, a consumer, or a pair of both, which build and pass their tests')
    .argument('<kind>', 'producer, consumer or pair')
    .argument('<name>', 'the name of the package; of a pair, the name of the producer')
    .option('--language <language>', 'c, c++ or rust; for a pair also two of them, as in c,rust (default: c, c++)')
    .option('--contract <package>', 'for a consumer: the producer that it calls, by its name or the path of its folder')
    .option('--scope <scope>', 'the scope of the name, like @yours')
    .option('--folder <folder>', 'the parent folder (default: a folder of workspaces, or the current folder)')
    .option('--core <version>', 'the version of @capsule/core, or the path of an archive (default: the installed one)')
    .option('--dry-run', 'list the files, and write nothing')
    .addHelpText('after', newExamples)
    .action(createPackages);
  program
    .command('rename-scope')
    .description('rename the scope of all packages in a clone of this repository')
    .argument('<scope>', 'the new scope, like @yours')
    .action(renameScope);
  program
    .command('prebuild')
    .description('build the addons of a package for several platforms with zig, into prebuilds/<platform>')
    .argument('[folder]', 'the folder of a package with a CMakeLists.txt (default: the current folder)')
    .option('-p, --platform <list>', 'platforms such as linux-x64-musl,win32-x64 (default: all)', collect)
    .option('-j, --jobs <number>', 'how many compilers run at a time (default: one for each core)', parseJobs)
    .option('-D, --define <NAME=value>', 'a variable of CMake', collect)
    .addHelpText('after', '\nExit codes: 0 all were built, 1 a build failed, 2 wrong usage, 3 zig or CMake is missing.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE))
    .action(prebuild);
  return program;
}
