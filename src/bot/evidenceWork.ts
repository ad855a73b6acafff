import { z } from 'zod';
import { checkPhoto, type EvidenceDeps } from '../evidence';
import { photoArrived } from './photoArrived';

const stored = z.object({ photoId: z.number() });
const idOf = (payload: unknown): number => stored.parse(payload).photoId;

/** What is done with stored photos from the inbox: one after the other, beside whatever else is done from there. */
export const evidenceWork = (deps: EvidenceDeps) => ({
  look: {
    lane: () => 'look',
    run: async (payload: unknown) => {
      if ((await checkPhoto(deps, idOf(payload))) !== 'useless') return;
      await deps.db.transaction((tx) => photoArrived(tx, idOf(payload), deps.clock.now()));
    },
  },
});
