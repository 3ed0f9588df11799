import { pathToFileURL } from 'node:url';
import { chromiumPath } from '@capsule/test-support/browser';
import { chromium } from 'playwright-core';

/** Renders a page, and returns its properties. */
async function inspectPage(
  executablePath: string,
  file: string,
  { colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number },
) {
  const opened = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await opened.newPage({ viewport: { width, height: 900 }, colorScheme });
    const [errors, requests]: string[][] = [[], []];
    const url = pathToFileURL(file).href;
    page.on('pageerror', (error) => errors?.push(String(error)));
    page.on('console', (message) => errors?.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== url) requests?.push(request.url());
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const seen = await page.evaluate(`(() => {
      const charts = [...document.querySelectorAll('figure svg')];
      const { backgroundColor, color } = getComputedStyle(document.body);
      return {
        text: document.body.innerText,
        scripts: document.scripts.length,
        scrollWidth: document.documentElement.scrollWidth,
        sections: [...document.querySelectorAll('section')].map(({ id }) => id).filter((id) => !['method', 'again'].includes(id)),
        charts: charts.length,
        emptyCharts: charts.filter((svg) => svg.querySelectorAll('path').length < 3 || svg.getBoundingClientRect().width < 200).length,
        brightness: [backgroundColor, color].map((text) => Number(/\\d+/.exec(text)[0])),
      };
    })()`);
    return { errors, requests, ...(seen as Seen) };
  } finally {
    await opened.close();
  }
}

interface Seen {
  text: string;
  scripts: number;
  scrollWidth: number;
  sections: string[];
  charts: number;
  emptyCharts: number;
  brightness: number[];
}

/** The installed Chromium, or undefined. */
export function browser() {
  const path = chromiumPath();
  if (path === undefined) return undefined;
  return {
    inspectPage: (file: string, options: { colorScheme: 'light' | 'dark'; width: number }) =>
      inspectPage(path, file, options),
  };
}
