/** The style sheet of the page: two themes, and one column on a phone. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfc; --ink: #1c1d21; --soft: #6d7078; --rule: #e4e4e1; --box: #f5f5f2;
  --c1: #0b62d6; --c2: #c2410c; --c3: #0f8a72; --c4: #b88700; --c5: #8b3fb0; --c6: #d0347f; --c7: #4a7a1f; --c8: #7a5c45;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --ink: #e8e8e4; --soft: #9a9ea8; --rule: #2c3038; --box: #1c1f25;
    --c1: #6aa9ff; --c2: #ff9a5c; --c3: #3fd0b0; --c4: #e6bb3a; --c5: #c792ea; --c6: #ff7eb6; --c7: #9ccf63; --c8: #c9a58a;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 3rem 0 .5rem; }
h3 { font-size: .95rem; margin: 0 0 .25rem; }
p, ul { max-width: 44rem; }
.meta { color: var(--soft); font-size: .9rem; }
.charts { display: grid; gap: 1.5rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); margin: 1rem 0; }
figure { margin: 0; min-width: 0; }
svg { display: block; width: 100%; height: auto; }
.legend { max-width: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; margin: .5rem 0; list-style: none; font-size: .9rem; }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .4rem; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--soft); }
.tables { overflow-x: auto; }
.side { display: flex; flex-wrap: wrap; align-items: start; gap: 0 2.5rem; }
table { border-collapse: collapse; margin: .75rem 0 1.25rem; font-variant-numeric: tabular-nums; font-size: .88rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .2rem; }
th, td { text-align: right; padding: .15rem .7rem; border-bottom: 1px solid var(--rule); white-space: nowrap; font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; }
tr.ours th, tr.ours td { color: var(--c1); font-weight: 600; }
code { font: .9em/1.4 ui-monospace, monospace; background: var(--box); padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
`;
