// Checks the requirements of a build: Node, CMake, compilers, make or ninja, and the dependencies. One message lists
// everything that is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.mjs';

/** The first line that `<command> --version` prints, or undefined if it fails. */
function version(command) {
  if (command === '') return undefined;
  const run = spawnSync(command, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  return run.status === 0 ? run.stdout.split('\n')[0].trim() : undefined;
}

function firstVersion(commands) {
  for (const command of commands) {
    const found = version(command);
    if (found !== undefined) return found;
  }
  return undefined;
}

const { node: nodeRange } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines;

/** Whether this Node is in a range like "^20.19.0 || >=22.12.0". */
function nodeFits() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return nodeRange.split(' || ').some((part) => {
    const [, operator, least, leastMinor] = /^(\^|>=)(\d+)\.(\d+)/.exec(part);
    return (major === Number(least) && minor >= Number(leastMinor)) || (operator === '>=' && major > Number(least));
  });
}

function cmakeFits(text) {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text || '') || [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 15);
}

/** The command that installs CMake, a compiler and a build tool on this system. */
function installCommand() {
  if (process.platform === 'darwin') return 'xcode-select --install && brew install cmake';
  if (process.platform === 'win32')
    return 'winget install Kitware.CMake Microsoft.VisualStudio.2022.BuildTools (with the C++ workload)';
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) return 'sudo apt-get install cmake g++ make';
  if (/^ID(_LIKE)?=.*(fedora|rhel)/m.test(release)) return 'sudo dnf install cmake gcc-c++ make';
  if (/^ID(_LIKE)?=.*arch/m.test(release)) return 'sudo pacman -S cmake gcc make';
  if (/^ID(_LIKE)?=.*alpine/m.test(release)) return 'sudo apk add cmake g++ make';
  return 'install CMake, a C and C++ compiler, and make or ninja with the package manager of this system';
}

/**
 * Checks all requirements of a build.
 *
 * @returns {{ problem?: string, tools: Record<string, string | undefined> }}
 */
export function preflight() {
  const windows = process.platform === 'win32';
  const tools = {
    node: process.version,
    cmake: version('cmake'),
    // CMake finds Visual Studio when no compiler is on the PATH.
    cc: windows ? 'Visual Studio' : firstVersion([process.env.CC || '', 'cc', 'gcc', 'clang']),
    cxx: windows ? 'Visual Studio' : firstVersion([process.env.CXX || '', 'c++', 'g++', 'clang++']),
    make: windows ? 'Visual Studio' : firstVersion(['ninja', 'make', 'gmake']),
  };
  const missing = [];
  if (!cmakeFits(tools.cmake)) missing.push('CMake 3.15 or later');
  if (tools.cc === undefined) missing.push('a C compiler');
  if (tools.cxx === undefined) missing.push('a C++ compiler');
  if (tools.make === undefined) missing.push('make or ninja');

  if (!nodeFits()) {
    return {
      tools,
      problem: `expected Node ${nodeRange}, found ${process.version}. Install one of these from https://nodejs.org.`,
    };
  }
  if (missing.length > 0) {
    const list = missing.join(', ').replace(/, ([^,]*)$/, ' and $1');
    return { tools, problem: `expected ${list}, found none. Install: ${installCommand()}` };
  }
  if (!existsSync(join(root, 'node_modules', 'turbo'))) {
    return { tools, problem: 'expected the dependencies to be installed, found no node_modules. Run "npm ci".' };
  }
  return { tools };
}
