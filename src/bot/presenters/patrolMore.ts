import { renderPatrolMore } from '../../../cards/patrolMore';
import type { Level } from '../../../entities';
import { dayOf, daysBetween } from '../../core/days';
import { type PatrolKinds, patrolKindsOf, postponeDaysOf } from '../../core/policy';
import { canPostpone, heldTask, periodWords, taskOnCard, walkablePosts, walksFor } from '../../patrol';
import type { Presenter } from '../frame';

/** What any of these levels may do. */
const kindsOf = (kinds: PatrolKinds, levels: readonly Level[]) => [
  ...new Set(levels.flatMap((level) => kinds[level])),
];

/** 其他情况 of a task; for a person, 另记一次巡河. */
export const patrolMore: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const today = dayOf(at);
  const policy = policies.current;
  const draw = (view: Parameters<typeof renderPatrolMore>[0]) => ({
    card: renderPatrolMore(view),
    pictures: [],
  });
  if (subject.type === 'person') {
    const posts = await walkablePosts(reader, { personId: recipient.id, day: today });
    if (subject.id !== recipient.id || posts.length === 0) return draw({ state: 'over', today, kinds: [] });
    const kinds = kindsOf(
      patrolKindsOf(policy),
      posts.map(({ level }) => level),
    );
    return draw({ state: 'free', today, kinds, person: recipient.id, version: 1, posts });
  }
  const [held, shown] = await Promise.all([
    heldTask(reader, subject.id, today),
    taskOnCard(reader, subject.id),
  ]);
  if (!held || !shown) return null;
  const { task } = held;
  const walkedFor = walksFor(held, recipient.id);
  const walks = walkedFor !== undefined && task.state === 'open' && task.lateDay >= today;
  if (!walks) return draw({ state: 'over', today, kinds: [] });
  const room = Math.min(postponeDaysOf(policy), daysBetween(task.dueDay, task.lateDay));
  return draw({
    state: 'task',
    today,
    kinds: kindsOf(patrolKindsOf(policy), [task.level]),
    id: task.id,
    version: task.version,
    river: shown.river,
    reach: shown.reach,
    period: periodWords(task, today),
    postponeDays: canPostpone(task, today) ? room : 0,
    dueDay: task.dueDay,
    own: walkedFor === null,
  });
};
