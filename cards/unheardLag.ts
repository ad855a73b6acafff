/** To the county office: towns that lag while nobody of them can be told, with who is missing and what lags. */
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
  overdueWords,
  tag,
} from './kit';

// Two matters a town and this many towns keep the card under 30 KB.
const MOST_TOWNS = 12;
const MATTERS = 2;

export interface UnheardLagView {
  today: Day;
  towns: {
    name: string;
    /** Nobody holds these roles, or Feishu knows nobody who does. */
    why: 'vacant' | 'unreached';
    /** 镇党委书记, 镇长, 镇联络员: who could be told. */
    roles: string[];
    /** What lags, the oldest first; never empty. */
    matters: { who: string; what: string; since: Day; provisional: boolean }[];
  }[];
}

const townLines =
  ({ today }: UnheardLagView) =>
  ({ name, why, roles, matters }: UnheardLagView['towns'][number]) => {
    const missing = inline(roles.join('、'), 40);
    const rest = matters.length - MATTERS;
    return markdown(
      join([
        md`**${inline(name, 20)}**`,
        grey(
          md`滞后${matters.length}件，${why === 'vacant' ? md`花名册里没有${missing}` : md`${missing}在飞书里都找不到`}`,
        ),
        ...matters
          .slice(0, MATTERS)
          .flatMap(({ who, what, since, provisional }) => [
            md`${inline(who, 30)}：${inline(localName(what), 40)}`,
            coloured('red', md`${overdueWords(today, { since, provisional })}`),
          ]),
        rest > 0 ? grey(md`还有${rest}件`) : null,
      ]),
    );
  };

export function renderUnheardLag(view: UnheardLagView): Card {
  const { today, towns } = view;
  const roles = [...new Set(towns.flatMap((town) => town.roles))];
  const none = towns.length === 0;
  return frame({
    tone: none ? 'done' : 'late',
    title: '滞后提醒没人接',
    place: '县河长办',
    when: [`截至${dayWords(today, today)}`],
    tags: none ? [tag('没有了', 'green')] : [tag(`${towns.length}个单位`, 'red')],
    body: none
      ? [markdown(md`现在没有这样的单位了。`)]
      : [
          markdown(md`这 **${towns.length}个单位** 有事过了期限，可是没有人能收到滞后提醒，先告诉你们：`),
          ...folded(towns, townLines(view), { most: MOST_TOWNS, unit: '个单位' }),
          markdown(
            md`怎么办：在花名册“人员”表给这些单位补上${inline(roles.join('、'), 60)}（管委会的主任填“镇长”），重新导入；飞书里找不到的，核对手机号或请管理员加进通讯录。有人能收到后，提醒就改发给他。`,
          ),
        ],
    help: none ? undefined : '没补上以前，请县河长办直接督促。',
  });
}
