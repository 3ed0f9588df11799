// Writes the pages of the site, in Markdown.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeApiPages } from './api-pages.mjs';
import { benchmarksPage } from './benchmarks-page.mjs';
import { cPages } from './c-pages.mjs';
import { documentPages } from './documents.mjs';
import { homePage } from './home-page.mjs';
import { site, writePage } from './paths.mjs';
import { sidebar } from './sidebar.mjs';
import { sourcePage, writeSourcePages } from './source-pages.mjs';
import { packages, writeTypescriptPages } from './typescript-pages.mjs';

export async function writeContent() {
  // First: typedoc empties the folder of its pages.
  await writeTypescriptPages();
  const documents = documentPages(sourcePage);
  await writeSourcePages(documents.sources);
  const pages = new Map([
    ...documents.pages,
    ...cPages(),
    ['benchmarks.md', benchmarksPage()],
    ['index.md', homePage()],
  ]);
  for (const [page, text] of pages) writePage(page, text);
  const exported = writeApiPages(packages);
  writeFileSync(join(site, 'build', 'sidebar.json'), JSON.stringify(sidebar(exported), null, 2));
}
