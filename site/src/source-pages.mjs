// Sources that documents link to, as plain pages: VitePress would take most of its time for them.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { codeToHtml } from 'shiki';
import { publicFolder, root } from './paths.mjs';

const languages = {
  '.c': 'c',
  '.cc': 'cpp',
  '.cjs': 'js',
  '.h': 'c',
  '.hpp': 'cpp',
  '.js': 'js',
  '.json': 'json',
  '.mjs': 'js',
  '.py': 'python',
  '.rs': 'rust',
  '.ts': 'ts',
};

/** Longer files are shown without colors, which would multiply the size of the page. */
const longestColored = 20_000;
/** Longer files are cut. */
const longestShown = 200_000;

/** The path of the page of a source. Some hosts do not serve folders that begin with a dot. */
export const sourcePage = (path) => `source/${path.replaceAll(/(^|\/)\./g, '$1dot-')}.html`;

const isFolder = (path) => statSync(join(root, path)).isDirectory();
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const style = `
:root { color-scheme: light; --paper: #fff; --ink: #2c2c33; --link: #0b57c4; --box: #f6f6f7; }
:root.dark { color-scheme: dark; --paper: #1b1b1f; --ink: #dfdfd6; --link: #7db4ff; --box: #161618; }
body { margin: 0; padding: 1rem 1.5rem 3rem; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.1rem; overflow-wrap: anywhere; }
pre { margin: 0; padding: 1rem; overflow-x: auto; border-radius: 8px; background: var(--box); font: 13px/1.5 ui-monospace, monospace; }
pre.shiki, pre.shiki span { background: var(--box) !important; }
.dark pre.shiki, .dark pre.shiki span { color: var(--shiki-dark) !important; }`;

/** The theme that the reader has chosen on the site, or else that of the system. */
const theme = `
const chosen = localStorage.getItem('vitepress-theme-appearance') || 'auto';
const dark = chosen === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
document.documentElement.classList.toggle('dark', dark);`;

function page(path, body) {
  const home = `${'../'.repeat(path.split('/').length)}index.html`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(path)} | capsule</title>
<style>${style}</style>
<script>${theme}</script>
</head>
<body>
<p><a href="${home}">capsule</a></p>
<h1>${escaped(path)}</h1>
${body}
</body>
</html>
`;
}

async function bodyOf(path) {
  if (isFolder(path)) {
    const own = sourcePage(path);
    const items = filesIn(path).map((file) => {
      const link = posix.relative(posix.dirname(own), sourcePage(file));
      return `<li><a href="${escaped(link)}">${escaped(posix.basename(file))}</a></li>`;
    });
    return `<ul>${items.join('')}</ul>`;
  }
  const text = readFileSync(join(root, path), 'utf8');
  const lang = languages[extname(path)];
  if (lang === undefined || text.length > longestColored || path.includes('/test/'))
    return `<pre tabindex="0">${escaped(text.slice(0, longestShown))}${text.length > longestShown ? '\n...' : ''}</pre>`;
  return codeToHtml(text, { lang, themes: { light: 'github-light-high-contrast', dark: 'github-dark-default' } });
}

const filesIn = (folder) =>
  readdirSync(join(root, folder))
    .map((name) => posix.join(folder, name))
    .filter((path) => !isFolder(path));

/** Writes the pages of files and folders; the page of a folder lists its files, which have pages too. */
export async function writeSourcePages(sources) {
  const all = new Set([...sources].flatMap((path) => (isFolder(path) ? [path, ...filesIn(path)] : [path])));
  for (const path of all) {
    const file = join(publicFolder, sourcePage(path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page(path, await bodyOf(path)));
  }
}
