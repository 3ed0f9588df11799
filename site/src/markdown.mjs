// How Markdown becomes HTML, apart from VitePress' defaults.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The codes that docs/troubleshooting.md explains: those before the colon of a list item. */
const explained = new Set(
  [...readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8').matchAll(/^- (`ERR_[^:]*):/gm)].flatMap(
    ([, codes]) => codes.match(/ERR_[A-Z_]*[A-Z]/g),
  ),
);

/** The anchor of a heading, as GitHub derives it: links between documents work in both places. */
export const slugify = (title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const isCommand = (line) => line === '' || /^(?:#|npm|npx|node|sh|cd|git|cmake|apt-get)\b|^#/.test(line.trim());

export const markdown = (base) => ({
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
  anchor: { slugify },
  config(md) {
    // Documents of the repository are plain Markdown: <T> in them is text. Pages that the site writes may have HTML.
    md.core.ruler.before('normalize', 'html', ({ env, md: { options } }) => {
      options.html = /^(?:index|benchmarks|api\/.*)\.md$/.test(env.relativePath ?? '');
    });
    const { text: renderText, code_inline: renderCode } = md.renderer.rules;
    md.renderer.rules.text = (...args) => renderText(...args).replaceAll('{{', '&#123;&#123;');

    // Indented code, as in READMEs, looks like code between fences.
    md.renderer.rules.code_block = (tokens, index, options, env, self) => {
      const token = tokens[index];
      const lines = token.content.trimEnd().split('\n');
      token.info = lines.every(isCommand) ? 'sh' : 'txt';
      return md.renderer.rules.fence(tokens, index, options, env, self);
    };

    // Each error code leads to its explanation.
    md.renderer.rules.code_inline = (tokens, index, options, env, self) => {
      const html = renderCode(tokens, index, options, env, self);
      const code = tokens[index].content;
      if (!explained.has(code)) return html;
      const before = tokens.slice(0, index);
      if (
        before.filter(({ type }) => type === 'link_open').length >
        before.filter(({ type }) => type === 'link_close').length
      )
        return html;
      if (env.relativePath !== 'docs/troubleshooting.md')
        return `<a href="${base}docs/troubleshooting.html#${code}">${html}</a>`;
      env.codes ??= new Set();
      const isItem = before.every(({ type, content }) => type !== 'text' || /^[, ]*$/.test(content));
      if (!isItem || env.codes.has(code)) return html;
      env.codes.add(code);
      return html.replace('<code', `<code id="${code}"`);
    };
  },
});
