import { renderLagWhy } from '../../../cards/lagWhy';
import { LagNotice, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { casesOfNotice, explainCases, mayActOn, repliesAbout } from '../../escalation';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { whyOf } from '../whyWords';

/** 为什么提醒、怎么答复, of one 滞后提醒, to those who act for its unit. */
export const lagWhy: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const notice = await reader.findOne(LagNotice, { id: subject.id });
  if (!notice) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const mine = mayActOn(notice, { person: recipient, roles }, deps.policies.current);
  const rows = mine && notice.state === 'open' ? await casesOfNotice(reader, notice) : [];
  const asked = new Set(
    (await repliesAbout(reader, notice.unitId, rows))
      .filter(({ state }) => state === 'waiting')
      .flatMap(({ caseIds }) => caseIds),
  );
  const explained = await explainCases(reader, deps, rows, at);
  return {
    card: renderLagWhy({
      id: notice.id,
      version: notice.version,
      today: dayOf(at),
      unit: (await reader.findOne(Unit, { id: notice.unitId }))?.name ?? '',
      cases: explained.map((one) => ({ ...whyOf(one), id: one.caseId, asked: asked.has(one.caseId) })),
      fresh: mine ? Math.max(0, notice.matters.length - explained.length) : 0,
      state: !mine ? 'notYours' : notice.state === 'open' ? 'open' : 'over',
    }),
    pictures: [],
  };
};
