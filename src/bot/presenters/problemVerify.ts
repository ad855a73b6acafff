import { renderProblemVerify } from '../../../cards/problemVerify';
import { Outfall } from '../../../entities';
import { dayOf } from '../../core/days';
import { problemFlowOf } from '../../core/policy';
import { actorOf, apartMetres, mayRebound, mayReopen, mayVerify, verifyDueDayOf } from '../../problem';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { problemOnCards } from './problemParts';

/** 核查, to the finder or whoever verifies for them. */
export const problemVerify: Presenter = async (
  { policies, calendar },
  reader,
  { subject, recipient, at },
) => {
  const known = await problemOnCards(reader, subject.id);
  if (!known?.answer) return null;
  const { problem, facts, answer, returned, pictures } = known;
  const policy = await policies.at(problem.policyVersion);
  const common = {
    id: problem.id,
    version: problem.version,
    ...deadlineOf(calendar, dayOf(at), verifyDueDayOf(answer.on, { policy, calendar })),
    facts,
    answer,
  };
  const actor = await actorOf(reader, recipient);
  if (!(await mayVerify(reader, problem, actor, dayOf(at)))) {
    return { card: renderProblemVerify({ ...common, state: 'notYours' }), pictures: [] };
  }
  const { state } = problem;
  if (state === 'answered') {
    const outfall =
      problem.outfallId === null ? null : await reader.findOne(Outfall, { id: problem.outfallId });
    const metres = apartMetres(problem, outfall);
    const apart = metres !== null && metres > problemFlowOf(policy).pairMetres;
    const card = renderProblemVerify({ ...common, state: 'toVerify', ...(apart && { apartM: metres }) });
    return { card, pictures };
  }
  if (state === 'accepted') return { card: renderProblemVerify({ ...common, state: 'reopened' }), pictures };
  if (state === 'closed') {
    const rebound = mayReopen(problem, actor) && mayRebound(problem, dayOf(at), policy);
    return { card: renderProblemVerify({ ...common, state: 'passed', rebound }), pictures };
  }
  return returned && { card: renderProblemVerify({ ...common, state: 'returned', returned }), pictures };
};
