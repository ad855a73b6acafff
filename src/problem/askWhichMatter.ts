import { HistoryEntry, type Person, Photo } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue, type Subject } from '../core/outbox';
import type { Policy } from '../core/policy';
import { recall, remember } from '../core/state';
import { touch } from './focus';
import { type Candidate, photoCandidates } from './photoCandidates';
import { redrawForPhoto } from './redrawForPhoto';

/*
 * A photo that fits several open matters is put to the likeliest, and its sender is asked once which it shows. Several
 * photos in a row are one question; what is answered holds for all of them, and for those that follow.
 */

/** Photos within this time are one row of photos. */
const ROW_MS = 30 * 60_000;
/** As many matters as one looks through on a phone. */
const MOST = 5;

const asked = (personId: number): string => `photoAsked.person:${personId}`;

/** `problem-12`, as a button carries it. */
export const codeOf = ({ type, id }: Subject): string => `${type}-${id}`;

/** What else a photo may show: others of the same kind; of one that went nowhere, anything. Pure. */
export function rivalsOf(
  all: readonly Candidate[],
  chosen: Candidate | null,
  last: Subject | null,
): Candidate[] {
  if (chosen && last && codeOf(chosen.subject) === codeOf(last)) return [];
  const rivals = all.filter(
    (one) => one !== chosen && (chosen === null || (one.group === chosen.group && !one.content)),
  );
  return rivals.slice(0, chosen ? MOST - 1 : MOST);
}

/** Asks the sender which matter the photos of a message show; once for a row of photos. @returns whether it asked */
export async function askWhichMatter(
  tx: Tx,
  { personId, messageId, at }: { personId: number; messageId: string; at: Date },
): Promise<boolean> {
  const before = await recall(tx, asked(personId));
  if (before && at.getTime() - Date.parse(before) < ROW_MS) return false;
  const [photo] = await tx.find(Photo, { messageId }, { order: { id: 'ASC' }, limit: 1 });
  if (!photo) return false;
  await remember(tx, asked(personId), at.toISOString());
  const subject = { type: 'photo', id: photo.id };
  await enqueue(tx, { kind: 'photoWhich', subject, recipientId: personId, messageClass: 'answer', at });
  return true;
}

/** The photos that one answer is about: this one, and what the same person sent after it to the same matter. */
export async function rowOf(reader: Reader, photo: Photo): Promise<Photo[]> {
  const { personId, subjectType, subjectId } = photo;
  const all = await reader.find(Photo, { personId, subjectType, subjectId }, { order: { id: 'ASC' } });
  const until = photo.recordedAt.getTime() + ROW_MS;
  return all.filter((one) => one.id >= photo.id && one.recordedAt.getTime() <= until && one.state !== 'lost');
}

/** The matters that the sender of a photo can choose from now, the one it is in first. */
export async function choicesFor(
  reader: Reader,
  person: Person,
  photo: Photo,
  when: { policy: Policy; at: Date },
): Promise<{ now: Candidate | null; others: Candidate[] }> {
  const all = await photoCandidates(reader, person, when);
  const now = all.find(({ subject }) => isIn(photo, subject)) ?? null;
  return { now, others: rivalsOf(all, now, null) };
}

const isIn = ({ subjectType, subjectId }: Photo, { type, id }: Subject): boolean =>
  subjectType === type && subjectId === id;

/**
 * Puts photos where their sender says: into another of their open matters, or none of them (`code` null), where the
 * next problem form of the day finds them.
 *
 * @returns how many
 * @throws Fault `matter.gone`, `press.notYours`; `press.stale` when the matter it is in, or that was chosen, is not
 *   open any more
 */
export async function placePhotos(
  tx: Tx,
  {
    photoId,
    code,
    person,
    policy,
    at,
  }: { photoId: number; code: string | null; person: Person; policy: Policy; at: Date },
): Promise<number> {
  const photo = await tx.findOne(Photo, { id: photoId });
  if (!photo) throw new Fault('matter.gone');
  if (photo.personId !== person.id) throw new Fault('press.notYours');
  const all = await photoCandidates(tx, person, { policy, at });
  const before = all.find(({ subject }) => isIn(photo, subject));
  const chosen = code === null ? null : all.find(({ subject }) => codeOf(subject) === code);
  // What has become proof of something is not taken away from it.
  if (chosen === undefined || (photo.subjectType !== null && !before)) throw new Fault('press.stale');
  if (await tx.findOne(HistoryEntry, { subjectType: 'photo', subjectId: photo.id }))
    throw new Fault('press.stale');
  const row = await rowOf(tx, photo);
  const to = {
    subjectType: chosen?.subject.type ?? null,
    subjectId: chosen?.subject.id ?? null,
    side: chosen?.side ?? null,
  };
  await tx.update(Photo, { id: row.map(({ id }) => id) }, to);
  const actor = `person:${person.id}`;
  history(tx, {
    subjectType: 'photo',
    subjectId: photo.id,
    version: 1,
    at,
    actor,
    action: 'placed',
    state: code ?? 'kept',
  });
  for (const one of row) {
    audit(tx, {
      at,
      actor,
      action: 'photo.place',
      subjectType: 'photo',
      subjectId: one.id,
      detail: { from: before ? codeOf(before.subject) : null, to: code },
    });
  }
  if (before) await redrawForPhoto(tx, before.subject, before.side, at);
  if (chosen) {
    await redrawForPhoto(tx, chosen.subject, chosen.side, at);
    await touch(tx, person.id, chosen.subject);
  }
  return row.length;
}
