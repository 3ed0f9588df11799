// The home page: what capsule is, the code of examples/00-minimal, and the recorded figures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { birthplace, nanoseconds } from './benchmarks-page.mjs';
import { root } from './paths.mjs';

const example = (file) => readFileSync(join(root, 'examples', '00-minimal', file), 'utf8');

/** The text from one marker to another, both included. */
function cut(file, from, to) {
  const text = example(file);
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`examples/00-minimal/${file}: expected ${from} and then ${to}`);
  return text.slice(start, end + to.length);
}

const bar = (name, ns, longest, isOurs) =>
  `<li${isOurs ? ' class="ours"' : ''}><span>${name}</span><i style="width:${((ns / longest) * 100).toFixed(2)}%"></i><b>${ns < 10 ? ns.toFixed(1) : ns.toFixed(0)} ns</b></li>`;

export function homePage() {
  const [javascript, capsule, pointer] = ['through-js', 'capsule', 'pointer'].map(nanoseconds);
  return `---
layout: home
title: capsule
titleTemplate: Native addons that call each other at C speed
hero:
  name: capsule
  text: Native addons that call each other at C speed
  tagline: Through JavaScript, without linking. One package seals its C functions, JavaScript carries them, another opens them and calls.
  actions:
    - theme: brand
      text: First steps
      link: /docs/your-own-pair
    - theme: alt
      text: How it works
      link: /docs/architecture
    - theme: alt
      text: API
      link: /api/
features:
  - title: Checked before the first call
    details: Name, version and every signature must match. Otherwise an exception says what was expected, what was found and how to fix it.
    link: /examples/05-refuse/
    linkText: See a refusal
  - title: Safe in JavaScript's hands
    details: JavaScript can neither fake a capsule nor get the pointer in it. Contents are destroyed once, on any thread, after the last user.
    link: /docs/threats
    linkText: Each promise has a test
  - title: Stays compatible
    details: A shipped function never changes. One contract in TypeScript generates the C headers, and is compared with every shipped version.
    link: /packages/contract/
    linkText: Contracts
---

<div class="home">

## A pair of addons

Two Node-API addons cannot link to each other: they call through JavaScript, or through a raw pointer, which crashes
when anything is wrong. Python solved this with the capsule: NumPy seals its C functions, SciPy opens them and calls.
This is the capsule for Node.

<div class="pair">
<div>

The producer **seals** a table of C functions:

\`\`\`c
${cut('producer.c', 'static double add', '}\n').trimEnd()}
${cut('producer.c', 'static const adder_api', ';\n').trimEnd()}

${cut('producer.c', 'NAPI_MODULE_INIT', '\n}').trimEnd()}
\`\`\`

JavaScript **carries** it:

\`\`\`js
${cut('index.js', 'const { capsule }', ';\n').trimEnd()}
${cut('index.js', 'const { open }', ';\n').trimEnd()}
${cut('index.js', 'const sumTo', ';\n').trimEnd()}
\`\`\`

</div>
<div>

The consumer **opens** it once, and **calls**:

\`\`\`c
${cut('consumer.c', 'static napi_value open_adder', '\n}')}

${cut('consumer.c', '  const adder_api *math = table;', '/* call */').replaceAll(/^ {2}/gm, '')}
\`\`\`

</div>
</div>

This is [examples/00-minimal](./examples/00-minimal/index.md). With a [contract](./packages/contract/index.md), the
struct, the checks and the types are generated.

## What a call costs

<ul class="bars">
${bar('through JavaScript', javascript, javascript, false)}
${bar('through the capsule', capsule, javascript, true)}
${bar('through a function pointer in the same image', pointer, javascript, false)}
</ul>

An addition of two doubles, ${Math.round(javascript / capsule)} times faster than through JavaScript. ${birthplace()}. [All
benchmarks](./benchmarks.md).

## Where to go

- [Your own pair](./docs/your-own-pair.md): a producer and a consumer of your own, step by step
- [Examples](./examples/index.md): from two files to an application; callbacks, threads, Rust, foreign function interfaces
- [Architecture](./docs/architecture.md): which files a call executes, in order
- [API](./api/index.md): every function of C, C++ and TypeScript, each with an example that a test runs
- [Troubleshooting](./docs/troubleshooting.md): every error code, its cause and its remedy
- [Overview](./readme.md): what is promised, on which platforms, and when not to use it

</div>
`;
}
