import { renderPhotoWhich } from '../../../cards/photoWhich';
import { HistoryEntry } from '../../../entities';
import { choicesFor, codeOf, rowOf, sentBy } from '../../problem';
import type { Presenter } from '../frame';

/** 照片（位置）是哪件事的, to whoever sent it. */
export const photoWhich: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const of = subject.type === 'place' ? 'place' : 'photo';
  const found = await sentBy(reader, of, subject.id);
  if (!found || found.sent.personId !== recipient.id) return null;
  const [row, answered, { now, others }] = await Promise.all([
    rowOf(reader, found),
    reader.findOne(HistoryEntry, { subjectType: of, subjectId: subject.id }),
    choicesFor(reader, recipient, found, { policy: policies.current, at }),
  ]);
  const lost = found.sent.subjectType !== null && !now;
  const card = renderPhotoWhich({
    of,
    id: subject.id,
    version: 1,
    state: answered ? 'answered' : lost || others.length === 0 ? 'over' : 'asking',
    photos: row.photos.length,
    places: row.places.length,
    now: now?.name ?? null,
    others: others.map((one) => ({ code: codeOf(one.subject), name: one.name })),
  });
  return { card, pictures: [] };
};
