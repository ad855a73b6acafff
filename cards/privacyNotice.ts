/** 告知书: on first contact. What is kept of a person, why, for how long, who sees it. */
import { type Card, defineAction, folded, frame, grey, inline, int, join, markdown, md, tag } from './kit';

export interface PrivacyNoticeView {
  person: number;
  version: number;
  /** 新绛县河长制办公室: who answers for the data. */
  keeper: string;
  /** 姓名和手机号 · 找到你、发任务 · 任职期间，离任后1年 · 县河长办和本镇联络员. */
  kept: { what: string; why: string; howLong: string; who: string }[];
  /** 知道了, when (11月23日9时10分); null when not yet. */
  acknowledgedAt: string | null;
}

/** 知道了: records that it was read; it is no consent to anything. */
export const privacyAcknowledge = defineAction({
  name: 'privacy.acknowledge',
  value: { person: int(), version: int() },
});

export function renderPrivacyNotice({
  person,
  version,
  keeper,
  kept,
  acknowledgedAt,
}: PrivacyNoticeView): Card {
  return frame({
    tone: acknowledgedAt === null ? 'todo' : 'done',
    title: '告知书',
    place: keeper,
    tags: acknowledgedAt === null ? [] : [tag('已知道', 'green')],
    body: [
      markdown(md`河长助手为你办事，要留下这些信息：`),
      ...folded(
        kept,
        ({ what, why, howLong, who }) =>
          markdown(
            join([
              md`**${inline(what, 40)}**`,
              md`${grey(md`用来`)} ${inline(why, 60)}`,
              md`${grey(md`留多久`)} ${inline(howLong, 40)}`,
              md`${grey(md`谁能看`)} ${inline(who, 60)}`,
            ]),
          ),
        { most: 10, unit: '项' },
      ),
      markdown(
        md`位置和照片只在你主动发来时才有，不跟踪、不统计在线时间。要查、要改、要删，找${inline(keeper, 30)}。`,
      ),
      acknowledgedAt === null
        ? privacyAcknowledge.button({ value: { person, version }, label: '知道了' })
        : markdown(grey(md`你在${inline(acknowledgedAt, 20)}点了“知道了”。`)),
    ],
  });
}
