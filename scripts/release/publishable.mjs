// node scripts/release/publishable.mjs: removes "private" from the package.json of the packages that are published, so
// that npm accepts them. It is run once, before the first release.
import { makePublishable, publishedPackages } from './published.mjs';

for (const { folder, content } of publishedPackages()) {
  const found = makePublishable(folder) ? 'was private, can be published now' : 'can be published already';
  console.log(`${content.name} ${content.version}: ${found}`);
}
