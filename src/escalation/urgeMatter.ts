import { type MatterRef, Urge } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { refreshCards } from '../core/outbox';
import { noticeToPress, type Presser } from './access';
import type { Deps } from './deps';
import { openMatters } from './matters';
import { digestDayOf, keyOf } from './rules';

export interface UrgeMatter {
  noticeId: number;
  version: number;
  matter: MatterRef;
  by: Presser;
  at: Date;
}

export interface Urged {
  /** False when the same head urged the same matter already today: nothing was added. */
  fresh: boolean;
  /** The day whose digest says so. */
  digestDay: string;
  /** Today's digest had gone, so it is in the next one. */
  digestGone: boolean;
}

/**
 * 催办: one line in the next digest of whoever must act, once a matter, head and day, and the matter's card drawn
 * anew. It is no message of its own: nobody gets more than one digest a day (experience.md, rule 4).
 *
 * @throws Fault `matter.gone` (done meanwhile, or nobody is there to urge), `press.notYours`, `press.stale`
 */
export async function urgeMatter(tx: Tx, deps: Deps, input: UrgeMatter): Promise<Urged> {
  const { by, at, matter: ref } = input;
  const policy = deps.policies.current;
  const notice = await noticeToPress(tx, input, policy);
  if (!notice.matters.some((named) => keyOf(named) === keyOf(ref))) throw new Fault('matter.gone');
  const today = dayOf(at);
  const [matter] = await openMatters(tx, deps, { today, only: [ref] });
  const toId = matter?.responsible[0];
  if (!matter || toId === undefined || matter.unitId !== notice.unitId) throw new Fault('matter.gone');

  const digestDay = digestDayOf(at, deps.calendar, policy.messages);
  const { affected } = await tx.insert(
    Urge,
    { byId: by.person.id, toId, matterType: matter.type, matterId: matter.id, day: today, at },
    { ignore: true },
  );
  const urged = {
    fresh: affected > 0,
    digestDay,
    digestGone: digestDay > today,
  };
  if (!urged.fresh) return urged;
  audit(tx, {
    at,
    actor: `person:${by.person.id}`,
    action: 'matter.urge',
    subjectType: matter.type,
    subjectId: matter.id,
    detail: { toId, noticeId: notice.id },
  });
  await refreshCards(tx, { subject: { type: matter.type, id: matter.id }, at });
  return urged;
}
