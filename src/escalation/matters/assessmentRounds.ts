import { itemNames, parsePeriod, periodTitle, waitingAppeals, waitingRounds } from '../../assessment';
import { dayOf } from '../../core/days';
import { officeHands } from '../../roster';
import { idsOf, type Look, type Matter } from './matter';

/** 正式考核 that waits for 县河长办: 公示, 定稿. It is no town's lag. */
export async function assessmentRounds({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'assessmentRound');
  if (ids?.length === 0) return [];
  const waiting = await waitingRounds(
    reader,
    { policies, calendar },
    { today: scope.today, ...(ids && { ids }) },
  );
  if (waiting.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return waiting.map(({ round, duty, dueDay }): Matter => {
    const publish = duty === 'publish';
    return {
      type: 'assessmentRound',
      id: round.id,
      version: round.version,
      duty: publish ? 'announce' : 'finalise',
      title: `${periodTitle(parsePeriod(round.period))}考核${publish ? '待公示' : '待定稿'}`,
      unitId: null,
      dueDay,
      since: publish ? dayOf(round.frozenAt) : null,
      responsible,
      actedFor: false,
      baseline: false,
      clears: publish ? '公示' : '定稿',
    };
  });
}

/** 申诉 that waits for its 复核. */
export async function assessmentAppeals({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'assessmentAppeal');
  if (ids?.length === 0) return [];
  const appeals = await waitingAppeals(reader, { policies }, ids);
  if (appeals.length === 0) return [];
  const nameOf = await itemNames(
    reader,
    policies,
    appeals.map(({ appeal }) => appeal.period),
  );
  return appeals.map(
    ({ appeal, score, reviewers }): Matter => ({
      type: 'assessmentAppeal',
      id: appeal.id,
      version: appeal.version,
      duty: 'review',
      title: `复核申诉：${nameOf({ ...appeal, subject: score.subject })}`,
      unitId: null,
      dueDay: appeal.dueDay,
      since: dayOf(appeal.at),
      responsible: reviewers.map(({ id }) => id),
      actedFor: false,
      baseline: false,
      clears: '维持或更正',
    }),
  );
}
