import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { importLedger } from '../../src/ledger';
import { importRoster } from '../../src/roster';
import { type Backend, openTestDatabase } from '../factories';
import { sampleLedger, sampleRoster } from '../fixtures/workbooks';
import { type Card, type Component, County, components } from './county';

export interface Place {
  county: County;
  close(): Promise<void>;
}

/** The sample county over this database: SQLite as `npm start` has it, or a MariaDB that the workbooks are imported into. */
export async function countyOver(backend: Backend, env: NodeJS.ProcessEnv = {}): Promise<Place> {
  if (backend === 'sqlite') {
    const county = await County.start(env);
    return { county, close: () => county.stop() };
  }
  const home = await openTestDatabase('mariadb');
  const county = await County.start({ ...env, DATABASE_URL: home.url });
  const { deps, imported } = county.app;
  const options = { dryRun: false, actor: 'cli', at: deps.clock.now() };
  await importRoster(deps, sampleRoster(), options);
  await importLedger(deps, sampleLedger(), options);
  await imported();
  await county.app.tick(deps.clock.now());
  await county.settle();
  const close = async () => {
    await county.stop();
    await home.drop();
  };
  return { county, close };
}

/** A copy of policy.yaml in that folder, with some sections said otherwise. @returns its path, for POLICY_FILE */
export function policyWith(folder: string, change: (policy: Record<string, unknown>) => object): string {
  const policy = parse(readFileSync(join(__dirname, '..', '..', 'policy.yaml'), 'utf8')) as Record<
    string,
    unknown
  >;
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, stringify(change(policy)));
  return file;
}

interface Option {
  text: { content: string };
  value: string;
}

const optionsOf = (card: Card, name: string): Option[] => {
  const field = components(card).find((one: Component) => one.name === name);
  if (!field) throw new Error(`no field ${name}`);
  return (field.options ?? []) as Option[];
};

/** What the select with this name offers, in words. */
export const offeredBy = (card: Card, name: string): string[] =>
  optionsOf(card, name).map(({ text }) => text.content);

/** The value of the option of a select that has these words in it. */
export function optionOf(card: Card, name: string, words: string): string {
  const found = optionsOf(card, name).find(({ text }) => text.content.includes(words));
  if (!found) throw new Error(`${name} does not offer ${words}; it offers ${offeredBy(card, name)}`);
  return found.value;
}

/** What the small labels in a card's header say. */
export function tagsOf(card: Card): string[] {
  const { text_tag_list = [] } = (card.header ?? {}) as { text_tag_list?: { text: { content: string } }[] };
  return text_tag_list.map(({ text }) => text.content);
}
