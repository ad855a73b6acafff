import { z } from 'zod';
import type { Clock } from '../core/clock';
import type { Database } from '../core/database';
import { bringMembers, type ChatCalls, type GroupDeps, giveUpMaking, makeChat } from '../groups';

const stored = z.object({ groupId: z.number() });
const idOf = (payload: unknown): number => stored.parse(payload).groupId;

/** What is done with groups at Feishu from the inbox, one after the other with what Feishu tells of them. */
export const groupWork = (deps: GroupDeps & { db: Database; clock: Clock; calls: ChatCalls }) => ({
  groupMake: {
    lane: () => 'groups',
    run: (payload: unknown) => makeChat(deps, idOf(payload), deps.clock.now()),
    parked: (payload: unknown, error: unknown) =>
      giveUpMaking(deps.db, idOf(payload), whyOf(error), deps.clock.now()),
  },
  groupMembers: {
    lane: () => 'groups',
    run: (payload: unknown) => bringMembers(deps, idOf(payload), deps.clock.now()),
  },
});

/** A refusal of the messenger says in a sentence what mends it. */
const whyOf = (error: unknown): string => {
  const { sentence } = error as { sentence?: unknown };
  return typeof sentence === 'string' ? sentence : '多次没有建成，请告诉维护的人';
};
