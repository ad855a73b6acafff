import {
  type DocumentRung,
  HistoryEntry,
  LadderDocument,
  LadderDocumentCase,
  type LadderEvidence,
  type LadderIssuer,
  LadderPromise,
  LadderReply,
  Unit,
} from '../../../entities';
import { marks, type Reader } from '../../core/database';
import { type Policy, publicityOf } from '../../core/policy';
import { postNames } from '../../roster';
import { DOCUMENT } from './advance';
import { linesOf } from './evidence';
import { titleOf } from './wording';

/** How whoever signs is called at the foot of a document. */
export const issuerName = (policy: Policy, issuer: LadderIssuer): string => {
  if (issuer === '分局') return publicityOf(policy).supervisor;
  return issuer === '县河长办' ? `${policy.county.name}河长制办公室` : `${policy.county.name}人民政府`;
};

/** A deed of somebody, by post. */
export interface Deed {
  by: string;
  at: Date;
  words: string;
}

/** All that cards and files say of a document. */
export interface WholeDocument {
  document: LadderDocument;
  unit: Unit;
  title: string;
  lines: LadderEvidence[];
  /** How many causes fell out before it was signed. */
  dropped: number;
  /** Who changed the words last. */
  edited: Deed | null;
  signed: Deed | null;
  /** 代签: the post of whoever may sign besides the role's holders, and of whoever asked them. */
  standIn: { by: string; forWhom: string } | null;
  /** Who sent it back or refused it, and why. */
  turned: Deed | null;
  closed: Deed | null;
  /** The newest one. */
  reply: { row: LadderReply; by: string; decidedBy: string } | null;
  promises: { row: LadderPromise; unit: string }[];
}

/** @returns null when there is no such document */
export async function wholeDocument(reader: Reader, id: number): Promise<WholeDocument | null> {
  const document = await reader.findOne(LadderDocument, { id });
  const unit = document && (await reader.findOne(Unit, { id: document.unitId }));
  if (!document || !unit) return null;
  const [lines, dropped, steps, replies, promises] = await Promise.all([
    linesOf(reader, document),
    reader.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM ladder_document_case WHERE documentId = ? AND droppedAt IS NOT NULL',
      [id],
    ),
    reader.find(HistoryEntry, { subjectType: DOCUMENT, subjectId: id }, { order: { version: 'DESC' } }),
    reader.find(LadderReply, { documentId: id }, { order: { id: 'DESC' }, limit: 1 }),
    reader.find(LadderPromise, { documentId: id }, { order: { id: 'ASC' } }),
  ]);
  const personOf = (actor: string): number | null =>
    actor.startsWith('person:') ? Number(actor.slice('person:'.length)) : null;
  const [reply] = replies;
  const units = await reader.find(Unit, { id: promises.map(({ unitId }) => unitId) });
  const names = await postNames(reader, [
    ...steps.map(({ actor }) => personOf(actor)),
    reply?.byId ?? null,
    reply?.decidedById ?? null,
    document.standInId,
    document.standInForId,
  ]);
  const nameOf = (personId: number | null | undefined): string => names.get(personId ?? 0) ?? '';
  const deed = (...actions: string[]): Deed | null => {
    const step = steps.find(({ action }) => actions.includes(action));
    return step ? { by: nameOf(personOf(step.actor)), at: step.at, words: step.reason ?? '' } : null;
  };
  const evidence = lines.map((line) => line.evidence);
  return {
    document,
    unit,
    title: titleOf(
      document.rung,
      unit,
      evidence.map(({ matterType }) => matterType),
    ),
    lines: evidence,
    dropped: Number(dropped[0]?.n ?? 0),
    edited: document.editedById === null ? null : deed('edited'),
    signed: document.signedAt === null ? null : deed('issued'),
    standIn:
      document.standInId === null
        ? null
        : { by: nameOf(document.standInId), forWhom: nameOf(document.standInForId) },
    turned:
      document.state === 'returned' || document.state === 'refused' ? deed('returned', 'refused') : null,
    closed: document.state === 'closed' ? deed('closed') : null,
    reply: reply ? { row: reply, by: nameOf(reply.byId), decidedBy: nameOf(reply.decidedById) } : null,
    promises: promises.map((row) => ({
      row,
      unit: units.find((one) => one.id === row.unitId)?.name ?? '',
    })),
  };
}

/** A document in a list. */
export interface ListedDocument {
  document: LadderDocument;
  title: string;
  unit: string;
  /** Something of it waits for whoever issued it. */
  replyWaits: boolean;
}

const MOST = 20;

/**
 * The documents of a rung, those that are not over first, then the newest.
 *
 * @param who `unitId` what was issued to that unit, and what `standInId` signs for somebody; `issuers` what those roles
 * sign; null everything
 */
export async function listDocuments(
  reader: Reader,
  rung: DocumentRung,
  who: { unitId: number; standInId: number } | { issuers: readonly string[] } | null,
): Promise<{ rows: ListedDocument[]; total: number }> {
  const limit =
    who === null
      ? { sql: '', params: [] }
      : 'unitId' in who
        ? {
            sql: " AND ((unitId = ? AND state IN ('issued', 'closed')) OR standInId = ?)",
            params: [who.unitId, who.standInId],
          }
        : { sql: ` AND issuer IN (${marks(who.issuers)})`, params: [...who.issuers] };
  const raw = await reader.query<object>(
    `SELECT * FROM ladder_document WHERE rung = ?${limit.sql}
      ORDER BY CASE WHEN state IN ('draft', 'returned', 'issued') THEN 0 ELSE 1 END, id DESC LIMIT ${MOST}`,
    [rung, ...limit.params],
  );
  const [count] = await reader.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM ladder_document WHERE rung = ?${limit.sql}`,
    [rung, ...limit.params],
  );
  const found = raw.map((one) => reader.hydrate(LadderDocument, one));
  const ids = found.map(({ id }) => id);
  const [units, lines, waiting] = await Promise.all([
    reader.find(Unit, { id: found.map(({ unitId }) => unitId) }),
    reader.find(LadderDocumentCase, { documentId: ids, droppedAt: null }),
    reader.find(LadderReply, { documentId: ids, state: 'waiting' }),
  ]);
  return {
    total: Number(count?.n ?? 0),
    rows: found.flatMap((document): ListedDocument[] => {
      const unit = units.find(({ id }) => id === document.unitId);
      if (!unit) return [];
      const types = lines
        .filter(({ documentId }) => documentId === document.id)
        .map(({ evidence }) => evidence.matterType);
      return [
        {
          document,
          title: titleOf(document.rung, unit, types),
          unit: unit.name,
          replyWaits: waiting.some(({ documentId }) => documentId === document.id),
        },
      ];
    }),
  };
}
