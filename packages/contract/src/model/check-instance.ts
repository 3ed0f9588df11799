import { capsuleError } from '@capsule/core';
import { type Contract, type ContractFunction, type ContractKind, contractKinds } from './contract.js';
import type { Opaque } from './types.js';
import { list, quote } from './values.js';

/** The members of the generated struct of an instance, whose methods in C++ are the functions. */
const members = ['api', 'state'];
/** Names that the headers of an instance define, after the prefix, besides `generatedNames`. */
export const instanceNames = ['instance', 'of'];

/** @returns the kind of a contract; `table` if it is undefined */
export function checkKind(where: string, kind: unknown): ContractKind {
  const known = kind === undefined ? 'table' : contractKinds.find((each) => each === kind);
  if (known !== undefined) return known;
  throw capsuleError(TypeError, 'ERR_CONTRACT_INSTANCE_UNUSABLE', where, {
    expected: `kind: ${list(contractKinds.map(quote), 'or')}`,
    found: quote(kind),
  });
}

/** The state of an instance: the opaque struct to which the first argument of a function points. */
function stateIn({ args }: ContractFunction): Opaque | undefined {
  const [first] = Object.values(args);
  return first?.kind === 'pointer' && first.to.kind === 'opaque' ? first.to : undefined;
}

/** The state of the instances of a contract; undefined for a contract of tables. */
export const stateOf = ({ kind, functions }: Pick<Contract, 'kind' | 'functions'>): Opaque | undefined =>
  kind === 'instance' && functions[0] !== undefined ? stateIn(functions[0]) : undefined;

/** The arguments of a function of an instance after its state. */
export const argumentsAfterState = ({ args }: ContractFunction): ContractFunction['args'] =>
  Object.fromEntries(Object.entries(args).slice(1));

/** Rejects a contract of instances whose functions do not all take the same state first. */
export function checkInstance(place: (fn?: string) => string, contract: Contract): void {
  if (contract.kind !== 'instance') return;
  const reject = (fn: string | undefined, expected: string, found: string, advice?: string) =>
    capsuleError(TypeError, 'ERR_CONTRACT_INSTANCE_UNUSABLE', place(fn), {
      expected,
      found,
      advice,
    });
  const state = stateOf(contract);
  const advice = "Declare the state once, as opaque('state', { doc }), and pass mutPtr(state) or constPtr(state).";
  for (const fn of contract.functions) {
    const own = stateIn(fn);
    if (own === undefined || own !== state) {
      const found = own === undefined ? 'another first argument' : `a pointer to '${own.name}'`;
      throw reject(
        fn.name,
        `a pointer to the state${state === undefined ? '' : ` '${state.name}'`} first`,
        found,
        advice,
      );
    }
    const taken = [fn.name, ...Object.keys(argumentsAfterState(fn))].find((name) => members.includes(name));
    if (taken !== undefined) throw reject(fn.name, 'names that an instance does not have itself', `'${taken}'`);
  }
  if (state?.about.end !== undefined) {
    throw reject(
      undefined,
      `a state '${state.name}' without an end`,
      `the end '${state.about.end}'`,
      'The producer passes a destructor when it seals; a consumer releases its hold.',
    );
  }
  const type = contract.types.find(({ name }) => instanceNames.includes(name));
  if (type !== undefined) {
    throw reject(undefined, 'names that the headers of an instance do not define', `the type '${type.name}'`);
  }
}

/** Rejects the languages that instances do not have. */
export function checkInstanceLanguages({ name, kind, languages, prefix }: Contract): void {
  const language = kind === 'instance' ? languages.find((each) => each !== 'rust') : undefined;
  if (language === undefined) return;
  throw capsuleError(TypeError, 'ERR_CONTRACT_INSTANCE_UNUSABLE', `Contract '${name}'`, {
    expected: "no language but 'rust' for an instance",
    found: quote(language),
    advice: `${prefix}_node.h has its handle in C++.`,
  });
}
