import type { PhotoLostView } from '../../../cards/photoLost';
import { renderPhotoLost } from '../../../cards/photoLost';
import { PatrolTask, Photo, Problem } from '../../../entities';
import type { Reader } from '../../core/database';
import { isRunning, problemTitle } from '../../problem';
import type { Presenter } from '../frame';
import { momentInWords } from '../words';
import { placeOfReach } from './problemParts';

type Matter = Pick<PhotoLostView, 'place' | 'matter' | 'next' | 'open'>;

const placeWords = async (reader: Reader, reachId: number): Promise<string> => {
  const { river, reach } = await placeOfReach(reader, reachId);
  return `${river} · ${reach}`;
};

async function ofProblem(reader: Reader, id: number, side: Photo['side']): Promise<Matter | null> {
  const problem = await reader.findOne(Problem, { id });
  if (!problem) return null;
  const { state, version, answeredAt, reachId } = problem;
  const wanted = state === 'draft' || isRunning(state);
  const reopened = side === 'after' && state === 'accepted' && answeredAt !== null;
  const type = side === 'after' ? ('problemWork' as const) : ('problemForm' as const);
  return {
    place: await placeWords(reader, reachId),
    matter: problemTitle(problem),
    next: reopened ? 'reopened' : wanted ? 'resend' : 'over',
    open: { type, id, version },
  };
}

async function ofTask(reader: Reader, id: number): Promise<Matter | null> {
  const task = await reader.findOne(PatrolTask, { id });
  return (
    task && {
      place: await placeWords(reader, task.reachId),
      matter: null,
      next: task.state === 'open' ? 'resend' : 'over',
      open: { type: 'patrolTask', id, version: task.version },
    }
  );
}

/** Of one that is not lost, but was long in coming. */
const DELAYED = { waiting: 'held', stored: 'stored' } as const;

/** 照片没收到, to its sender: what it was for, and what to do now. */
export const photoLost: Presenter = async (_deps, reader, { subject, recipient }) => {
  const photo = await reader.findOne(Photo, { id: subject.id });
  if (photo?.personId !== recipient.id) return null;
  const { subjectType, subjectId, side, occurredAt, error, state } = photo;
  const bound = subjectId === null ? null : subjectType;
  const matter =
    bound === 'problem'
      ? await ofProblem(reader, subjectId ?? 0, side)
      : bound === 'task'
        ? await ofTask(reader, subjectId ?? 0)
        : null;
  const card = renderPhotoLost({
    place: null,
    matter: null,
    next: 'resend',
    open: null,
    ...matter,
    ...(state !== 'lost' && { next: DELAYED[state], open: null }),
    sentAt: momentInWords(occurredAt),
    why: error ?? '下载没有成功',
  });
  return { card, pictures: [] };
};
