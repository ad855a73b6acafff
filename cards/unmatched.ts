/** To the county office: people of the roster whom Feishu does not know by their phone number. */
import { type Card, type Day, dayWords, folded, frame, grey, inline, join, markdown, md, tag } from './kit';

// Only markdown, one element a row; the number keeps the card under 30 KB.
const MOST_ROWS = 40;

export interface UnmatchedView {
  today: Day;
  people: {
    /** By post: 龙兴镇贾家村河长. */
    post: string;
    unit: string;
    /** 199****0012. */
    maskedPhone: string;
  }[];
}

export function renderUnmatched({ today, people }: UnmatchedView): Card {
  const none = people.length === 0;
  return frame({
    tone: none ? 'done' : 'soon',
    title: '飞书里找不到的人',
    place: '县河长办',
    when: [`截至${dayWords(today, today)}`],
    tags: none ? [tag('都找到了', 'green')] : [tag(`${people.length}人`, 'orange')],
    body: none
      ? [markdown(md`花名册里的人都能收到消息了。`)]
      : [
          markdown(md`这 **${people.length}人** 按手机号在飞书里找不到，收不到任务和提醒：`),
          ...folded(
            people,
            ({ post, unit, maskedPhone }) =>
              markdown(join([inline(post, 40), grey(md`${inline(unit, 30)} · ${inline(maskedPhone, 15)}`)])),
            { most: MOST_ROWS, unit: '人' },
          ),
          markdown(
            md`怎么办：手机号不对的，改花名册后重新导入；没进飞书的，请管理员加进通讯录；不用飞书的，由镇联络员代录纸质记录。`,
          ),
        ],
    help: '收不到消息的人不算未完成。',
  });
}
