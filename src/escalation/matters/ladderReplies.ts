import { LadderReply } from '../../../entities';
import { dayOf } from '../../core/days';
import { problemFlowOf } from '../../core/policy';
import { decidersOf } from '../ladder/deciders';
import { idsOf, type Look, type Matter } from './matter';

/** 说明情况 or 申请延期 to a 提醒: waits for whoever decides; it is no town's lag. */
export async function ladderReplies({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'ladderReply');
  if (ids?.length === 0) return [];
  const where = { state: 'waiting' as const, documentId: null };
  const waiting = await reader.find(LadderReply, ids ? { ...where, id: ids } : where, {
    order: { id: 'ASC' },
  });
  const { decideWorkdays } = problemFlowOf(policies.current);
  const matters: Matter[] = [];
  for (const reply of waiting) {
    const since = dayOf(reply.createdAt);
    matters.push({
      type: 'ladderReply',
      id: reply.id,
      version: reply.version,
      duty: 'grant',
      title: `滞后的答复：${reply.kind}（${reply.caseIds.length}件）`,
      unitId: null,
      dueDay: calendar.addWorkdays(since, decideWorkdays),
      since,
      responsible: (await decidersOf(reader, reply)).map(({ id }) => id),
      actedFor: false,
      baseline: false,
      clears: '同意或不同意',
    });
  }
  return matters;
}
