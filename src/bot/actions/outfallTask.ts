import { outfallTaskDone } from '../../../cards/outfallTask';
import { finishTask } from '../../outfallTask';
import { touch } from '../../problem';
import { on } from '../frame';

export const outfallTaskActions = [
  on(outfallTaskDone, async ({ deps, tx, person, at, messageId }, { task, version }) => {
    if (await finishTask(tx, deps, { taskId: task, version, person, at, messageId })) {
      return { toast: { type: 'success', content: '记下了，办好了' } };
    }
    // The next photo of theirs is for this one.
    await touch(tx, person.id, { type: 'outfallTask', id: task });
    return { toast: { type: 'info', content: '还差一张照片：现在拍了发给我，再点一次' } };
  }),
];
