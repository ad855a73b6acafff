import { type LeadState, type Person, type Problem, SurveyLead } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import { enforcementOf, findingsOf, type Policies, planOf } from '../core/policy';
import { openProblem, type ProblemDeps } from '../problem';
import { mayLook } from './hands';
import { nearOutfalls } from './queries';

/** What somebody saw there; of `unlawful` the kind, of `known` which outfall. */
export type Seen =
  | { state: 'notFound' }
  | { state: 'known'; outfallId: number }
  | { state: 'new' }
  | { state: 'unlawful'; kind: string };

export interface Confirming {
  leadId: number;
  /** The version that the card was drawn from. */
  version: number;
  seen: Seen;
  words: string;
  person: Pick<Person, 'id'>;
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

const GROUP = '排污口';

/**
 * 核实: says what is there. An outfall that the ledger has not becomes a problem 新增排污口 and, with the point of the
 * survey, 待核 for those who keep the ledger; something unlawful a problem of its own kind. Whoever looked counts as the
 * finder.
 *
 * @returns the problem that it became; null when it became none
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function confirmLead(
  tx: Tx,
  deps: ProblemDeps,
  { leadId: id, version, seen, words, person, at, messageId }: Confirming,
): Promise<Problem | null> {
  const lead = await tx.findOne(SurveyLead, { id });
  if (!lead) throw new Fault('matter.gone');
  const policy = deps.policies.current;
  if (!(await mayLook(tx, policy, lead.townId, person))) throw new Fault('press.notYours');
  if (lead.state !== 'open' || lead.version !== version) throw new Fault('press.stale');
  if (seen.state === 'known' && !(await nearOutfalls(tx, lead)).some((one) => one.id === seen.outfallId)) {
    throw new Fault('press.form', { what: '这个排污口不在附近了，请重新选择' });
  }
  if (seen.state === 'unlawful' && !unlawfulKinds(deps.policies).includes(seen.kind)) {
    throw new Fault('press.form', { what: '“现场看到什么”已经改过了，请重新选择' });
  }
  const problem =
    seen.state === 'new' || seen.state === 'unlawful'
      ? await openFor(tx, deps, lead, {
          kind: seen.state === 'new' ? planOf(policy).newOutfallKind : seen.kind,
          isNew: seen.state === 'new',
          words,
          person,
          at,
        })
      : null;
  const next = version + 1;
  const state: LeadState = seen.state;
  const won = await tx.update(
    SurveyLead,
    { id, version, state: 'open' },
    {
      state,
      outfallId: seen.state === 'known' ? seen.outfallId : null,
      problemId: problem?.mergedIntoId ?? problem?.id ?? null,
      answer: words || null,
      doneById: person.id,
      doneAt: at,
      version: next,
    },
  );
  if (won === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${person.id}`, subjectType: 'lead', subjectId: id };
  history(tx, { ...step, version: next, action: 'confirmed', state, reason: words || null });
  audit(tx, { ...step, action: 'lead.confirmed', detail: { ...seen, problemId: problem?.id ?? null } });
  await refreshCards(tx, { subject: { type: 'lead', id }, at, exceptMessageId: messageId });
  await refreshCards(tx, { subject: { type: 'townLeads', id: lead.townId }, at });
  return problem;
}

/** The kinds that 分局 is told of at once and that the county's forms know. */
export function unlawfulKinds({ current }: Pick<Policies, 'current'>): string[] {
  const known = findingsOf(current).groups.flatMap(({ kinds }) => kinds);
  return enforcementOf(current).kinds.filter((kind) => known.includes(kind));
}

async function openFor(
  tx: Tx,
  deps: ProblemDeps,
  lead: SurveyLead,
  given: { kind: string; isNew: boolean; words: string; person: Pick<Person, 'id'>; at: Date },
): Promise<Problem> {
  const { kind, isNew, words, person, at } = given;
  const group = findingsOf(deps.policies.current).groups.find(({ kinds }) => kinds.includes(kind));
  const { problem } = await openProblem(tx, deps, {
    source: 'lead',
    reachId: lead.reachId,
    outfall: null,
    place: lead.place ?? `线索 ${lead.code}`,
    category: group?.name ?? GROUP,
    // A county that names its kinds otherwise gets the group alone.
    ...(group && { kind }),
    seriousness: isNew ? '一般' : '较重',
    hint: { hintName: `线索 ${lead.code}`, hintLonE6: lead.lonE6, hintLatE6: lead.latE6 },
    words: [words, `线索${lead.code}（${lead.source}）：${lead.words}`]
      .filter(Boolean)
      .join('；')
      .slice(0, 1_000),
    personId: person.id,
    at,
  });
  return problem;
}
