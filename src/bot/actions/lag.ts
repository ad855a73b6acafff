import { isMatterKind, weekdayOf } from '../../../cards/kit';
import { lagRead, lagUrge } from '../../../cards/lagNotice';
import type { MatterRef } from '../../../entities';
import { dayInWords } from '../../core/days';
import { Fault } from '../../core/errors';
import { acknowledgeLag, type Urged, urgeMatter } from '../../escalation';
import { on, type PressOutcome } from '../frame';
import { SUBJECT_OF } from '../mayOpen';

/** What a row of the notice is about: by the kind of its card; an older notice says `outfall` itself. */
function matterTypeOf(row: string): MatterRef['type'] | null {
  if (row === 'outfall') return row;
  const type = isMatterKind(row) ? SUBJECT_OF[row] : null;
  return type === 'task' || type === 'problem' || type === 'outfall' || type === 'outfallTask' ? type : null;
}

/** What became of a 催办, said truly: it is a line in a digest, and a digest comes once a day. */
function urgedToast({ fresh, digestDay, digestGone }: Urged): PressOutcome['toast'] {
  if (!fresh) return { type: 'info', content: '今天已经催过这件事了' };
  const day = `${dayInWords(digestDay)}（${weekdayOf(digestDay)}）`;
  const content = digestGone
    ? `已催办。今天的待办已经发过，任务卡片已更新，${day}的待办里会写明是你催的`
    : '已催办，会写进对方今天的待办';
  return { type: 'success', content };
}

export const lagActions = [
  on(lagRead, async ({ deps, tx, person, roles, at, messageId }, { notice, version }) => {
    await acknowledgeLag(tx, deps, { noticeId: notice, version, by: { person, roles }, at, messageId });
    return { toast: { type: 'success', content: '已记下你看到了。办完才会消除' } };
  }),
  on(lagUrge, async ({ deps, tx, person, roles, at }, { notice, version, matterType, matterId }) => {
    const type = matterTypeOf(matterType);
    if (!type) throw new Fault('press.unknown');
    const urged = await urgeMatter(tx, deps, {
      noticeId: notice,
      version,
      matter: { type, id: matterId },
      by: { person, roles },
      at,
    });
    return { toast: urgedToast(urged) };
  }),
];
