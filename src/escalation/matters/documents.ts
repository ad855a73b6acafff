import { LadderDocument, type LadderMatterType, LadderReply, Unit } from '../../../entities';
import { marks, type Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { ladderOf } from '../../core/policy';
import { officeHands } from '../../roster';
import { listOf } from '../documents/advance';
import { deskOf, recipientsOf } from '../documents/recipients';
import { signDueDay } from '../documents/rules';
import { titleOf } from '../documents/wording';
import { idsOf, type Look, type Matter } from './matter';

/**
 * 通报, 约谈 and 督查 that wait for somebody: to be signed, mended, reported on, decided. None is a town's lag: what
 * follows when nothing is done about it, its cases on the ladder know.
 */
export async function documents({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'ladderDocument');
  if (ids?.length === 0) return [];
  const open = await reader.find(
    LadderDocument,
    { state: ['draft', 'returned', 'issued'], ...(ids && { id: ids }) },
    { order: { id: 'ASC' } },
  );
  if (open.length === 0) return [];
  const [units, types, replies, promised, office] = await Promise.all([
    reader.find(Unit, { id: open.map(({ unitId }) => unitId) }),
    typesOf(reader, open),
    reader.find(LadderReply, { documentId: open.map(({ id }) => id), state: 'waiting' }),
    openPromises(reader, open),
    officeHands(reader),
  ]);
  const waiting = new Set(replies.map(({ documentId }) => documentId));
  const desks = new Map<string, number[]>();
  const heard = new Map<number, number[]>();
  const found: Matter[] = [];
  for (const document of open) {
    const { id, version, rung, unitId, issuer, deskAt, standInId } = document;
    const unit = units.find((one) => one.id === unitId);
    if (!unit) continue;
    const rules = ladderOf(await policies.at(document.policyVersion));
    const since = dayOf(deskAt);
    const soon = signDueDay(since, { rules, calendar });
    const name = titleOf(rung, unit, types.get(id) ?? []);
    const common = {
      type: 'ladderDocument' as const,
      id,
      version,
      unitId: null,
      since,
      actedFor: false,
      baseline: false,
    };
    const desk = async (): Promise<number[]> => {
      const known = desks.get(issuer) ?? (await deskOf(reader, issuer)).map((person) => person.id);
      desks.set(issuer, known);
      return known;
    };
    const people = async (): Promise<number[]> => {
      const known =
        heard.get(unitId) ??
        (await recipientsOf(reader, policies.current, unitId, scope.today)).map((person) => person.id);
      heard.set(unitId, known);
      return known;
    };
    const atOffice = office.map((person) => person.id);
    if (document.state === 'draft') {
      found.push({
        ...common,
        duty: 'issue',
        title: `待签：${name}`,
        dueDay: soon,
        responsible: [...(await desk()), ...(standInId === null ? [] : [standInId])],
        clears: rung === 2 ? '批准或退回' : '签发、退回或不采取',
        list: listOf(rung),
      });
    } else if (document.state === 'returned') {
      found.push({
        ...common,
        duty: 'mend',
        title: `退回待改：${name}`,
        dueDay: soon,
        responsible: atOffice,
        clears: '改好再报或不采取',
      });
    } else if (waiting.has(id)) {
      found.push({
        ...common,
        duty: 'judge',
        title: `待答复：${name}`,
        dueDay: soon,
        responsible: await desk(),
        clears: '同意或不同意',
      });
    } else if (rung !== 3) {
      found.push({
        ...common,
        duty: 'report',
        title: rung === 2 ? `报整改：${name}` : `督查：${name}`,
        dueDay: document.replyDueDay ?? soon,
        responsible: await people(),
        clears: rung === 2 ? '报整改报告' : '整改到位并报告',
      });
    } else {
      const meetDay = dayOf(document.meetAt ?? deskAt);
      if (document.record === null && scope.today <= meetDay) {
        found.push({
          ...common,
          duty: 'appear',
          title: name,
          dueDay: meetDay,
          responsible: await people(),
          clears: '按时参加约谈',
        });
      } else if (document.record === null || !promised.has(id)) {
        const minuted = document.record !== null;
        found.push({
          ...common,
          duty: 'minute',
          title: `${minuted ? '待办结' : '记约谈纪要'}：${name}`,
          dueDay: minuted ? soon : signDueDay(meetDay, { rules, calendar }),
          responsible: atOffice,
          clears: minuted ? '记承诺或办结' : '记纪要',
        });
      }
    }
  }
  return found;
}

/** What each document is about: the kinds of its matters. */
async function typesOf(
  reader: Reader,
  open: readonly LadderDocument[],
): Promise<Map<number, LadderMatterType[]>> {
  const rows = await reader.query<{ documentId: number; matterType: LadderMatterType }>(
    `SELECT DISTINCT l.documentId, c.matterType FROM ladder_document_case l JOIN ladder_case c ON c.id = l.caseId
      WHERE l.droppedAt IS NULL AND l.documentId IN (${marks(open)})`,
    open.map(({ id }) => id),
  );
  return new Map(
    [...groupBy(rows, ({ documentId }) => documentId)].map(([id, own]) => [
      id,
      own.map(({ matterType }) => matterType),
    ]),
  );
}

/** Of which documents something promised is open. */
async function openPromises(reader: Reader, open: readonly LadderDocument[]): Promise<Set<number>> {
  const rows = await reader.query<{ documentId: number }>(
    `SELECT DISTINCT documentId FROM ladder_promise WHERE checkedAt IS NULL AND documentId IN (${marks(open)})`,
    open.map(({ id }) => id),
  );
  return new Set(rows.map(({ documentId }) => documentId));
}
