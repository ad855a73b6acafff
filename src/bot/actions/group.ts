import { groupPlace, groupUnused } from '../../../cards/chatGroup';
import { groupTasks } from '../../../cards/groupHello';
import { postDrop, postSend } from '../../../cards/groupPost';
import { dropPost, placeGroup, sendPost } from '../../groups';
import { on, type PressContext } from '../frame';
import { openTasks } from '../openings';

const by = ({ person, roles, at, messageId }: PressContext) => ({
  person: { id: person.id, roles },
  at,
  messageId,
});

export const groupActions = [
  // Whoever presses in the group gets their own, in their own chat; the group sees nothing of it.
  on(groupTasks, async (ctx) => ({
    toast:
      (await openTasks(ctx)) > 0
        ? { type: 'success', content: '已单独发给你' }
        : { type: 'info', content: '你现在没有要巡的河' },
  })),
  on(groupPlace, async (ctx, { group, version, unit }) => {
    const unitId = unit === 'county' ? null : Number(unit);
    await placeGroup(ctx.tx, { ...by(ctx), groupId: group, version, unitId });
    return { toast: { type: 'success', content: '定好了' } };
  }),
  on(groupUnused, async (ctx, { group, version }) => {
    await placeGroup(ctx.tx, { ...by(ctx), groupId: group, version, unitId: 'none' });
    return { toast: { type: 'info', content: '不作工作群' } };
  }),
  on(postSend, async (ctx, { post, version, group }) => {
    const groupId = group === 'all' ? null : Number(group);
    const count = await sendPost(ctx.tx, { ...by(ctx), postId: post, version, groupId });
    return { toast: { type: 'success', content: `发到${count}个群，工作时间发` } };
  }),
  on(postDrop, async (ctx, { post, version }) => {
    await dropPost(ctx.tx, { ...by(ctx), postId: post, version });
    return { toast: { type: 'info', content: '没有发' } };
  }),
];
