import type { ArrayParameter, Call, Parameter, StridedParameter } from '../model/call.js';
import type { Contract } from '../model/contract.js';
import { parseJavaScriptCondition } from '../model/javascript.js';
import type { Scalar } from '../model/types.js';
import type { Check } from './checks.js';
import { comparison } from './cpp.js';
import { bindingOf, boundsOf, isBigInt, isImplied, isSizes } from './js-call.js';

// How the C side of a function in JavaScript reads and checks its arguments: that of a promise does it in the same way.

export const dtypeOf = ({ name }: Scalar): string =>
  `CAPSULE_${(name === 'usize' ? 'u64' : name === 'isize' ? 'i64' : name).toUpperCase()}`;

/** A local variable that holds an argument of the C function. */
export const local = (name: string): string => `${name}_`;

/**
 * Reads one argument of JavaScript: declarations, and an expression that is true if it was read.
 *
 * @param copies - whether integers in a data capsule are copied
 */
export function reader(
  { prefix }: Contract,
  parameter: Parameter | StridedParameter,
  i: number,
  copies: boolean,
): { declare: string; read: string } {
  const p = `${prefix}_js`;
  const { name } = parameter;
  const value = `in[${i}]`;
  switch (parameter.kind) {
    case 'strided':
      return {
        declare: `capsule_js_strided ${local(name)} = {{NULL, 0, NULL, NULL}, 0, 0};`,
        read: `capsule_js_read_strided(env, &${value}, empty, ${dtypeOf(parameter.element)}, &${local(name)})`,
      };
    case 'array':
      if (isSizes(parameter.element)) {
        const [reads, writes] = [parameter.use !== 'outArray', parameter.use !== 'array'];
        return {
          declare: `capsule_js_array ${local(name)} = {NULL, 0, NULL, NULL};`,
          read: `capsule_js_read_sizes(env, ${value}, empty, ${dtypeOf(parameter.element)}, ${reads}, ${writes}, ${copies}, &${local(name)}, &hasMemory)`,
        };
      }
      return {
        declare: `capsule_js_array ${local(name)} = {NULL, 0, NULL, NULL};`,
        read: `capsule_js_read_array(env, ${value}, empty, ${dtypeOf(parameter.element)}, ${parameter.use !== 'array'}, &${local(name)})`,
      };
    case 'scalar': {
      const { type } = parameter;
      if (type.name === 'bool') {
        return {
          declare: `bool ${local(name)} = false;`,
          read: `napi_get_value_bool(env, ${value}, &${local(name)}) == napi_ok`,
        };
      }
      if (isBigInt(type)) {
        const kind = type.name === 'i64' ? 'int64' : 'uint64';
        return {
          declare: `${type.c} ${local(name)} = 0;\n  bool isLossless_${name} = false;`,
          read: `napi_get_value_bigint_${kind}(env, ${value}, &${local(name)}, &isLossless_${name}) == napi_ok && isLossless_${name}`,
        };
      }
      if (/^f/.test(type.name)) {
        return {
          declare: `double ${local(name)} = 0;`,
          read: `napi_get_value_double(env, ${value}, &${local(name)}) == napi_ok`,
        };
      }
      const [low, high] = boundsOf(type);
      return {
        declare: `double ${local(name)} = 0;`,
        read: `capsule_js_read_integer(env, ${value}, ${low}.0, ${high}.0, &${local(name)})`,
      };
    }
    case 'handle': {
      const of = parameter.type.name;
      return {
        declare: `${p}_handle_${of} *${local(name)} = NULL;`,
        read: `(${local(name)} = ${p}_unwrap_${of}(env, api, ${value})) != NULL`,
      };
    }
    case 'callback':
      return {
        declare: `capsule_envelope *${local(name)} = NULL;`,
        read: `capsule_check(env, ${value}, NULL) != CAPSULE_NOT_A_CAPSULE &&\n      (${local(name)} = capsule_open_function(env, ${value}, NULL, ${p}_signature_${parameter.type.name}, 1, NULL)) != NULL`,
      };
    case 'context':
      return { declare: '', read: '' };
  }
}

/** The length of an argument, a constant more or less, as int64_t: no array has 2^63 elements. */
export const sizePlus = (name: string, plus: number): string =>
  `(int64_t)${local(name)}.n${plus === 0 ? '' : plus > 0 ? ` + ${plus}` : ` - ${-plus}`}`;

/** A check of the contract, in C. */
export function checkText(call: Call, check: Check): string {
  const arrays = [...call.strided, ...call.parameters.filter((each): each is ArrayParameter => each.kind === 'array')];
  const sizeOf = (name: string) => `sizeof(${arrays.find((each) => each.name === name)?.element.c})`;
  const array = (name: string) =>
    call.strided.some((each) => each.name === name) ? `&${local(name)}.array` : `&${local(name)}`;
  switch (check.kind) {
    case 'ended':
      return `${local(check.handle.name)}->handle != NULL`;
    case 'sameHandle':
      return `${local(check.first)} != ${local(check.second)}`;
    case 'length':
      return `${local(check.array.name)}.n == ${check.size}`;
    case 'shorter':
      return `${local(check.array.name)}.n >= ${check.size}`;
    case 'range':
      return `${local(check.array.name)}.n <= ${check.size}`;
    case 'lengths':
      return `${sizePlus(check.other.name, check.first.length.plus)} == ${sizePlus(check.first.name, check.other.length.plus)}`;
    case 'condition':
      return comparison(
        check,
        (name) => {
          const length = call.lengths.find((each) => each.name === name);
          if (length !== undefined && isImplied(length)) return `lengthOf_${name}`;
          return local(name);
        },
        '(double)',
      );
    case 'overlap': {
      const apart = `capsule_js_are_apart(${array(check.first)}, ${sizeOf(check.first)}, ${array(check.second)}, ${sizeOf(check.second)})`;
      if (check.rule !== 'mayBe') return apart;
      const address = (name: string) => `capsule_js_address(${array(name)})`;
      return `(${address(check.first)} == ${address(check.second)} || ${apart})`;
    }
  }
}

/** The checks of an explicit length: every array that has it must agree with the number. */
export function explicit(call: Call): string[] {
  return call.lengths
    .filter((length) => !isImplied(length))
    .flatMap(({ name, arrays }) =>
      arrays.map(
        (array) =>
          `${sizePlus(array.name, 0)} == (int64_t)${local(name)}${array.length.plus === 0 ? '' : ` + ${array.length.plus}`}`,
      ),
    );
}

/** The arrays of indices that are read. */
const indexArrays = (call: Call): ArrayParameter[] =>
  call.parameters.filter(
    (each): each is ArrayParameter => each.kind === 'array' && bindingOf(call, each.name).index !== undefined,
  );

/** The conditions of JavaScript alone. */
export function bindingChecks(call: Call): string[] {
  const side = (part: string | number) =>
    typeof part === 'string'
      ? conditionOperand(call, part)
      : part === Number.POSITIVE_INFINITY
        ? 'HUGE_VAL'
        : Number.isInteger(part)
          ? `${part}.0`
          : `${part}`;
  return [
    ...call.strided.map(({ name, count }) => `capsule_js_fits(&${local(name)}, ${conditionOperand(call, count)})`),
    ...indexArrays(call).map(
      ({ name }) => `capsule_js_are_indices(&${local(name)}, ${local(bindingOf(call, name).index ?? '')}.n)`,
    ),
    ...(call.binding.requires ?? []).flatMap(({ that }) => {
      const parsed = parseJavaScriptCondition(that);
      if (parsed === undefined) return [];
      const { left, operator, right } = parsed;
      return [`${left.map(side).join(' - ')} ${operator} ${side(right)}`];
    }),
  ];
}

/** A number in a condition, as a double. */
export const conditionOperand = (call: Call, name: string): string =>
  call.lengths.some((length) => length.name === name && isImplied(length)) ? `(double)lengthOf_${name}` : local(name);
