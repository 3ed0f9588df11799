import { type Table, tables } from '../results/format.js';
import type { Results, Row } from '../results/results.js';
import { standings, verdict } from '../results/verdict.js';
import { suites } from '../run.js';
import { colors, figures, needsLegend, ours } from './figures.js';
import { style } from './style.js';

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function legend(rows: readonly Row[]): string {
  const palette = colors([...new Set(rows.map(({ competitor }) => competitor))]);
  const items = [...palette].map(([name, color]) => `<li><i style="background:${color}"></i>${html(name)}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

function table({ title, head, lines }: Table): string {
  const cells = (line: readonly string[], tag: string) => line.map((cell) => `<${tag}>${html(cell)}</${tag}>`).join('');
  const body = lines.map(([name = '', ...rest]) => {
    const row = `<th scope="row">${html(name)}</th>${cells(rest, 'td')}`;
    return `<tr${ours.has(name) ? ' class="ours"' : ''}>${row}</tr>`;
  });
  const top = head.some((cell) => cell !== '') ? `<thead><tr>${cells(head, 'th')}</tr></thead>` : '';
  return `<table><caption>${html(title)}</caption>${top}<tbody>${body.join('')}</tbody></table>`;
}

function section(name: string, question: string, rows: readonly Row[], results: Results): string {
  const pictures = figures(name, rows).map(
    ({ title, svg }) => `<figure role="img" aria-label="${html(title)}"><h3>${html(title)}</h3>${svg}</figure>`,
  );
  const sentences = verdict(name, results).map((sentence) => `<li>${html(sentence)}</li>`);
  const ahead = name === 'peers' ? standings(rows) : undefined;
  return `<section id="${name}">
<h2>${html(question)}</h2>
${sentences.length > 0 ? `<ul>${sentences.join('')}</ul>` : ''}
${ahead ? `<div class="tables">${table(ahead)}</div>` : ''}
${needsLegend(name) ? legend(rows) : ''}
<div class="charts">${pictures.join('\n')}</div>
<details open><summary>The figures</summary><div class="tables side">${tables(rows).map(table).join('')}</div></details>
</section>`;
}

function about({ meta }: Results): string {
  const { cpu, cores, caches, system, node, compiler, date, commit, seconds, versions, missing } = meta;
  const sizes = Object.entries(caches).map(([level, size]) => `${level} ${size}`);
  const facts = [
    cpu,
    `${cores} cores`,
    ...sizes,
    system,
    `Node ${node}`,
    compiler,
    date.slice(0, 10),
    `commit ${commit}`,
  ];
  const others = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const absent = Object.entries(missing).map(([name, why]) => `<li>Not measured: ${html(name)} (${html(why)})</li>`);
  return `<p class="meta">${html([...facts, `${seconds} s`].join(' · '))}${others.length > 0 ? `<br>${html(others.join(' · '))}` : ''}</p>
${absent.length > 0 ? `<ul class="meta">${absent.join('')}</ul>` : ''}`;
}

const method = `<section id="method">
<h2>How it is measured</h2>
<ul>
<li>Competitors take turns in each round, so that a machine whose speed drifts affects all of them. A figure is the
median of the rounds; a bar spans the lowest and the highest.</li>
<li>Each JavaScript competitor runs in a separate process, and shares no JIT and no heap with others. The ways of
calling from C are loops in C; each loads its pointer again for every call, so that no compiler hoists the load.</li>
<li>All competitors get the same numbers, and their results are compared before anything is timed.</li>
<li>Scales are logarithmic, except for digits. In charts of statistics, stats is the line at 1; higher is slower.</li>
</ul>
</section>`;

/** Returns a self-contained page, without scripts, fonts or requests. */
export function page(results: Results): string {
  const parts = suites.flatMap(({ name, question }) => {
    const rows = results.rows.filter((row) => row.suite === name);
    return rows.length === 0 ? [] : [section(name, question, rows, results)];
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>capsule: benchmarks</title>
<style>${style}</style>
</head>
<body>
<h1>What does a call between two addons cost?</h1>
${about(results)}
${parts.join('\n')}
${method}
<section id="again"><h2>Run it again</h2><p><code>${html(results.meta.command)}</code></p></section>
</body>
</html>
`;
}
