import type { ArrayParameter, Call, Output, Parameter, StridedParameter } from '../model/call.js';
import { parseJavaScriptCondition } from '../model/javascript.js';
import {
  bindingOf,
  camelCase,
  directValue,
  isBigInt,
  isResultArray,
  isSizes,
  nativeParameters,
  optionsOf,
  positionsOf,
  resultArrays,
  scriptName,
  scriptNames,
  scriptParameters,
  slotsOf,
  typedArrayOf,
} from './js-call.js';
import { callDescription, json } from './js-description.js';
import { changedName, manyOrOne, resultsOf } from './js-results.js';
import { pascalCase } from './text.js';

/**
 * The lines that turn options, numbers and keys into arguments of C, and the text of each argument.
 *
 * @param description - the variable that describes the call
 * @param isLater - whether results are put in the order of the keys after the caller may have changed these
 */
export function preparation(
  call: Call,
  description: string,
  isLater: boolean,
): { lines: string[]; values: ReadonlyMap<string, string> } {
  const lines: string[] = [];
  const values = new Map<string, string>();
  const options = optionsOf(call);
  if (call.strided.length > 0) {
    const list = call.strided.map((each) => camelCase(each.name)).join(', ');
    const initial = call.strided.map(() => '0, 1, ').join('');
    lines.push(`const $found = $places(${description}, options, [${list}], [${initial}0]);`);
    for (const [i, each] of call.strided.entries()) {
      values.set(each.name, `${camelCase(each.name)}, $found[${2 * i}], $found[${2 * i + 1}]`);
      values.set(each.count, `$found[${2 * call.strided.length}]`);
    }
  }
  const chosen = options.filter(({ choices }) => choices !== undefined);
  if (chosen.length > 0)
    lines.push(`const $options = options === undefined ? undefined : $readOptions(${description}, options);`);
  for (const { key, argument, choices } of chosen) {
    const [first] = Object.values(choices ?? {});
    lines.push(
      `const option$${key} = $options === undefined ? ${first} : $choose(${description}, '${key}', ${json(choices)}, $options.${key});`,
    );
    values.set(argument ?? '', `option$${key}`);
  }
  for (const parameter of scriptParameters(call)) {
    const own = camelCase(parameter.name);
    const { numbers, ascending } = bindingOf(call, parameter.name);
    const given = numbers === true ? `numbers$${own}` : own;
    const keys = isLater ? `keys$${own}` : given;
    if (numbers === true) lines.push(`const ${given} = $numbers(${description}, '${own}', ${own});`);
    if (ascending === true && isLater) lines.push(`const ${keys} = $copyOf(${description}, '${own}', ${given});`);
    if (ascending === true) lines.push(`const sorted$${own} = $ascend(${description}, '${own}', ${keys});`);
    if (numbers === true || ascending === true)
      values.set(parameter.name, ascending === true ? `sorted$${own}` : given);
  }
  return { lines, values };
}

/** The description of a function, and the function. */
export function functionText(call: Call, isPromised: boolean): string {
  const { returned } = call;
  const name = scriptName(call);
  const parameters = nativeParameters(call);
  const shown = scriptNames(call);
  const outs = resultArrays(call);
  const isFresh = call.binding.newResults === true;
  const arrays = parameters.filter((each): each is ArrayParameter => each.kind === 'array');
  const slots = slotsOf(call);
  const tail = slots.length > 0 ? ['$results'] : [];
  const hasArrays = arrays.length > 0 || call.strided.length > 0;
  const { lines, values } = preparation(call, `call$${name}`, false);
  const local = (of: string) => `out$${camelCase(of)}`;
  const token = (parameter: Parameter | StridedParameter, text: string) =>
    parameter.kind === 'handle' ? `$tokenOf${pascalCase(parameter.type.name)}(${text})` : text;
  /** An argument as JavaScript has it: the three of a strided array are separated by commas. */
  const argumentText = (parameter: Parameter | StridedParameter) =>
    values.get(parameter.name) ?? camelCase(parameter.name);
  const at = new Map(positionsOf(call).map(({ parameter, at: position }) => [parameter.name, position]));
  const retryArgs = parameters
    .map((each) => (isResultArray(each) && isFresh ? 'undefined' : argumentText(each)))
    .join(', ');
  const inputs = arrays.filter(({ use }) => use !== 'outArray');
  const isKind = (array: ArrayParameter, text = argumentText(array)) =>
    `$kindOf(${text}) === '${typedArrayOf(array.element)}'`;
  const allocate = outs.map((each) => {
    const length =
      each.length.name === undefined ? undefined : call.lengths.find(({ name: of }) => of === each.length.name);
    const input = length?.arrays.find(({ use }) => use !== 'outArray');
    const explicitLength = values.get(each.length.name ?? '') ?? camelCase(each.length.name ?? '');
    const n =
      each.length.name === undefined
        ? `${each.length.plus}`
        : input === undefined
          ? plusNumber(explicitLength, each.length.plus)
          : plus(`$lengthOf(${argumentText(input)})`, each.length.plus - input.length.plus);
    const unless = isFresh ? '' : `if (${local(each.name)} === undefined) `;
    const limit = greatestOf(call, each.length.name);
    return `${unless}${local(each.name)} = $create('${typedArrayOf(each.element)}', ${n}${limit === undefined ? '' : `, ${limit}`});`;
  });
  const fast = `$native.${name}(${[
    ...parameters.map((each) => token(each, isResultArray(each) ? local(each.name) : argumentText(each))),
    ...tail,
  ].join(', ')})`;
  const kinds = [
    ...inputs.map((each) => isKind(each)),
    ...call.strided.map((each) => `$kindOf(${camelCase(each.name)}) === '${typedArrayOf(each.element)}'`),
  ];
  const isOutKind = outs.map((each) =>
    isFresh ? `${local(each.name)} !== undefined` : isKind(each, local(each.name)),
  );
  const hasSizes = arrays.some(({ element }) => isSizes(element));
  const missing = hasSizes ? '$done == null' : '$done === undefined';
  const body = [
    `if ($more.length > 0) $rejectMore(call$${name}, ${shown[0] ?? 'undefined'}, $more);`,
    ...lines,
    'let $done;',
    ...outs.map(({ name: of }) => (isFresh ? `let ${local(of)};` : `let ${local(of)} = ${camelCase(of)};`)),
    ...(hasArrays
      ? [
          `${kinds.length === 0 ? '' : `if (${kinds.join(' && ')}) `}{`,
          ...allocate.map((line) => `  ${line}`),
          `  ${outs.length === 0 ? '' : `if (${isOutKind.join(' && ')}) `}$done = ${fast};`,
          '}',
        ]
      : [`$done = ${fast};`]),
    ...(outs.length === 0
      ? [`if (${missing}) $done = $retry(call$${name}, [${retryArgs}]);`]
      : [
          `if (${missing}) {`,
          `  const $args = [${retryArgs}];`,
          `  $done = $retry(call$${name}, $args);`,
          ...outs.map((each) => `  ${local(each.name)} = $args[${at.get(each.name)}];`),
          '}',
        ]),
    ...(returned.kind === 'status'
      ? [
          `if ($done !== ${returned.type.name === 'bool' ? String(!('true' in returned.failures)) : '0'}) throw $failed(call$${name}, $done);`,
        ]
      : []),
    ...(returned.kind === 'owned' ? [`if ($done === false) throw $failed(call$${name}, $done);`] : []),
    ...scalarReturn(call, local),
    `return ${returnText(
      call,
      outs.map((each) => [camelCase(each.name), inOrder(call, each, local(each.name), `call$${name}`, false)] as const),
    )};`,
  ];
  const optional = (isFresh ? 0 : outs.length) + (optionsOf(call).length > 0 ? 1 : 0);
  return `${callDescription(call, isPromised)}
function ${name}(${[...shown, '...$more'].join(', ')}) {
${body.map((line) => `  ${line}`).join('\n')}
}
Object.defineProperty(${name}, 'length', { value: ${shown.length - optional} });`;
}

/** The greatest length of results that conditions of JavaScript allow: no more is allocated. */
function greatestOf({ binding }: Call, length: string | undefined): number | undefined {
  const bounds = (binding.requires ?? []).flatMap(({ that }) => {
    const parsed = parseJavaScriptCondition(that);
    if (parsed === undefined || parsed.left.length > 1 || parsed.left[0] !== length) return [];
    return typeof parsed.right === 'number' && parsed.operator.startsWith('<') ? [parsed.right] : [];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

/** The array of keys by which the results of a length are in order. */
const keysOf = (call: Call, { length }: ArrayParameter): ArrayParameter | undefined =>
  call.lengths
    .find(({ name }) => name === length.name)
    ?.arrays.find((each) => each.use !== 'outArray' && bindingOf(call, each.name).ascending === true);

/** A result, in the order of the keys that the caller passed: see preparation(). */
export function inOrder(
  call: Call,
  array: ArrayParameter,
  text: string,
  description: string,
  isLater: boolean,
): string {
  const keys = keysOf(call, array);
  if (keys === undefined) return text;
  const own = camelCase(keys.name);
  const given = isLater ? `keys$${own}` : bindingOf(call, keys.name).numbers === true ? `numbers$${own}` : own;
  return `$restore(${description}, ${text}, ${given}, sorted$${own})`;
}

/** Returns one number where the caller passed one. */
function scalarReturn(call: Call, local: (name: string) => string): string[] {
  const one = manyOrOne(call);
  if (one === undefined) return [];
  const outs = resultArrays(call).map((each) => [camelCase(each.name), `${local(each.name)}[0]`] as const);
  return [`if (typeof ${camelCase(one.name)} === 'number') return ${returnText(call, outs)};`];
}

/** The same for an argument: adding to one that is no number would run its code, or throw an error without a code. */
const plusNumber = (text: string, constant: number): string =>
  constant === 0 ? text : `typeof ${text} === 'number' ? ${plus(text, constant)} : undefined`;

const plus = (text: string, constant: number): string =>
  constant === 0 ? text : constant > 0 ? `${text} + ${constant}` : `${text} - ${-constant}`;

function returnText(call: Call, outs: readonly (readonly [name: string, local: string])[]): string {
  const slots = slotsOf(call);
  const read = (value: Output): string => {
    const at = (field: string | undefined) => {
      const index = slots.findIndex((slot) => slot.value.name === value.name && slot.field === field);
      const slot = slots[index];
      if (slot === undefined) return '$done';
      if (isBigInt(slot.type))
        return slot.type.name === 'u64' ? `BigInt.asUintN(64, $bigResults[${index}])` : `$bigResults[${index}]`;
      return slot.type.name === 'bool' ? `$results[${index}] !== 0` : `$results[${index}]`;
    };
    if (value.type.kind === 'scalar') return at(undefined);
    return `{ ${Object.keys(value.type.fields)
      .map((field) => `${camelCase(field)}: ${at(field)}`)
      .join(', ')} }`;
  };
  const texts = resultsOf(call).map(({ name, value }): [string, string] => {
    if (value === 'handle') {
      const of = call.returned.kind === 'owned' ? pascalCase(call.returned.type.name) : '';
      return [name, `new ${of}($secret${of}, $done)`];
    }
    if ('use' in value) return [name, outs.find(([of]) => of === name)?.[1] ?? 'undefined'];
    return [name, directValue(call) === value || slots.length === 0 ? '$done' : read(value)];
  });
  if (texts.length === 0) return changedName(call) ?? 'undefined';
  if (texts.length === 1) return texts[0]?.[1] ?? 'undefined';
  return `{ ${texts.map(([name, text]) => `${name}: ${text}`).join(', ')} }`;
}
