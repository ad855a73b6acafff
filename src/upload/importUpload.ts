import { Upload } from '../../entities';
import { refreshCards } from '../core/outbox';
import { LOAD } from './books';
import type { UploadDeps } from './deps';
import { shortened } from './report';
import { step, subjectOf } from './step';

/**
 * Carries out what was decided on an upload. Imported is exactly what the preview said, from the bytes it was said of;
 * when the data changed since, the new preview is shown and nothing written. The import and its being written down
 * are one transaction: a process that dies in between has either done both or nothing, and the next one goes on.
 *
 * @throws when trying again may help
 */
export async function importUpload(deps: UploadDeps, uploadId: number): Promise<void> {
  const { db, imported } = deps;
  const upload = await db.read.findOne(Upload, { id: uploadId });
  if (upload?.state === 'importing') await carryOut(deps, upload);
  const after = await db.read.findOne(Upload, { id: uploadId });
  // Done again without harm: the last process may have died right before.
  if (after?.state === 'imported') await imported();
}

async function carryOut(deps: UploadDeps, upload: Upload): Promise<void> {
  const { db, clock, bytes } = deps;
  const { id, kind, sha256, fingerprint, decidedById } = upload;
  if (kind === null || sha256 === null) throw new Error(`upload ${id} was confirmed without a check`);
  const at = clock.now();
  const actor = `person:${decidedById}`;
  const seen: { fingerprint: string | null; written: boolean } = { fingerprint: null, written: false };
  const workbook = await bytes.read(id, sha256);
  const report = await LOAD[kind](deps, workbook, {
    dryRun: false,
    sheets: await deps.readSheets(workbook),
    actor,
    at,
    mayWrite: (would) => {
      seen.fingerprint = would;
      return would === fingerprint;
    },
    alongside: async (tx, done) => {
      const set = { report: shortened(done), again: false };
      if (!(await step(tx, upload, { state: 'imported', set, action: 'imported', actor, at }))) {
        throw new Error(`upload ${id} was imported by another process`);
      }
      seen.written = true;
      await refreshCards(tx, { subject: subjectOf(upload), at });
    },
  });
  if (seen.written && !report.dryRun) return;
  // Other data than the preview was made against: whoever confirmed sees it anew.
  const state = report.errors.length > 0 ? 'faults' : seen.fingerprint === null ? 'same' : 'preview';
  const set = {
    report: shortened(report),
    fingerprint: seen.fingerprint,
    again: true,
    decidedById: null,
    decidedAt: null,
  };
  await db.transaction(async (tx) => {
    if (!(await step(tx, upload, { state, set, action: 'changed', actor, at }))) return;
    await refreshCards(tx, { subject: subjectOf(upload), at });
  });
}

/** After the last try. */
export async function giveUpImport({ db, clock }: UploadDeps, uploadId: number): Promise<void> {
  const upload = await db.read.findOne(Upload, { id: uploadId });
  if (upload?.state !== 'importing') return;
  const at = clock.now();
  const set = { why: '试了几次都没有成，一行也没有写入。请过一会儿再发一次；还不行就找管系统的人。' };
  await db.transaction(async (tx) => {
    const actor = `person:${upload.decidedById}`;
    await step(tx, upload, { state: 'failed', set, action: 'failed', actor, at });
    await refreshCards(tx, { subject: subjectOf(upload), at });
  });
}
