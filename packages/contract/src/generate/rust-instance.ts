import { argumentsAfterState, stateOf } from '../model/check-instance.js';
import type { Contract, ContractFunction } from '../model/contract.js';
import type { Result } from '../model/types.js';
import { functionComment } from './comments.js';
import { rustName, rustType } from './rust-names.js';

/** How rust.ts writes documentation and types. */
interface Spelling {
  readonly doc: (lines: readonly string[]) => string;
  readonly spell: (type: Result) => string;
}

/** The struct of an opened instance, with a method for each function; empty for a contract of tables. */
export function instanceRust(contract: Contract, spelling: Spelling): string {
  const state = stateOf(contract);
  if (state === undefined) return '';
  const type = rustType(state.name);
  const functions = contract.functions.filter(({ about }) => about.retired === undefined);
  const isSend = functions.every(({ about }) => about.thread !== 'js');
  return `
/// An opened instance: its functions, its state, and \`H\`, which keeps it alive and is dropped with it.
pub struct Instance<H> {
    api: &'static Api,
    state: core::ptr::NonNull<${type}>,
    #[allow(dead_code)] // only dropped
    hold: H,
}
${isSend ? '\n// Its functions may be called on any thread. Those that need it alone take it as mutable.\nunsafe impl<H: Send> Send for Instance<H> {}\n' : ''}
#[rustfmt::skip]
#[allow(clippy::all)] // the methods have the names and arguments of C
impl<H> Instance<H> {
    /// Returns an instance, or None if a function is missing.
    ///
    /// # Safety
    /// \`api\` and \`state\` were opened with [CONTRACT], and are valid as long as \`hold\`.
    pub unsafe fn new(api: &'static Api, state: core::ptr::NonNull<${type}>, hold: H) -> Option<Self> {
        let is_complete = ${functions.map(({ name }) => `api.${rustName(name)}.is_some()`).join('\n            && ') || 'true'};
        is_complete.then_some(Self { api, state, hold })
    }

    /// Returns the pointer to the state, which stays held by this.
    pub fn state(&self) -> *mut ${type} {
        self.state.as_ptr()
    }

${functions.map((fn) => method(fn, spelling)).join('\n\n')}
}
`;
}

/** The method of a function. Pointers and callbacks are passed as in C, and make it unsafe. */
function method(fn: ContractFunction, { doc, spell }: Spelling): string {
  const args = argumentsAfterState(fn);
  const isSafe = [fn.result, ...Object.values(args)].every(({ kind }) => kind === 'scalar' || kind === 'nothing');
  const [first] = Object.values(fn.args);
  const isShared =
    fn.about.thread === 'any' || (first?.kind === 'pointer' && first.const && fn.about.thread !== 'handle');
  const list = Object.entries(args).map(([name, type]) => `${rustName(name)}: ${spell(type)}`);
  const passed = ['self.state.as_ptr()', ...Object.keys(args).map(rustName)].join(', ');
  const safety = isSafe ? '' : '\n///\n/// # Safety\n/// Pointers are valid, as for the function in C.';
  const text = `${doc(functionComment(fn, ''))}${safety}
pub ${isSafe ? '' : 'unsafe '}fn ${rustName(fn.name)}(${[isShared ? '&self' : '&mut self', ...list].join(', ')})${fn.result.kind === 'nothing' ? '' : ` -> ${spell(fn.result)}`} {
    // The function exists: new has checked it. The state is valid as long as this.
    unsafe { self.api.${rustName(fn.name)}.unwrap_unchecked()(${passed}) }
}`;
  return text.replace(/^(?=.)/gm, '    ');
}
