import { HistoryEntry, type Person, Photo, SentPlace } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue, refreshCards, type Subject } from '../core/outbox';
import type { Policy } from '../core/policy';
import { recall, remember } from '../core/state';
import { takeTurnOf } from '../core/turn';
import { touch } from './focus';
import { type Candidate, photoCandidates, placeCandidates } from './photoCandidates';
import { redrawForPhoto } from './redrawForPhoto';
import { hintFromPlaces } from './sentPlaces';

/*
 * A photo or a place that fits several open matters is put to the likeliest, and its sender is asked once which it is
 * of. Several in a row are one question; what is answered holds for all of them, and for those that follow.
 */

/** What is sent within this time is one row. */
const ROW_MS = 30 * 60_000;
/** As many matters as one looks through on a phone. */
const MOST = 5;

/** What was sent and says nothing about which matter it is of. */
export type Sent = { type: 'photo'; sent: Photo } | { type: 'place'; sent: SentPlace };
export type SentType = Sent['type'];

const asked = (personId: number): string => `photoAsked.person:${personId}`;

/** `problem-12`, as a button carries it. */
export const codeOf = ({ type, id }: Subject): string => `${type}-${id}`;

/** What else a photo or place may be of: others of the same kind; of one that went nowhere, anything. Pure. */
export function rivalsOf(
  all: readonly Candidate[],
  chosen: Candidate | null,
  last: Subject | null,
): Candidate[] {
  if (chosen && last && codeOf(chosen.subject) === codeOf(last)) return [];
  const rivals = all.filter(
    (one) => one !== chosen && (chosen === null || (one.group === chosen.group && !one.content && !one.old)),
  );
  return rivals.slice(0, chosen ? MOST - 1 : MOST);
}

/** What was sent, by its id; null when it is there no more. */
export async function sentBy(reader: Reader, type: SentType, id: number): Promise<Sent | null> {
  if (type === 'photo') {
    const sent = await reader.findOne(Photo, { id });
    return sent && { type, sent };
  }
  const sent = await reader.findOne(SentPlace, { id });
  return sent && { type, sent };
}

async function firstOf(reader: Reader, type: SentType, messageId: string) {
  if (type === 'place') return reader.findOne(SentPlace, { messageId });
  return (await reader.find(Photo, { messageId }, { order: { id: 'ASC' }, limit: 1 }))[0] ?? null;
}

/**
 * Asks the sender which matter the photos or the place of a message are of; once for a row of what went to the same.
 *
 * @returns whether it asked
 */
export async function askWhichMatter(
  tx: Tx,
  {
    type,
    personId,
    messageId,
    chosen,
    at,
  }: { type: SentType; personId: number; messageId: string; chosen: Subject | null; at: Date },
): Promise<boolean> {
  const to = chosen ? codeOf(chosen) : 'kept';
  // A photo and a place that come in the same moment are one question.
  await takeTurnOf(tx, personId);
  const [when = '', about = to, question = ''] = (await recall(tx, asked(personId)))?.split(' ') ?? [];
  if (about === to && at.getTime() - Date.parse(when) < ROW_MS) {
    // The question that is on their phone counts one more.
    const [of = '', id] = question.split('-');
    if (id) await refreshCards(tx, { subject: { type: of, id: Number(id) }, at });
    return false;
  }
  const first = await firstOf(tx, type, messageId);
  if (!first) return false;
  const subject = { type, id: first.id };
  await remember(tx, asked(personId), `${at.toISOString()} ${to} ${codeOf(subject)}`);
  await enqueue(tx, { kind: 'photoWhich', subject, recipientId: personId, messageClass: 'answer', at });
  return true;
}

export interface Row {
  photos: Photo[];
  places: SentPlace[];
}

/** What one answer is about: this, and what the same person sent after it to the same matter. */
export async function rowOf(reader: Reader, { type, sent }: Sent): Promise<Row> {
  const { personId, subjectType, subjectId, recordedAt } = sent;
  const where = { personId, subjectType, subjectId };
  const [photos, places] = await Promise.all([
    reader.find(Photo, where, { order: { id: 'ASC' } }),
    reader.find(SentPlace, where, { order: { id: 'ASC' } }),
  ]);
  const from = recordedAt.getTime();
  const inRow = (of: SentType) => (one: Photo | SentPlace) => {
    const when = one.recordedAt.getTime();
    return (of === type ? one.id >= sent.id : when >= from) && when <= from + ROW_MS;
  };
  return {
    photos: photos.filter(inRow('photo')).filter(({ state }) => state !== 'lost'),
    places: places.filter(inRow('place')),
  };
}

interface When {
  policy: Policy;
  at: Date;
}

const candidatesFor = (reader: Reader, person: Person, type: SentType, when: When): Promise<Candidate[]> =>
  type === 'photo' ? photoCandidates(reader, person, when) : placeCandidates(reader, person, when);

/** The matters that the sender can choose from now, the one it is in first. */
export async function choicesFor(
  reader: Reader,
  person: Person,
  { type, sent }: Sent,
  when: When,
): Promise<{ now: Candidate | null; others: Candidate[] }> {
  const all = await candidatesFor(reader, person, type, when);
  const now = all.find(({ subject }) => isIn(sent, subject)) ?? null;
  return { now, others: rivalsOf(all, now, null) };
}

const isIn = ({ subjectType, subjectId }: Photo | SentPlace, { type, id }: Subject): boolean =>
  subjectType === type && subjectId === id;

export interface Answer {
  of: SentType;
  id: number;
  /** The matter chosen; null: none of them. */
  code: string | null;
  person: Person;
  policy: Policy;
  at: Date;
}

/**
 * Puts photos and places where their sender says: into another of their open matters, or none of them, where the next
 * problem form of the day finds them.
 *
 * @returns what was put there
 * @throws Fault `matter.gone`, `press.notYours`; `press.stale` when the matter it is in, or that was chosen, is not
 *   open any more
 */
export async function putWhereSaid(tx: Tx, { of, id, code, person, policy, at }: Answer): Promise<Row> {
  const found = await sentBy(tx, of, id);
  if (!found) throw new Fault('matter.gone');
  const { sent } = found;
  if (sent.personId !== person.id) throw new Fault('press.notYours');
  const all = await candidatesFor(tx, person, of, { policy, at });
  const before = all.find(({ subject }) => isIn(sent, subject));
  const chosen = code === null ? null : all.find(({ subject }) => codeOf(subject) === code);
  // What has become proof of something is not taken away from it.
  if (chosen === undefined || (sent.subjectType !== null && !before)) throw new Fault('press.stale');
  if (await tx.findOne(HistoryEntry, { subjectType: of, subjectId: id })) throw new Fault('press.stale');
  const row = await rowOf(tx, found);
  const to = {
    subjectType: chosen?.subject.type ?? null,
    subjectId: chosen?.subject.id ?? null,
    side: chosen?.side ?? null,
  };
  if (row.photos.length > 0) await tx.update(Photo, { id: row.photos.map((one) => one.id) }, to);
  if (row.places.length > 0) {
    // A place is a hint to a problem and to nothing else.
    const kept = { subjectType: null, subjectId: null, side: null };
    await tx.update(
      SentPlace,
      { id: row.places.map((one) => one.id) },
      to.subjectType === 'problem' ? to : kept,
    );
    if (before) await hintFromPlaces(tx, before.subject, before.side);
    if (chosen) await hintFromPlaces(tx, chosen.subject, chosen.side);
  }
  const actor = `person:${person.id}`;
  const answered = { subjectType: of, subjectId: id, version: 1, at, actor };
  history(tx, { ...answered, action: 'placed', state: code ?? 'kept' });
  const detail = { from: before ? codeOf(before.subject) : null, to: code };
  for (const type of ['photo', 'place'] as const) {
    for (const one of row[`${type}s`]) {
      audit(tx, { at, actor, action: `${type}.place`, subjectType: type, subjectId: one.id, detail });
    }
  }
  if (before) await redrawForPhoto(tx, before.subject, before.side, at);
  if (chosen) {
    await redrawForPhoto(tx, chosen.subject, chosen.side, at);
    await touch(tx, person.id, chosen.subject, at);
  }
  return row;
}
