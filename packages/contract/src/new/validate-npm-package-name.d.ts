declare module 'validate-npm-package-name' {
  /** Tells whether npm accepts a name, and if not, why. */
  function validate(name: string): {
    readonly validForNewPackages: boolean;
    readonly errors?: readonly string[];
    readonly warnings?: readonly string[];
  };
  export = validate;
}
