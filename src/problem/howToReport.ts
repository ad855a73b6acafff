import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { walkablePosts } from '../patrol';

/** What somebody is told whose photo or place is kept: how it becomes a problem. */
export async function howToReport(reader: Reader, personId: number, at: Date): Promise<string> {
  const walks = (await walkablePosts(reader, { personId, day: dayOf(at) })).length > 0;
  return walks ? '要报问题，就打开巡河任务点“发现问题”。' : '你没有要巡的河，要报问题，请找那段河的河长。';
}
