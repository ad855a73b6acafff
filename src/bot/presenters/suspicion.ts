import { renderSuspicion, type ShownPhoto, type SuspicionView } from '../../../cards/suspicion';
import {
  MediaFile,
  Outfall,
  OutfallTask,
  PatrolTask,
  Photo,
  PhotoCheck,
  Problem,
  Suspicion,
  type SuspicionKind,
} from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { maySettle, metresApart } from '../../evidence';
import { problemTitle } from '../../problem';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf, momentInWords } from '../words';
import { placeOfReach } from './problemParts';

type Names = Awaited<ReturnType<typeof postNames>>;

/** What a photo was for, in words. */
async function matterOf(reader: Reader, { subjectType, subjectId }: Photo): Promise<string | null> {
  if (subjectId === null) return null;
  if (subjectType === 'problem') {
    const problem = await reader.findOne(Problem, { id: subjectId });
    return problem && problemTitle(problem);
  }
  if (subjectType === 'outfallTask') {
    const asked = await reader.findOne(OutfallTask, { id: subjectId });
    const outfall = asked && (await reader.findOne(Outfall, { id: asked.outfallId }));
    return outfall && `排污口：${outfall.name}`;
  }
  if (subjectType === 'outfall') {
    const outfall = await reader.findOne(Outfall, { id: subjectId });
    return outfall && `排污口整治：${outfall.name}`;
  }
  const task = subjectType === 'task' ? await reader.findOne(PatrolTask, { id: subjectId }) : null;
  return task && `巡河：${(await placeOfReach(reader, task.reachId)).reach}`;
}

/** As the camera says, which knows no zone; with the year when it is not the one in which it was sent. */
function takenWords(local: string, sentAt: Date): string {
  const words = momentInWords(new Date(`${local.replace(' ', 'T')}+08:00`));
  const year = local.slice(0, 4);
  return dayOf(sentAt).startsWith(year) ? words : `${year}年${words}`;
}

/** What the first photo is called, and the second. */
const LABELS: Partial<Record<SuspicionKind, readonly [string, string]>> = {
  speed: ['后一张', '前一张'],
  'before-after': ['整改后', '整改前'],
};

/** The photos that show it, and the media that Feishu does not know yet. */
async function photosOf(reader: Reader, { kind, photoIds }: Suspicion) {
  const shown: (Omit<ShownPhoto, 'by'> & { personId: number })[] = [];
  const checks: (PhotoCheck | null)[] = [];
  const pictures: number[] = [];
  const [label, otherLabel] = LABELS[kind] ?? ['这次', '以前'];
  for (const [n, id] of photoIds.entries()) {
    const photo = await reader.findOne(Photo, { id });
    if (!photo) continue;
    const media = photo.mediaId === null ? null : await reader.findOne(MediaFile, { id: photo.mediaId });
    if (media && media.imageKey === null) pictures.push(media.id);
    const check = await reader.findOne(PhotoCheck, { photoId: id });
    checks.push(check);
    shown.push({
      label: n === 0 ? label : otherLabel,
      sentOn: dayOf(photo.occurredAt),
      matter: await matterOf(reader, photo),
      taken: check?.takenAt ? takenWords(check.takenAt, photo.occurredAt) : null,
      key: media?.imageKey ?? null,
      personId: photo.personId,
    });
  }
  const [first, second] = checks;
  return { shown, pictures, apart: first && second ? metresApart(first, second) : null };
}

/** 请你说明, to whoever is asked; 待核, to 县河长办. Whose the earlier photo was only 县河长办 is told. */
export const suspicion: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Suspicion, { id: subject.id });
  if (!found) return null;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const own = found.personId === recipient.id;
  const inOffice = maySettle({ id: recipient.id, roles }, found) && found.state !== 'asked';
  const { shown, pictures, apart } =
    own || inOffice ? await photosOf(reader, found) : { shown: [], pictures: [], apart: null };
  const named = [found.personId, found.settledById, ...shown.map(({ personId }) => personId)];
  const names: Names = await postNames(reader, named);
  const common = {
    id: found.id,
    version: found.version,
    ...deadlineOf(calendar, today, found.settleDueDay ?? found.replyDueDay),
    person: own || inOffice ? (names.get(found.personId) ?? '') : '',
    noticed: own || inOffice ? found.words : '',
    photos: shown.map(
      ({ personId, ...photo }): ShownPhoto => ({
        ...photo,
        by: inOffice ? (names.get(personId) ?? null) : null,
        taken: inOffice ? photo.taken : null,
      }),
    ),
    apart: inOffice ? apart : null,
    reply: found.repliedAt && { words: found.reply ?? '', on: dayOf(found.repliedAt) },
  };
  const draw = (view: SuspicionView) => ({ card: renderSuspicion(view), pictures });
  if (!own && !inOffice) return draw({ ...common, reply: null, state: 'notYours' });
  if (found.settledAt && found.verdict) {
    const settled = {
      verdict: found.verdict,
      reason: found.reason ?? '',
      by: names.get(found.settledById ?? 0) ?? '县河长办',
      on: dayOf(found.settledAt),
    };
    return draw({ ...common, state: own ? 'told' : 'settled', settled });
  }
  if (inOffice) return draw({ ...common, state: 'toSettle' });
  return draw({ ...common, state: found.state === 'asked' ? 'asked' : 'explained' });
};
