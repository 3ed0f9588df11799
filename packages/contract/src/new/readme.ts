import type { Language } from './options.js';

/** What the README of a new package describes. */
export interface Described {
  readonly name: string;
  readonly prefix: string;
  readonly language: Language;
  /** The producer of a consumer. */
  readonly producer?: string;
  /** Whether a consumer calls the functions of a new producer, or only opens the table. */
  readonly calls?: boolean;
  readonly isClone: boolean;
}

const sources = {
  producer: { c: 'native/table.c', 'c++': 'native/addon.cc', rust: 'native/lib.rs' },
  consumer: { c: 'native/addon.c', 'c++': 'native/addon.cc', rust: 'native/lib.rs' },
} as const;

const names = { c: 'C', 'c++': 'C++', rust: 'Rust' } as const;

/** One sentence about a new package, for README.md and package.json. */
export function describe({ language, producer }: Described): string {
  if (producer === undefined) return `A producer in ${names[language]}: C functions that other addons call.`;
  return `A consumer in ${names[language]}: calls the C functions of ${producer}.`;
}

export function readme(described: Described): string {
  const { name, isClone } = described;
  const run = isClone
    ? `    npm run build\n    npm test -w ${name}\n    npm start -w ${name}`
    : '    npm install\n    npm test          # builds, then runs the tests\n    npm start';
  return `# ${name}

${describe(described)}

${run}

${described.producer === undefined ? producerText(described) : consumerText(described, described.producer)}
To set breakpoints, run \`npm run build:debug\`, and set \`CAPSULE_BUILD=Debug\` in the environment.
`;
}

function producerText({ prefix, language }: Described): string {
  const source = sources.producer[language];
  const field = { c: `.name = name,`, 'c++': 'name, after the others', rust: 'name: Some(name),' }[language];
  return `- \`${prefix}.contract.ts\` declares the functions. The build generates \`include/\` and \`bindings/\` from it.
- \`${source}\` implements them, and fills the table.
- \`index.js\` exports the capsule, with the type in \`bindings/${prefix}.d.ts\`.${
    language === 'rust'
      ? ''
      : '\n- `promises.js` exports its functions as promises, which are computed on other threads.'
  }

## Change it

Replace the two functions by your own, in the contract, in \`${source}\` and in \`test/${prefix}.test.js\`.

After the first release functions are only appended, each with a new minor version:

1. Append the function to \`${prefix}.contract.ts\` with \`since: '1.1'\`, and raise the version to \`'1.1'\`.
2. Implement it in \`${source}\`, and set it in the table: \`${field}\`. If you forget that, the addon does not load, and
   the message names the function.
3. Run \`npx capsule freeze\` for each release, and commit \`abi/\`. From then on \`npx capsule check\` fails if a released
   function changes.
`;
}

function consumerText({ prefix, language, calls }: Described, producer: string): string {
  const source = sources.consumer[language];
  const opening = language === 'rust' ? 'Its generated module' : 'Its header';
  const first = calls
    ? `- \`${source}\` opens the table of ${producer}, and calls \`manhattan\` for each row of a matrix.`
    : `- \`${source}\` opens the table of ${producer}, and reads the name of its variant.`;
  return `${first}
  ${opening} is found at build time; nothing is linked.
- \`index.js\` passes the capsule of ${producer} to the addon; \`index.d.ts\` has the types.

## Change it

Write your own functions in \`${source}\`, and export them in \`index.js\` and \`index.d.ts\`. The addon works with every
later minor version of the contract that it was compiled with. If a producer does not fit, opening throws an error that
says why; \`npx capsule doctor\` compares all installed addons. The test is \`test/${prefix}.test.js\`.
`;
}

export function pairReadme(name: string, producer: string, consumer: string): string {
  return `# ${name}

A pair of native addons: ${producer} has C functions, which ${consumer} calls directly, without JavaScript between
them and without linking.

    npm install
    npm test                       # builds both, then runs their tests
    npm start -w ${producer}
    npm start -w ${consumer}

The two are packages of their own, in \`packages/\`: each has a README that says what to change. Other packages that are
created with \`npx capsule new\` in this folder become workspaces, too.
`;
}
