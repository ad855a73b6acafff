import { renderPhotoWhich } from '../../../cards/photoWhich';
import { HistoryEntry, Photo } from '../../../entities';
import { choicesFor, codeOf, rowOf } from '../../problem';
import type { Presenter } from '../frame';

/** 照片是哪件事的, to whoever sent it. */
export const photoWhich: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const photo = await reader.findOne(Photo, { id: subject.id });
  if (!photo || photo.personId !== recipient.id) return null;
  const [row, answered, { now, others }] = await Promise.all([
    rowOf(reader, photo),
    reader.findOne(HistoryEntry, { subjectType: 'photo', subjectId: photo.id }),
    choicesFor(reader, recipient, photo, { policy: policies.current, at }),
  ]);
  const lost = photo.subjectType !== null && !now;
  const card = renderPhotoWhich({
    photo: photo.id,
    version: 1,
    state: answered ? 'answered' : lost || others.length === 0 ? 'over' : 'asking',
    count: row.length,
    now: now?.name ?? null,
    others: others.map((one) => ({ code: codeOf(one.subject), name: one.name })),
  });
  return { card, pictures: [] };
};
