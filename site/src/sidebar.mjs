// The navigation of the site.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { headerPages } from './c-pages.mjs';
import { documentGroups, documentNames, titleOf, withReadme } from './documents.mjs';
import { root } from './paths.mjs';

const item = (text, link) => ({ text, link });

/** @param {{ folder: string, name: string, exported: { name: string, group: string, page: string }[] }[]} packages */
export function sidebar(packages) {
  const names = documentNames();
  const placed = documentGroups.flatMap(([, group]) => group);
  const groups = [...documentGroups, ['More', names.filter((name) => !placed.includes(name))]];
  const documents = groups
    .map(([text, group]) => ({
      text,
      items: group
        .filter((name) => names.includes(name))
        .map((name) => item(titleOf(`docs/${name}.md`), `/docs/${name}`)),
    }))
    .filter(({ items }) => items.length > 0);
  const guide = [
    {
      text: 'Start',
      items: [item('Overview', '/readme'), item('Examples', '/examples/'), item('Benchmarks', '/benchmarks')],
    },
    ...documents,
    {
      text: 'Packages',
      collapsed: true,
      items: withReadme('packages').map((name) => item(`@capsule/${name}`, `/packages/${name}/`)),
    },
    {
      text: 'Examples',
      collapsed: true,
      items: withReadme('examples').map((name) => item(name, `/examples/${name}/`)),
    },
    {
      text: 'Project',
      collapsed: true,
      items: ['CONTRIBUTING', 'CHANGELOG', 'SECURITY']
        .filter((name) => existsSync(join(root, `${name}.md`)))
        .map((name) => item(titleOf(`${name}.md`), `/${name.toLowerCase()}`)),
    },
  ];
  const api = [
    { text: 'C and C++', items: headerPages.map(({ name, page }) => item(name, `/${page.replace('.md', '')}`)) },
    ...packages.map(({ folder, name, exported: all }) => ({
      text: name,
      collapsed: true,
      items: [
        item('Overview', `/api/${folder}/`),
        ...all.filter(({ group }) => group !== 'Types').map((each) => page(folder, each)),
        {
          text: 'Types',
          collapsed: true,
          items: all.filter(({ group }) => group === 'Types').map((each) => page(folder, each)),
        },
      ],
    })),
  ];
  return { '/api/': [item('All of the API', '/api/'), ...api], '/': guide };
}

const page = (folder, each) => item(each.name, `/api/${folder}/${each.page.replace('.md', '')}`);
