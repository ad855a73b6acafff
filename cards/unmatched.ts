/** To the county office: people of the roster whom Feishu does not know by their phone number. */
import {
  type Card,
  coloured,
  type Day,
  dayWords,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  markdown,
  md,
  type SafeMd,
  tag,
} from './kit';

// Only markdown, one element a row; the number keeps the card under 30 KB.
const MOST_ROWS = 30;

export interface Unreached {
  /** By post: 龙兴镇贾家村河长. */
  post: string;
  unit: string;
  /** 199****0012. */
  maskedPhone: string;
  /** The patrols that wait for them: the one that was due first, and who of the town can tell them. */
  waiting: { count: number; title: string; dueDay: Day; through: string | null } | null;
}

export interface UnmatchedView {
  today: Day;
  people: Unreached[];
}

function waitingLines(
  today: Day,
  { count, title, dueDay, through }: NonNullable<Unreached['waiting']>,
): SafeMd[] {
  const more = count > 1 ? md`，共${count}次` : md``;
  const due = dueDay < today ? md`${dayWords(today, dueDay)}已到期` : md`${dayWords(today, dueDay)}到期`;
  return [
    coloured(dueDay < today ? 'red' : 'orange', md`${inline(localName(title), 40)}，${due}${more}`),
    through ? md`可打电话，或请${inline(through, 30)}转告` : md`没有人能转告，只能打电话`,
  ];
}

const personRow = (today: Day, { post, unit, maskedPhone, waiting }: Unreached) =>
  markdown(
    join([
      inline(post, 40),
      grey(md`${inline(unit, 30)} · ${inline(maskedPhone, 15)}`),
      ...(waiting ? waitingLines(today, waiting) : []),
    ]),
  );

export function renderUnmatched({ today, people }: UnmatchedView): Card {
  const none = people.length === 0;
  const late = people.filter(({ waiting }) => waiting && waiting.dueDay < today).length;
  return frame({
    tone: none ? 'done' : late > 0 ? 'late' : 'soon',
    title: '飞书里找不到的人',
    place: '县河长办',
    when: [`截至${dayWords(today, today)}`],
    tags: none
      ? [tag('都找到了', 'green')]
      : [tag(`${people.length}人`, 'orange'), ...(late > 0 ? [tag(`待通知${late}人`, 'red')] : [])],
    body: none
      ? [markdown(md`花名册里的人都能收到消息了。`)]
      : [
          markdown(md`这 **${people.length}人** 按手机号在飞书里找不到，收不到任务和提醒：`),
          ...folded(people, (person) => personRow(today, person), { most: MOST_ROWS, unit: '人' }),
          markdown(
            md`怎么办：手机号不对的，改花名册后重新导入；没进飞书的，请管理员加进通讯录；不用飞书的，打电话或托人转告。`,
          ),
        ],
    help: '收不到消息的人不算未完成，也不算镇里滞后。',
  });
}
