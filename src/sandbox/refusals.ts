import { ApiError } from './apiError';
import type { Person } from './people';
import type { World } from './world';

/** With what a message to one person can be refused (feishu.md §2.8), in Feishu's words. */
const REFUSALS: Record<number, string> = {
  230013: 'Bot has NO availability to this user.',
  230018: 'These operations are NOT allowed at current group settings.',
  230022: 'The content of the message contains sensitive information.',
  230027: 'Lack of necessary permissions.',
  230028: 'The messages do NOT pass the audit.',
  230029: 'User has resigned.',
  230035: 'Send Message Permission deny.',
  230036: 'Tenant crypt key has been deleted.',
  230038: 'Cross tenant p2p chat operate forbid.',
  230053: 'The user has stopped the bot from sending messages.',
  230075: 'Encrypted chats are not supported.',
};
export const REFUSAL_CODES = Object.keys(REFUSALS).map(Number);

/** Throws what the bot's messages to this person are refused with, if anything. */
export function refuseFor(w: World, person: Person): void {
  const code = w.people.refusalOf(person);
  if (code !== null) throw new ApiError(code, REFUSALS[code] ?? 'The message is refused.');
}
