// npm runs a script named "prebuild" before the script "build", too, and tells it nothing about that. Only the command
// line of npm has the difference: "npm run build".
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The command line and the parent of a process, or undefined if the system does not tell. */
function processOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return { command, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    } catch {
      return undefined;
    }
  }
  const [tool, ...args] =
    process.platform === 'win32'
      ? [
          'powershell',
          '-NoProfile',
          '-Command',
          `Get-CimInstance Win32_Process -Filter ProcessId=${pid} | % { "$($_.ParentProcessId) $($_.CommandLine)" }`,
        ]
      : ['ps', '-o', 'ppid=,command=', '-p', String(pid)];
  const { status, stdout } = spawnSync(tool, args, { encoding: 'utf8', windowsHide: true });
  const [, parent, command] = (status === 0 && /^\s*(\d+)\s+(.*)/.exec(stdout)) || [];
  return command === undefined ? undefined : { command: command.trim(), parent: Number(parent) };
}

/** Whether this process runs because of "npm run build". */
export function isHookOfBuild() {
  if (process.env.npm_lifecycle_event !== 'prebuild') return false;
  // Between npm and this process there may be shells, whose command line contains the script.
  let pid = process.ppid;
  for (let depth = 0; depth < 4; depth++) {
    const found = processOf(pid);
    if (found === undefined) return false;
    if (!/prebuild\.mjs/.test(found.command)) return !/\bprebuild\b/.test(found.command);
    pid = found.parent;
  }
  return false;
}
