import { Fault } from '../core/errors';
import { lookAtApp } from './app';
import type { Check } from './check';
import { lookAtDatabase } from './database';
import { lookAtCalendar, lookAtFolder, lookAtPolicy } from './house';
import { lookAtPort } from './port';
import { readSettings } from './settings';

export type { Check } from './check';

/**
 * Looks at everything a county's bot stands on, whatever of it is broken, and says of each thing how to mend it.
 *
 * @param to a mobile that gets a card @throws Fault `input.invalid` for one that is none
 */
export async function examine(env: NodeJS.ProcessEnv, { to }: { to?: string } = {}): Promise<Check[]> {
  if (to !== undefined && !/^1\d{10}$/.test(to)) {
    throw new Fault('input.invalid', { what: `--to 要 11 位手机号，“${to}”不是` });
  }
  const settings = readSettings(env);
  const { feishu: app, databaseUrl } = settings;
  const { check, policy } = lookAtPolicy(settings.policyFile);
  return [
    ...settings.checks,
    // Told once, by whoever found it out first.
    ...(settings.wrong.has('DATA_DIR') ? [] : [lookAtFolder(settings.dataDir)]),
    check,
    ...(policy ? [lookAtCalendar(policy)] : []),
    ...(settings.config ? [await lookAtPort(settings.config)] : []),
    ...(databaseUrl ? await lookAtDatabase(databaseUrl, settings, policy) : []),
    ...(app ? await lookAtApp({ ...settings, app, to }) : []),
  ];
}
