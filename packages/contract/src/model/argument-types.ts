import type { ArrayMeaning, ContextMeaning } from './meaning.js';
import type { Argument, Callback, Scalar } from './types.js';

// Types by which the compiler rejects names that are not arguments: of lengths, of other arrays, and in conditions.

type Arguments = Readonly<Record<string, Argument>>;
type NamesOf<Args, Type> = { [Name in keyof Args]: Args[Name] extends Type ? Name : never }[keyof Args] & string;
type ArrayNames<Args> = NamesOf<Args, { readonly meaning: { readonly kind: ArrayMeaning['kind'] } }>;
type ScalarNames<Args> = NamesOf<Args, Scalar>;

/** The lengths that an array of these arguments may have. */
type Lengths<Args> =
  | number
  | ScalarNames<Args>
  | `${ScalarNames<Args>} + ${number}`
  | `${ScalarNames<Args>} - ${number}`;

/** An argument whose meaning names other arguments; otherwise the type that is expected in its place. */
type Checked<Args, Type> = Type extends { readonly meaning: ArrayMeaning<infer Of, infer Other> }
  ? [Of, Other] extends [Lengths<Args>, ArrayNames<Args>]
    ? Type
    : { readonly meaning: ArrayMeaning<Lengths<Args>, ArrayNames<Args>> }
  : Type extends { readonly meaning: ContextMeaning<infer Of> }
    ? Of extends NamesOf<Args, Callback>
      ? Type
      : { readonly meaning: ContextMeaning<NamesOf<Args, Callback>> }
    : Type;

/** Arguments whose meanings name arguments that exist. */
export type CheckedArguments<Args extends Arguments> = { readonly [Name in keyof Args]: Checked<Args, Args[Name]> };

/** The conditions that can be written about these arguments. */
export type Conditions<Args> =
  `${ScalarNames<Args>} ${'<' | '<=' | '>' | '>=' | '==' | '!='} ${ScalarNames<Args> | number}`;
