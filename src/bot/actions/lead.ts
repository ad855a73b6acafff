import { leadConfirm } from '../../../cards/lead';
import { Fault } from '../../core/errors';
import { openCase } from '../../enforcement';
import { touch } from '../../problem';
import { confirmLead, type Seen, unlawfulKinds } from '../../survey';
import { on, type PressContext } from '../frame';

/** What the select says. @throws Fault `press.form` for what it no longer offers */
function seenOf({ deps }: PressContext, code: string): Seen {
  if (code === 'none') return { state: 'notFound' };
  if (code === 'new') return { state: 'new' };
  const id = Number(code.slice(1));
  if (code.startsWith('o')) return { state: 'known', outfallId: id };
  const kind = unlawfulKinds(deps.policies)[id];
  if (kind === undefined) throw new Fault('press.form', { what: '“现场看到什么”已经改过了，请重新选择' });
  return { state: 'unlawful', kind };
}

export const leadActions = [
  on(leadConfirm, async (ctx, { lead, version, seen: code, words }) => {
    const { tx, deps, person, at, messageId } = ctx;
    const seen = seenOf(ctx, code);
    const problem = await confirmLead(tx, deps, {
      leadId: lead,
      version,
      seen,
      words,
      person,
      at,
      messageId,
    });
    if (!problem) return { toast: { type: 'success', content: '记下了' } };
    // The next photo of theirs is of this.
    await touch(tx, person.id, { type: 'problem', id: problem.id }, at);
    const told = await openCase(tx, deps, problem, at);
    const also = told ? '，已同时报分局' : '';
    return { toast: { type: 'success', content: `已登记为问题${also}。照片直接发给我` } };
  }),
];
