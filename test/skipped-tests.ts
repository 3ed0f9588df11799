// A reporter that lists the skipped tests at the end of a run: what they require, and their names. Tests without a
// requirement, such as those that a filter of the command line excludes, are not listed.
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** What a skipped test requires: set by skipWithout of @capsule/test-support. */
    requires?: string;
  }
}

export class SkippedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byRequirement = new Map<string, string[]>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const { requires } = test.meta();
        if (requires === undefined) continue;
        const names = byRequirement.get(requires) ?? [];
        names.push(`${relative(process.cwd(), module.moduleId)}: ${test.fullName}`);
        byRequirement.set(requires, names);
      }
    }
    for (const [requirement, names] of byRequirement)
      console.log(`\nSkipped without ${requirement}:\n${names.map((name) => `  ${name}`).join('\n')}`);
  }
}
