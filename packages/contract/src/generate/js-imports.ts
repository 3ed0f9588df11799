/** What generated functions and promises take from @capsule/core: the local name of each export. */
const shared = {
  '@capsule/core': { typedArrayKind: '$kindOf', typedArrayLength: '$lengthOf' },
  '@capsule/core/generated': {
    ascend: '$ascend',
    bare: '$bare',
    choose: '$choose',
    copyOf: '$copyOf',
    create: '$create',
    failed: '$failed',
    numbers: '$numbers',
    places: '$places',
    readOptions: '$readOptions',
    rejectMore: '$rejectMore',
    restore: '$restore',
    retry: '$retry',
    run: '$run',
  },
};

/** The lines that import what a text uses. */
export function imports(text: string): string {
  return Object.entries(shared)
    .flatMap(([module, names]) => {
      const used = Object.entries(names).filter(([, local]) => text.includes(`${local}(`));
      const parts = used.map(([name, local]) => `${name}: ${local}`);
      return parts.length === 0 ? [] : [`const { ${parts.join(', ')} } = require('${module}');`];
    })
    .join('\n');
}
