import { renderExceedance } from '../../../cards/exceedance';
import { Exceedance, Outfall, PersonRole, Problem, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { confirmedAfter, limitWords, mayRecord, readingWords, resultsOfSample } from '../../monitoring';
import { readOutfallHands, WATCHERS } from '../../outfallTask';
import { mayHandle, progressWords, unitOf } from '../../problem';
import type { Presenter } from '../frame';

const ENDED = ['closed', 'unfounded', 'withdrawn'];

/** 超标告知, to the responsible party or the town that acts for it, and to those who watch over it. */
export const exceedance: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const told = await reader.findOne(Exceedance, { id: subject.id });
  const outfall = told && (await reader.findOne(Outfall, { id: told.outfallId }));
  if (!told || !outfall) return null;
  const [hands, roleRows, results] = await Promise.all([
    readOutfallHands(reader, policies.current),
    reader.find(PersonRole, { personId: recipient.id }),
    resultsOfSample(reader, told),
  ]);
  const roles = roleRows.map(({ role }) => role);
  const common = { today: dayOf(at), outfall: outfall.name };
  const may = hands.may(outfall, recipient);
  if (!may && !roles.some((role) => WATCHERS.includes(role))) {
    return { card: renderExceedance({ ...common, state: 'notYours' }), pictures: [] };
  }
  const problem = told.problemId === null ? null : await reader.findOne(Problem, { id: told.problemId });
  const unit = problem && (await reader.findOne(Unit, { id: unitOf(problem) }));
  const actor = { id: recipient.id, unitId: recipient.unitId, roles };
  const [first] = results;
  const mayWork = problem !== null && mayHandle(problem, actor, policies.current);
  const { actedFor } = hands.of(outfall);
  const card = renderExceedance({
    ...common,
    state: told.confirmed ? 'confirmed' : 'suspected',
    sampledOn: told.sampledDay,
    method: told.method,
    lab: first?.lab ?? null,
    reportNo: first?.reportNo ?? null,
    items: results.map((one) => ({
      words: readingWords(one),
      limit: limitWords(one),
      source: one.limitSource,
      over: one.verdict === 'over' || one.verdict === 'suspected',
    })),
    actingFor: may && actedFor ? outfall.owner : null,
    through: may && !actedFor && !mayWork ? (unit?.name ?? null) : null,
    problem: problem && {
      progress: progressWords(problem, unit?.name ?? ''),
      ended: ENDED.includes(problem.state),
      open: mayWork ? { type: 'problemWork', id: problem.id, version: problem.version } : null,
    },
    since: told.confirmed ? null : await confirmedAfter(reader, told),
    form: mayRecord(roles) ? { type: 'monitorForm', id: outfall.id, version: outfall.version } : null,
  });
  return { card, pictures: [] };
};
