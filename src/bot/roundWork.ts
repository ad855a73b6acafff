import { z } from 'zod';
import { rescore } from '../assessment';
import type { BotDeps } from './frame';

const stored = z.object({ roundId: z.number() });

/** What follows a 更正 from the inbox: the scores of its round anew, one round after the other. */
export const roundWork = (deps: BotDeps) => ({
  rescore: {
    lane: () => 'rescore',
    run: (payload: unknown) => rescore(deps, stored.parse(payload).roundId, deps.clock.now()),
  },
});
