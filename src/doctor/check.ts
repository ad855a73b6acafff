/** One thing looked at: whether it is well, what was found, and what mends it. */
export interface Check {
  name: string;
  /** What it is called in front of people. */
  title: string;
  ok: boolean;
  found: string;
  /** What to do, of what is well too where it will not stay so; empty when there is nothing to mend. */
  mend: string;
}

type Naming = readonly [name: string, title: string];

export const good = ([name, title]: Naming, found: string): Check => ({
  name,
  title,
  ok: true,
  found,
  mend: '',
});
export const bad = ([name, title]: Naming, found: string, mend: string): Check => ({
  name,
  title,
  ok: false,
  found,
  mend,
});
