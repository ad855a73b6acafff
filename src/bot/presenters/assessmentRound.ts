import { renderAssessmentRound } from '../../../cards/assessmentRound';
import { AssessmentScore } from '../../../entities';
import {
  amendable,
  BEFORE_NAMES,
  isVeto,
  itemNames,
  keepsRounds,
  mainMove,
  mayAmendAny,
  parsePeriod,
  pointsInWords,
  scoredIn,
  summaryContent,
  waitingRounds,
  watchesRounds,
  wholeRound,
  whoseNames,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { itemName, offered, titleOfPeriod } from '../roundParts';
import { deadlineOf } from '../words';

/** 正式考核: 县河长办 presses, 县政府 sees. */
export const assessmentRound: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const whole = await wholeRound(reader, subject.id);
  if (!whole) return null;
  const { round, run, effects, appeals, versions } = whole;
  const today = dayOf(at);
  const { id, version, state, period } = round;
  const roles = await rolesHeld(reader, recipient.id);
  const common = { id, version, today, period: titleOfPeriod(period) };
  if (!watchesRounds(roles)) {
    return { card: renderAssessmentRound({ ...common, state: 'notYours' }), pictures: [] };
  }
  const content = await summaryContent(reader, run.id, 0);
  if (!content) return null;
  const [waiting] = await waitingRounds(reader, deps, { today, ids: [id] });
  const scores = await reader.find(AssessmentScore, { id: appeals.map(({ scoreId }) => scoreId) });
  const whose = await whoseNames(reader, [...scores, ...effects]);
  const names = await postNames(reader, [
    round.confirmedById,
    round.publishedById,
    ...versions.map(({ byId }) => byId),
  ]);
  const by = (personId: number | null): string => names.get(personId ?? 0) ?? '';
  const movers = content.towns
    .flatMap((town) => (town.change ? [{ town, line: mainMove(town), by: town.change }] : []))
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, 3);
  const lines = state === 'final' ? await amendable(reader, deps, round) : [];
  const nameOf = await itemNames(
    reader,
    deps.policies,
    [...effects, ...appeals, ...lines].map((one) => one.period),
  );
  return {
    card: renderAssessmentRound({
      ...common,
      state,
      deadline: waiting ? deadlineOf(deps.calendar, today, waiting.dueDay) : null,
      keeps: keepsRounds(roles),
      amends: await mayAmendAny(
        reader,
        roles,
        [...content.towns, ...content.departments].map((one) => one.score),
      ),
      stale: round.stale,
      table: { type: 'assessmentSummary', id: run.id, version: 1 },
      towns: scoredIn(content.towns),
      departments: scoredIn(content.departments),
      chiefs: content.chiefCount,
      before: BEFORE_NAMES[parsePeriod(period).kind],
      median: content.median,
      medianChange:
        content.median === null || content.medianBefore === null
          ? null
          : content.median - content.medianBefore,
      movers: movers.map(({ town, line, by: moved }) => ({
        name: town.name,
        change: moved,
        why: line?.reason ?? '各项都有变化',
      })),
      effects: effects.map((one) => ({
        id: one.id,
        who: whose(one),
        what: itemName(one, period, nameOf),
        points: one.points,
        reason: one.reason,
      })),
      confirmed: round.confirmedAt && { by: by(round.confirmedById), on: dayOf(round.confirmedAt) },
      published: round.publishedAt && {
        by: by(round.publishedById),
        on: dayOf(round.publishedAt),
        until: round.noticeUntil ?? today,
        over: today > (round.noticeUntil ?? today),
      },
      appeals: appeals.map((appeal) => {
        const score = scores.find(({ id: scoreId }) => scoreId === appeal.scoreId);
        return {
          card: { type: 'appeal', id: appeal.id, version: appeal.version },
          who: score ? whose(score) : '',
          what: itemName({ ...appeal, subject: score?.subject ?? 'town' }, period, nameOf),
          stands:
            appeal.state === 'open'
              ? '待复核'
              : appeal.points === null
                ? '维持'
                : isVeto(appeal)
                  ? '撤销否决'
                  : `更正为${pointsInWords(appeal.points)}分`,
          open: appeal.state === 'open',
        };
      }),
      versions: versions.map(({ number, at: made, byId, reason, hash }) => ({
        number,
        on: dayOf(made),
        by: by(byId),
        reason,
        hash: hash.slice(0, 12),
      })),
      // 一票否决 that is there is lifted; the others of the list are found.
      ...offered(lines, (line) => (isVeto(line) ? '撤销否决' : nameOf(line))),
    }),
    pictures: [],
  };
};
