import {
  type DocumentRung,
  LadderCase,
  LadderDocument,
  LadderDocumentCase,
  type LadderEvidence,
  type LadderIssuer,
  Unit,
} from '../../../entities';
import { audit } from '../../core/audit';
import { marks, type Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { history } from '../../core/history';
import { enqueueMany } from '../../core/outbox';
import { ladderOf } from '../../core/policy';
import type { Deps } from '../deps';
import { noteDocument } from '../ladder/noteDocument';
import { about, advance, DOCUMENT, listOf } from './advance';
import { linesOf, readEvidence } from './evidence';
import { deskOf } from './recipients';
import { draftWords } from './wording';

const ACTOR = 'job:ladder';

/** A case for which a rung is due, and who would sign it. */
export interface DueStep {
  caseId: number;
  unitId: number;
  rung: DocumentRung;
  issuer: LadderIssuer;
}

/**
 * Drafts what is due: of one rung, unit, day and issuer one document, with what is known of each case. A case that an
 * open document of that rung names already is left where it is, one whose cause is gone is left out, and one that
 * comes after its document of the day was signed has to wait for another day. Its signers get the draft, several as
 * their list; where nobody holds the role, 县河长办 gets it, to see that.
 *
 * @returns how many documents were drafted or grew
 */
export async function draftDocuments(
  tx: Tx,
  deps: Deps,
  { at, due }: { at: Date; due: readonly DueStep[] },
): Promise<number> {
  if (due.length === 0) return 0;
  const named = await namedAlready(tx, due);
  const fresh = due.filter(({ caseId, rung }) => !named.has(`${rung}:${caseId}`));
  const cases = new Map(
    (await tx.find(LadderCase, { id: fresh.map(({ caseId }) => caseId) })).map((one) => [one.id, one]),
  );
  const evidence = new Map(
    (await readEvidence(tx, deps, [...cases.values()], dayOf(at))).map((line) => [line.caseId, line]),
  );
  const fresher: LadderDocument[] = [];
  let drafted = 0;
  for (const steps of groupBy(fresh, ({ rung, unitId, issuer }) => `${rung}:${unitId}:${issuer}`).values()) {
    const lines = steps.flatMap(({ caseId }) => evidence.get(caseId) ?? []);
    const [first] = steps;
    const made = first && lines.length > 0 ? await draft(tx, deps, first, lines, at) : null;
    if (made) drafted += 1;
    if (made?.isNew) fresher.push(made.document);
  }
  for (const own of groupBy(fresher, ({ rung, issuer }) => `${rung}:${issuer}`).values())
    await tellDesk(tx, own, at);
  return drafted;
}

/** `rung:case` of what an open document names. */
async function namedAlready(tx: Tx, due: readonly DueStep[]): Promise<Set<string>> {
  const ids = due.map(({ caseId }) => caseId);
  const rows = await tx.query<{ rung: number; caseId: number }>(
    `SELECT d.rung, l.caseId FROM ladder_document_case l JOIN ladder_document d ON d.id = l.documentId
      WHERE l.droppedAt IS NULL AND d.state IN ('draft', 'returned', 'issued') AND l.caseId IN (${marks(ids)})`,
    ids,
  );
  return new Set(rows.map(({ rung, caseId }) => `${rung}:${caseId}`));
}

/** @returns null when the document of that day is signed already */
async function draft(
  tx: Tx,
  deps: Deps,
  { rung, unitId, issuer }: DueStep,
  lines: readonly LadderEvidence[],
  at: Date,
): Promise<{ document: LadderDocument; isNew: boolean } | null> {
  const unit = await tx.findOne(Unit, { id: unitId });
  if (!unit) return null;
  const day = dayOf(at);
  const policy = deps.policies.current;
  const { affected, firstId } = await tx.insert(
    LadderDocument,
    {
      rung,
      unitId,
      day,
      issuer,
      state: 'draft',
      words: '',
      editedById: null,
      policyVersion: policy.version,
      createdAt: at,
      deskAt: at,
      version: 1,
    },
    { ignore: true },
  );
  const document = await tx.findOne(
    LadderDocument,
    affected > 0 ? { id: firstId } : { rung, unitId, day, issuer },
  );
  if (document?.state !== 'draft') return null;
  await tx.insert(
    LadderDocumentCase,
    lines.map((line) => ({ documentId: document.id, caseId: line.caseId, evidence: line, droppedAt: null })),
    { ignore: true },
  );
  const all = (await linesOf(tx, document)).map((line) => line.evidence);
  const words =
    document.editedById === null
      ? draftWords({ rung, unit, day, lines: all, rules: ladderOf(policy) })
      : document.words;
  const data = { cases: lines.map(({ caseId }) => caseId) };
  if (affected > 0) {
    await tx.update(LadderDocument, { id: document.id }, { words });
    const subject = { subjectType: DOCUMENT, subjectId: document.id };
    history(tx, { ...subject, version: 1, at, actor: ACTOR, action: 'drafted', state: 'draft', data });
    audit(tx, {
      ...subject,
      at,
      actor: ACTOR,
      action: 'document.drafted',
      detail: { rung, unitId, ...data },
    });
  } else {
    await advance(tx, document, { step: 'draft', actor: ACTOR, at, set: { words }, data });
  }
  await noteDocument(tx, deps, {
    caseIds: data.cases,
    documentId: document.id,
    rung,
    event: 'drafted',
    at,
    actor: ACTOR,
  });
  return { document, isNew: affected > 0 };
}

/**
 * Sends the cards of documents of one rung and issuer to whoever has to decide something on them, in waking hours of a
 * working day: one as its own card, several as their list, so that nobody gets ten messages at once.
 */
export async function tellDesk(
  tx: Tx,
  documents: readonly Pick<LadderDocument, 'id' | 'rung' | 'issuer'>[],
  at: Date,
): Promise<void> {
  const [first, ...more] = documents;
  if (!first) return;
  const card =
    more.length > 0 ? listOf(first.rung) : { kind: 'documentDesk' as const, subject: about(first) };
  await enqueueMany(
    tx,
    (await deskOf(tx, first.issuer)).map(({ id }) => ({
      ...card,
      recipientId: id,
      messageClass: 'task',
      at,
    })),
  );
}
