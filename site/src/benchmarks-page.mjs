// The recorded benchmark run as a page: the charts and tables of the report of @capsule/benchmarks, in the colors of
// the site.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, site } from './paths.mjs';

const recorded = join(root, 'packages', 'benchmarks', 'results', 'recorded.json');

/** The recorded median of a way from C to C for `add`, in nanoseconds. */
export function nanoseconds(way) {
  const { rows } = JSON.parse(readFileSync(recorded, 'utf8'));
  return rows.find((row) => row.suite === 'call-path' && row.function === 'add' && row.competitor === way).median;
}

/** CPU, versions and date of the recorded run. */
export function birthplace() {
  const { meta } = JSON.parse(readFileSync(recorded, 'utf8'));
  return `${meta.cpu}, ${meta.system.split(' ')[0]}, Node ${meta.node.slice(1)}, ${meta.date.slice(0, 10)}`;
}

/** Returns the text of the page. Needs the build of @capsule/benchmarks. */
export function benchmarksPage() {
  const file = join(site, 'build', 'report.html');
  const main = join(root, 'packages', 'benchmarks', 'dist', 'main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--input', recorded, '--report', file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${main} failed:\n${stdout}${stderr}`);
  const [, body] = /<body>\s*<h1>.*?<\/h1>([\s\S]*)<\/body>/.exec(readFileSync(file, 'utf8'));
  const sections = body
    .replaceAll(/<section id="([^"]+)">\s*<h2>(.*?)<\/h2>/g, '<section>\n<h2 id="$1" tabindex="-1">$2</h2>')
    .replaceAll('<details open>', '<details>')
    .replaceAll(/\n\s*\n/g, '\n')
    .replaceAll(/>\s+</g, '><');
  // Imported as a string: as Markdown or as a template, so much SVG would take minutes to compile.
  writeFileSync(join(site, 'build', 'report-body.html'), sections);
  return `---
outline: 2
aside: false
pageClass: wide
---
# What does a call between two addons cost?

The recorded run that the README quotes. [Benchmarking](./docs/benchmarking.md) explains how to read the figures, how
to measure on your machine, and which mistakes make such figures wrong.

<script setup>
import report from '../report-body.html?raw';
</script>

<div class="bench" v-html="report"></div>
`;
}
