import { renderAppealForm } from '../../../cards/appealForm';
import { AssessmentAppeal, AssessmentScore } from '../../../entities';
import {
  contestable,
  isLeftOut,
  itemNames,
  mayAppeal,
  pointsInWords,
  roundOfRun,
  whoseNames,
  whyNoAppeal,
} from '../../assessment';
import { dayInWords, dayOf } from '../../core/days';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { itemName, offered, titleOfPeriod } from '../roundParts';

/** 我要申诉: the lines on which something was lost. */
export const appealForm: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const score = await reader.findOne(AssessmentScore, { id: subject.id });
  const round = score && (await roundOfRun(reader, score.runId));
  if (!score || !round) return null;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const common = {
    id: score.id,
    version: round.version,
    today,
    period: titleOfPeriod(round.period),
    subject: (await whoseNames(reader, [score]))(score),
  };
  const draw = (view: Parameters<typeof renderAppealForm>[0]) => ({
    card: renderAppealForm(view),
    pictures: [],
  });
  if (!mayAppeal(score, recipient, { roles, policy: policies.current })) {
    return draw({ ...common, subject: '', state: 'notYours' });
  }
  const why = whyNoAppeal(round, today, dayInWords);
  if (why) return draw({ ...common, state: 'closed', why });
  const appealed = await reader.find(AssessmentAppeal, { scoreId: score.id });
  const open = (await contestable(reader, score)).filter(
    ({ period, rule }) => !appealed.some((one) => one.period === period && one.rule === rule),
  );
  const nameOf = await itemNames(
    reader,
    policies,
    open.map(({ period }) => period),
  );
  return draw({
    ...common,
    state: 'open',
    until: round.noticeUntil ?? today,
    ...offered(open, nameOf),
    lines: open.map((line) => ({
      what: itemName(line, round.period, nameOf),
      points: isLeftOut(line)
        ? '不适用'
        : line.max > 0
          ? `${pointsInWords(line.points)}/${pointsInWords(line.max)}`
          : line.points < 0
            ? pointsInWords(line.points)
            : '',
      reason: line.reason,
    })),
    appealed: appealed.length,
  });
};
