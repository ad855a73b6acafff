import { helpAssessment, helpProblems, helpTasks } from '../../../cards/help';
import { isMatterKind, matterOpen } from '../../../cards/kit';
import { privacyAcknowledge } from '../../../cards/privacyNotice';
import { Person } from '../../../entities';
import { audit } from '../../core/audit';
import { Fault } from '../../core/errors';
import { touch } from '../../problem';
import { on, type PressContext, type PressOutcome } from '../frame';
import { mayOpen } from '../mayOpen';
import { openAssessment, openOwnProblems, openTasks, sendMatter } from '../openings';

const sent = (count: number, nothing: string): PressOutcome => ({
  toast:
    count > 0 ? { type: 'success', content: '已发给你，看下面的新消息' } : { type: 'info', content: nothing },
});

/** A card about a person answers that person only. */
function ownOnly({ person }: PressContext, id: number): void {
  if (person.id !== id) throw new Fault('press.notYours');
}

export const commonActions = [
  on(matterOpen, async (ctx, { type, id }) => {
    if (!isMatterKind(type)) throw new Fault('press.unknown');
    if (!(await mayOpen(ctx.tx, type, id, ctx))) throw new Fault('press.notYours');
    await sendMatter(ctx, type, id);
    // Whoever opens one of several gates sends that one's photo next.
    if (type === 'appeal') await touch(ctx.tx, ctx.person.id, { type: 'assessmentAppeal', id }, ctx.at);
    if (type === 'outfallTask') await touch(ctx.tx, ctx.person.id, { type, id }, ctx.at);
    if (type === 'rectification') await touch(ctx.tx, ctx.person.id, { type: 'outfall', id }, ctx.at);
    if (type === 'problemForm') await touch(ctx.tx, ctx.person.id, { type: 'problem', id }, ctx.at);
    return sent(1, '');
  }),
  on(helpTasks, async (ctx, input) => {
    ownOnly(ctx, input.person);
    return sent(await openTasks(ctx), '现在没有要巡的河');
  }),
  on(helpProblems, async (ctx, input) => {
    ownOnly(ctx, input.person);
    return sent((await openOwnProblems(ctx)) ? 1 : 0, '现在没有等你办的，也没有你报的问题');
  }),
  on(helpAssessment, async (ctx, input) => {
    ownOnly(ctx, input.person);
    return sent(await openAssessment(ctx), '还没有考核结果，每月初出上个月的试算');
  }),
  on(privacyAcknowledge, async (ctx, input) => {
    ownOnly(ctx, input.person);
    const { tx, person, at } = ctx;
    if (person.privacyReadAt) return { toast: { type: 'info', content: '已经记下了' } };
    await tx.update(Person, { id: person.id, privacyReadAt: null }, { privacyReadAt: at });
    person.privacyReadAt = at;
    audit(tx, {
      at,
      actor: `person:${person.id}`,
      action: 'privacy.acknowledge',
      subjectType: 'person',
      subjectId: person.id,
    });
    return { toast: { type: 'success', content: '记下了' } };
  }),
];
