import { renderDocuments } from '../../../cards/documents';
import { type DocumentRung, Unit } from '../../../entities';
import { dayInWords, dayOf } from '../../core/days';
import { type ListedDocument, listDocuments } from '../../escalation';
import { rolesHeld } from '../../roster';
import { documentsOf } from '../documentWords';
import type { Presenter } from '../frame';

/** 通报, 约谈 or 督查 as a list: all of them, what one signs, or what a unit was sent. The subject's id is the rung. */
export const documents: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const whose = await documentsOf(reader, policies.current, { person: recipient, roles });
  if (whose === undefined) return null;
  const rung = subject.id as DocumentRung;
  const { rows, total } = await listDocuments(reader, rung, whose);
  const own = whose !== null && 'unitId' in whose;
  const place = own ? ((await reader.findOne(Unit, { id: recipient.unitId }))?.name ?? '') : '全县';
  return {
    card: renderDocuments({
      today,
      rung,
      place,
      total,
      rows: rows.map((one) => ({
        ref: {
          type:
            own && one.document.standInId !== recipient.id
              ? ('documentNotice' as const)
              : ('documentDesk' as const),
          id: one.document.id,
          version: one.document.version,
        },
        title: one.title,
        ...standing(one, today),
      })),
    }),
    pictures: [],
  };
};

/** Where it stands, in a few words. */
function standing({ document, replyWaits }: ListedDocument, today: string) {
  const { state, rung, replyDueDay, meetAt, record, signedAt } = document;
  const open = { late: false, over: false };
  const over = { late: false, over: true };
  const on = signedAt ? `${dayInWords(dayOf(signedAt))}签发` : '';
  if (state === 'draft') return { ...open, stands: '待签' };
  if (state === 'returned') return { ...open, stands: '退回待改' };
  if (state === 'refused') return { ...over, stands: rung === 2 ? '已退回' : '不采取' };
  if (state === 'withdrawn') return { ...over, stands: '已撤下' };
  if (state === 'closed') return { ...over, stands: `${on}，已办结` };
  if (replyWaits) return { ...open, stands: `${on}，待答复` };
  if (rung === 3) {
    if (record !== null) return { ...open, stands: '已约谈，承诺办理中' };
    return { ...open, stands: meetAt ? `${dayInWords(dayOf(meetAt))}约谈` : on };
  }
  const late = replyDueDay !== null && replyDueDay < today;
  const due = replyDueDay ? `，${dayInWords(replyDueDay)}前${rung === 2 ? '报整改' : '办结'}` : '';
  return { late, over: false, stands: `${on}${due}` };
}
