import { z } from 'zod';
import type { Db } from './db';

const left = z.int().min(0).nullable();
const settings = z.strictObject({
  /** Within its hour a uuid gives the first message again, or is refused with 230049: documented is only "at most one". */
  repeated_uuid: z.enum(['first-message', 'refused']),
  /** HTTP status of 99991661, 99991663 and 99991671. */
  invalid_token_status: z.union([z.literal(400), z.literal(401)]),
  /** HTTP status of 99991400; some older APIs answer 400. */
  rate_limit_status: z.union([z.literal(429), z.literal(400)]),
  /** What becomes of a card with an attribute that its component does not have. */
  unknown_attributes: z.enum(['refused', 'ignored']),
  /** Whether cards are taken that one page of the documentation allows and another, or a measurement, forbids. */
  doubtful_cards: z.enum(['refused', 'taken']),
  /** A form's ticks: `true`, or the word. */
  form_ticks: z.enum(['values', 'words']),
  /** A form's several choices: a list, or its JSON as a word. */
  form_lists: z.enum(['values', 'words']),
  /** A form's fields that nobody filled in: inputs are '' and others left out, all left out, or all ''. */
  form_empty: z.enum(['usual', 'left-out', 'empty-word']),
  /** Whether the pressed button stands among a form's fields. */
  form_button: z.enum(['left-out', 'echoed']),
  /** Whether a form comes with what its button carries. */
  form_button_value: z.enum(['sent', 'left-out']),
  /** One picture picked outside a form. */
  picked_image: z.enum(['word', 'list']),
  /** Unit of the time at which an entry of the menu was chosen. */
  menu_time: z.enum(['seconds', 'milliseconds']),
  /** Whose name comes with the news that the bot is in a group. */
  added_name: z.enum(['group', 'bot']),
  /** Days that a picture or file can be shown, sent or fetched; null = always. */
  media_kept_days: z.number().positive().nullable(),
  /** Which messages of a group the bot is told of: those that @ it, or all (scope `im:message.group_msg`). */
  group_messages: z.enum(['mentions', 'all']),
  /** Scopes that the app was not granted: calls that need one answer 99991672. */
  missing_scopes: z.array(z.string()),
  /** Whether the app's bot ability is on; off, calls of messages and chats answer 230006 and 232025. */
  bot_enabled: z.boolean(),
  /** Seconds that a new tenant token lives. The SDK never caches one of 180 or less. */
  token_life: z.int().min(1).max(7_200),
  /** Hours within which the bot may recall its messages (230009); null = always. */
  recall_within_hours: z.number().positive().nullable(),
  /** Urgent calls that the tenant has paid for (230024); null = any number. */
  urgent_left: z.strictObject({ app: left, sms: left, phone: left }),
  /** Where a login may lead back to (20029); none = anywhere. */
  redirect_urls: z.array(z.url()),
});
export type Settings = z.infer<typeof settings>;
/** In what shape the answers on a card come. */
export type Shapes = Pick<
  Settings,
  'form_ticks' | 'form_lists' | 'form_empty' | 'form_button' | 'form_button_value' | 'picked_image'
>;
export const settingsChange = settings.partial();

const USUAL: Settings = {
  repeated_uuid: 'first-message',
  invalid_token_status: 400,
  rate_limit_status: 429,
  unknown_attributes: 'refused',
  doubtful_cards: 'refused',
  form_ticks: 'values',
  form_lists: 'values',
  form_empty: 'usual',
  form_button: 'left-out',
  form_button_value: 'sent',
  picked_image: 'word',
  menu_time: 'seconds',
  added_name: 'group',
  media_kept_days: null,
  group_messages: 'mentions',
  missing_scopes: [],
  bot_enabled: true,
  token_life: 7_200,
  recall_within_hours: null,
  urgent_left: { app: null, sms: null, phone: null },
  redirect_urls: [],
};

/** The switches: what the reference leaves unknown, and what an administrator decides. Kept over a restart. */
export class SettingsStore {
  constructor(private readonly db: Db) {}

  get(): Settings {
    const kept = this.db.one<{ value: string }>("SELECT value FROM setting WHERE key = 'settings'");
    return kept ? { ...USUAL, ...(JSON.parse(kept.value) as Partial<Settings>) } : USUAL;
  }

  change(to: z.infer<typeof settingsChange>): void {
    const value = JSON.stringify({ ...this.get(), ...to });
    this.db.run("INSERT OR REPLACE INTO setting VALUES ('settings', ?)", value);
  }
}
