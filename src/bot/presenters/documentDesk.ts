import { renderDocumentDesk } from '../../../cards/documentDesk';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import {
  type Deed,
  mayClose,
  mayEdit,
  mayIssue,
  mayKeep,
  maySign,
  mayWatch,
  openMatters,
  signersOf,
  standInsFor,
  wholeDocument,
} from '../../escalation';
import { rolesHeld } from '../../roster';
import { documentText, meetingOf, promisesOf, replyOf } from '../documentParts';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

const told = (deed: Deed | null) => deed && { by: deed.by, on: dayOf(deed.at), words: deed.words };

/** 通报, 约谈, 督查 on the desk of whoever signs, and of 县河长办. */
export const documentDesk: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const whole = await wholeDocument(reader, subject.id);
  if (!whole) return null;
  const { document } = whole;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, state, rung, record } = document;
  const common = { ...documentText(whole, deps.policies.current), id, version, today };
  const who = { person: recipient, roles };
  if (!mayWatch(who, document)) {
    return { card: renderDocumentDesk({ ...common, state: 'notYours' }), pictures: [] };
  }
  const signs = maySign(who, document);
  const holds = mayIssue(roles, document);
  const keeps = mayKeep(roles);
  const reply = replyOf(whole);
  const issued = state === 'issued';
  const met = document.meetAt !== null && document.meetAt <= at;
  const allKept = whole.promises.every(({ row }) => row.checkedAt !== null);
  const [matter] = await openMatters(reader, deps, { today, only: [{ type: 'ladderDocument', id }] });
  const standIns = state === 'draft' && holds ? await standInsFor(reader, document.issuer, recipient) : [];
  const units = issued && rung === 3 ? await unitsAfter(reader, document.unitId) : [];
  return {
    card: renderDocumentDesk({
      ...common,
      state,
      deadline: matter ? deadlineOf(deps.calendar, today, matter.dueDay) : null,
      may: {
        sign: state === 'draft' && signs,
        edit: (state === 'draft' || state === 'returned') && mayEdit(who, document),
        refuse: (state === 'draft' && signs) || (state === 'returned' && (signs || keeps)),
        return: state === 'draft' && rung !== 2 && signs,
        resubmit: state === 'returned' && keeps,
        judge: issued && holds && reply !== null && reply.decided === null,
        record: issued && rung === 3 && keeps && met,
        promise: issued && rung === 3 && keeps && record !== null,
        end:
          issued && mayClose(roles, document) && (rung === 4 || (rung === 3 && record !== null && allKept)),
      },
      nobody: state === 'draft' && (await signersOf(reader, document.issuer)).length === 0,
      dropped: whole.dropped,
      edited: told(whole.edited),
      signed: told(whole.signed),
      standIn: whole.standIn && { ...whole.standIn, signed: document.signedById === document.standInId },
      standIns: standIns.map((one) => ({
        code: `p${one.id}`,
        name: one.title ? `${one.name}（${one.title}）` : one.name,
      })),
      reason: told(whole.turned),
      meeting: meetingOf(whole),
      replyDue: document.replyDueDay,
      reply,
      record: rung === 3 ? record : null,
      promises: promisesOf(whole),
      units,
      closed: told(whole.closed),
    }),
    pictures: [],
  };
};

/** The units that can promise something: the one that came first, then towns and departments. */
async function unitsAfter(reader: Parameters<Presenter>[1], unitId: number) {
  const units = await reader.find(
    Unit,
    { type: ['镇', '管委会', '县直部门'] },
    { order: { type: 'ASC', code: 'ASC' } },
  );
  return [...units.filter(({ id }) => id === unitId), ...units.filter(({ id }) => id !== unitId)].map(
    ({ id, name }) => ({ code: `u${id}`, name }),
  );
}
