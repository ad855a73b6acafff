import { byWords } from '../../../cards/kit';
import { renderProblemDesk } from '../../../cards/problemDesk';
import { dayOf } from '../../core/days';
import { actorOf, decideDueDayOf, lastSentUp, mayDecide, progressWords, unitOf } from '../../problem';
import { OFFICE_ROLES, postNames } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { askWords, handlingUnits, otherProblems, problemOnCards } from './problemParts';

/** 待交办、待批复, to whoever decides it; afterwards where it stands. */
export const problemDesk: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const { policies, calendar } = deps;
  const [known, actor] = await Promise.all([problemOnCards(reader, subject.id), actorOf(reader, recipient)]);
  if (!known) return null;
  const { problem, facts, pictures, unit } = known;
  const { ask, deskAt, seriousness } = problem;
  const today = dayOf(at);
  const policy = await policies.at(problem.policyVersion);
  const dueDay = decideDueDayOf(dayOf(deskAt ?? at), { policy, calendar });
  const common = {
    id: problem.id,
    version: problem.version,
    ...deadlineOf(calendar, today, dueDay),
    facts,
  };
  const draw = (view: Parameters<typeof renderProblemDesk>[0], shown = pictures) => ({
    card: renderProblemDesk(view),
    pictures: shown,
  });
  const decides = [...OFFICE_ROLES, '分局' as const].some((role) => actor.roles.includes(role));
  if (!decides) return draw({ ...common, state: 'notYours' }, []);
  if (!mayDecide(problem, actor))
    return draw({ ...common, state: 'over', progress: progressWords(problem, unit) });
  if (problem.state !== 'registered' && ask) {
    const names = await postNames(reader, [ask.byId]);
    return draw({
      ...common,
      state: 'asked',
      what: await askWords(reader, problem),
      by: names.get(ask.byId) ?? '',
      on: dayOf(new Date(ask.at)),
      reason: ask.reason,
      dueNow: problem.dueDay === null ? '' : byWords(today, calendar.due(problem.dueDay)),
    });
  }
  const [units, others, sentUp] = await Promise.all([
    handlingUnits(reader, null),
    otherProblems(reader, problem),
    lastSentUp(reader, problem.id),
  ]);
  const names = await postNames(reader, [sentUp?.by ?? null]);
  return draw({
    ...common,
    state: 'registered',
    seriousness: seriousness ?? '一般',
    units,
    unit: String(unitOf(problem)),
    others,
    sentUp: sentUp && {
      by: names.get(sentUp.by) ?? '',
      on: dayOf(sentUp.at),
      reason: sentUp.reason,
      late: sentUp.late,
    },
  });
};
