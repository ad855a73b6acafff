import { renderDocumentWhy } from '../../../cards/documentWhy';
import type { MatterKind } from '../../../cards/kit';
import { LadderCase } from '../../../entities';
import { dayOf } from '../../core/days';
import { explainCases, wholeDocument } from '../../escalation';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { mayOpen } from '../mayOpen';
import { whyOf } from '../whyWords';

/** 为什么 of a 通报, 约谈 or 督查, to whoever may have it on the desk and to those who act for its unit. */
export const documentWhy: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const whole = await wholeDocument(reader, subject.id);
  if (!whole) return null;
  const { id, version, rung } = whole.document;
  const roles = await rolesHeld(reader, recipient.id);
  const asking = { person: recipient, roles, at, deps };
  const may = async (type: MatterKind) => ((await mayOpen(reader, type, id, asking)) ? type : null);
  const type = (await may('documentDesk')) ?? (await may('documentNotice'));
  const caseIds = type === null ? [] : whole.lines.map(({ caseId }) => caseId);
  const rows = await reader.find(LadderCase, { id: caseIds }, { order: { sinceDay: 'ASC', id: 'ASC' } });
  return {
    card: renderDocumentWhy({
      today: dayOf(at),
      rung,
      unit: type === null ? '' : whole.unit.name,
      cases: (await explainCases(reader, deps, rows, at)).map(whyOf),
      back: type && { type, id, version },
    }),
    pictures: [],
  };
};
