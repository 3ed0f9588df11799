import type { Results } from '../rows.js';
export function page(results: Results): string {
  return JSON.stringify(results);
}
