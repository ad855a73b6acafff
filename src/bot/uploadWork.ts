import { z } from 'zod';
import { checkUpload, giveUpCheck, giveUpImport, importUpload, type UploadDeps } from '../upload';

const stored = z.object({ uploadId: z.number() });
const idOf = (payload: unknown): number => stored.parse(payload).uploadId;

/** What is done with workbooks from the inbox, by the type of its events; those of one workbook one after the other. */
export const uploadWork = (deps: UploadDeps) => ({
  upload: {
    lane: (payload: unknown) => `upload ${idOf(payload)}`,
    run: (payload: unknown) => checkUpload(deps, idOf(payload)),
    parked: (payload: unknown) => giveUpCheck(deps, idOf(payload)),
  },
  import: {
    lane: (payload: unknown) => `upload ${idOf(payload)}`,
    run: (payload: unknown) => importUpload(deps, idOf(payload)),
    parked: (payload: unknown) => giveUpImport(deps, idOf(payload)),
  },
  forget: {
    lane: (payload: unknown) => `upload ${idOf(payload)}`,
    run: (payload: unknown) => deps.bytes.forget(idOf(payload)),
  },
});
