// node scripts/release/publishable.mjs: removes "private" from the package.json of the packages that are published, so
// that npm accepts them. It is run once, before the first release.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.mjs';
import { publishedPackages } from './published.mjs';

for (const { folder, content } of publishedPackages()) {
  const file = join(root, folder, 'package.json');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/^ *"private": true,\n/m, '');
  writeFileSync(file, changed);
  const found = changed !== text ? 'was private, can be published now' : 'can be published already';
  console.log(`${content.name} ${content.version}: ${found}`);
}
