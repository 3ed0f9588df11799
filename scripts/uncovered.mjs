// Native lines that no test executes, with the reason. "npm run test:coverage" fails for any other.
export const uncovered = [];
