// npm run test:workflows: runs the steps of .github/workflows in a clone, as a pull request would: those with a command,
// on Linux. Other actions do nothing here: the clone is checked out, and artifacts stay where they were written.
// Steps that take many minutes have commands of their own (CONTRIBUTING.md); --all runs them as well.
// Options: --workflow <name> (may be repeated), --all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { clone } from './clone.mjs';
import { root } from './files.mjs';

const event = 'pull_request';
const { values } = parseArgs({
  options: { workflow: { type: 'string', multiple: true }, all: { type: 'boolean' } },
});
const folder = join(root, '.github', 'workflows');
const names = values.workflow ?? readdirSync(folder).map((file) => file.replace('.yml', ''));

/** The values of the matrix that concern Linux x64: one for each script or language, and the first of all others. */
function matricesOf({ strategy }) {
  const { matrix } = strategy ?? {};
  if (matrix === undefined) return [{}];
  if (matrix.include !== undefined) return matrix.include;
  const each = matrix.script ?? [undefined];
  return each.map((script) => ({ os: matrix.os?.[0], node: matrix.node?.[0], script }));
}

/** Whether a job or a step runs. The workflows only compare the event, and values of the matrix. */
function isRun(condition, matrix) {
  if (condition === undefined) return true;
  const [, name, operator, expected] = /^([\w.-]+) (==|!=) '([^']*)'$/.exec(condition) ?? [];
  if (name === undefined) throw new Error(`Running workflows: expected a comparison, found if: ${condition}`);
  const found = name === 'github.event_name' ? event : matrix[name.replace('matrix.', '')];
  return (found === expected) === (operator === '==');
}

/** Why a command is not run here, if it is not. */
function reasonToSkip(command) {
  if (/\b(sudo|apk)\b/.test(command)) return 'installs packages of the system';
  if (/^go /.test(command) && spawnSync('go', ['version']).status !== 0) return 'go is not installed';
  if (!values.all && /^npm (test|run test:)/.test(command)) return 'takes long, run it by itself';
  return undefined;
}

let failed = 0;
for (const name of names) {
  const { jobs } = parse(readFileSync(join(folder, `${name}.yml`), 'utf8'));
  const copy = clone();
  const temporary = mkdtempSync(join(tmpdir(), 'capsule-runner-'));
  const done = new Set();
  const env = { ...process.env, CI: 'true', RUNNER_TEMP: temporary };
  for (const [job, content] of Object.entries(jobs)) {
    for (const matrix of isRun(content.if, {}) ? matricesOf(content) : []) {
      for (const step of content.steps ?? []) {
        if (step.run === undefined || !isRun(step.if, matrix)) continue;
        const command = step.run.replace(/\$\{\{ matrix\.([\w-]+) \}\}/g, (_, key) => matrix[key]).trim();
        if (done.has(command)) continue;
        done.add(command);
        const reason = reasonToSkip(command);
        const title = `${name}, ${job}: ${command}`;
        if (reason !== undefined) {
          console.log(`skipped  ${title} (${reason})`);
          continue;
        }
        const options = { cwd: copy.folder, env: { ...env, ...content.env }, encoding: 'utf8', maxBuffer: 2 ** 28 };
        const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', command], options);
        console.log(`${status === 0 ? 'passed ' : 'FAILED '}  ${title}`);
        if (status === 0) continue;
        failed++;
        console.log(`${stdout}${stderr}`.split('\n').slice(-40).join('\n'));
      }
    }
  }
  copy.remove();
  rmSync(temporary, { recursive: true, force: true });
}
console.log(failed === 0 ? 'All steps passed.' : `${failed} failed.`);
process.exitCode = failed === 0 ? 0 : 1;
