import type { Person, Role } from '../../entities';
import type { Calendar } from '../core/calendar';
import type { Policies } from '../core/policy';

export interface SettingDeps {
  policies: Policies;
  calendar: Calendar;
}

/** A press on the card of an application. */
export interface SettingPress {
  settingId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}
