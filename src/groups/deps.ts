import type { Policies } from '../core/policy';

/** What the commands of this domain need; the bot's own dependencies contain it. */
export interface GroupDeps {
  policies: Pick<Policies, 'current'>;
}

/** What is asked of Feishu about groups; compose hands in the messenger's. A refusal throws. */
export interface ChatCalls {
  /** The same `uuid` makes one group within ten hours. @returns its chat id */
  makeChat(ask: { name: string; uuid: string }): Promise<string>;
  /** @param ask.openIds at most 50 @returns those whom Feishu does not let in */
  addToChat(ask: { chatId: string; openIds: readonly string[] }): Promise<string[]>;
  /** @param ask.openIds at most 50 */
  removeFromChat(ask: { chatId: string; openIds: readonly string[] }): Promise<void>;
}
