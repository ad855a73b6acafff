import { renderLadderReply } from '../../../cards/ladderReply';
import { LadderCase, LadderReply, RUNGS, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { problemFlowOf } from '../../core/policy';
import { mayDecideReply } from '../../escalation';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 滞后的答复: to those who may decide about it, and to who asked. */
export const ladderReply: Presenter = async ({ calendar, policies }, reader, { subject, recipient, at }) => {
  const reply = await reader.findOne(LadderReply, { id: subject.id });
  if (!reply) return null;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const own = reply.byId === recipient.id;
  const decides = await mayDecideReply(reader, reply, { id: recipient.id, roles });
  const seen = own || decides;
  const names = await postNames(reader, [reply.byId, reply.decidedById]);
  const cases = seen
    ? await reader.find(LadderCase, { id: reply.caseIds }, { order: { sinceDay: 'ASC', id: 'ASC' } })
    : [];
  const { decideWorkdays } = problemFlowOf(policies.current);
  const on = dayOf(reply.createdAt);
  return {
    card: renderLadderReply({
      id: reply.id,
      version: reply.version,
      ...deadlineOf(calendar, today, calendar.addWorkdays(on, decideWorkdays)),
      unit: seen ? ((await reader.findOne(Unit, { id: reply.unitId }))?.name ?? '') : '',
      by: seen ? (names.get(reply.byId) ?? '') : '',
      on,
      kind: reply.kind,
      words: seen ? reply.words : '',
      until: reply.untilDay,
      cases: cases.map(({ title, sinceDay, rung }) => ({ title, since: sinceDay, rung: RUNGS[rung] })),
      state: !seen ? 'notYours' : reply.state !== 'waiting' ? reply.state : decides ? 'toDecide' : 'waiting',
      decided:
        seen && reply.decidedAt
          ? { by: names.get(reply.decidedById ?? 0) ?? '', on: dayOf(reply.decidedAt), reason: reply.reason }
          : null,
    }),
    pictures: [],
  };
};
