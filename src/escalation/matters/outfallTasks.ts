import { openOutfallTasks, readOutfallHands, TASK_WORDS } from '../../outfallTask';
import { idsOf, type Look, type Matter } from './matter';

/** 排污口任务: its responsible party's own contact, else the town's hand; it is the town's lag only when the town acts. */
export async function outfallTasks({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'outfallTask');
  if (ids?.length === 0) return [];
  const open = (await openOutfallTasks(reader, ids)).filter(({ task }) => task.lateDay >= scope.today);
  if (open.length === 0) return [];
  const hands = await readOutfallHands(reader, policies.current);
  return open.map(({ task, outfall }): Matter => {
    const { people, actedFor } = hands.of(outfall);
    const townActs = actedFor || outfall.ownerType === '镇政府';
    return {
      type: 'outfallTask',
      id: task.id,
      version: task.version,
      duty: 'attend',
      title: `${TASK_WORDS[task.kind]}：${outfall.name}`,
      unitId: townActs ? outfall.townId : null,
      dueDay: task.dueDay,
      since: task.startDay,
      responsible: people,
      actedFor,
      baseline: false,
      clears: '办好并点一下',
      list: { kind: 'outfallRound', subject: { type: 'outfallRound', id: task.roundId } },
    };
  });
}
