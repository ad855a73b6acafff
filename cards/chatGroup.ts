/** To 县河长办: a group that the bot is in, whom it serves, and who could not be brought there. */
import {
  type Card,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  type InCard,
  inline,
  int,
  markdown,
  md,
  notYours,
  options,
  panel,
  pickedCode,
  type RootElement,
  select,
  tag,
} from './kit';

const MOST_UNITS = 40;
const MOST_MISSING = 20;

interface Choosing {
  /** The towns, by their ids. */
  towns: { id: number; name: string }[];
  /** `county`, a town's id; null before it is chosen. */
  chosen: string | null;
}
interface Members {
  inside: number;
  /** Who belongs there and is not in, by post. */
  missing: string[];
}

export type ChatGroupView = { id: number; version: number; name: string } & (
  | ({ state: 'asked' | 'unused' } & Choosing)
  /** Made by the bot: with its members. Else people keep them, and the place can be changed. */
  | { state: 'serving'; serves: string; members: Members | null; choosing: Choosing | null }
  | { state: 'making' | 'out' | 'ended' | 'notYours' }
  | { state: 'failed'; why: string }
);

const value = { group: int(), version: int() };
/** 定下来. `unit` is a town's id, or `county`. */
export const groupPlace = defineAction({
  name: 'group.place',
  value,
  form: () => fields({ unit: pickedCode('给谁用', /^(county|\d{1,9})$/) }),
});
/** 不作工作群. */
export const groupUnused = defineAction({ name: 'group.unused', value });

function placeForm(
  { id, version, state }: ChatGroupView,
  { towns, chosen }: Choosing,
  label: string,
): RootElement {
  const units = towns.slice(0, MOST_UNITS).map(({ id: unit, name }) => ({ code: String(unit), name }));
  return form('place', [
    select('unit', options([{ code: 'county', name: '全县' }, ...units]), {
      placeholder: '给谁用',
      initial: chosen,
      required: true,
    }),
    groupPlace.submit({
      value: { group: id, version },
      label,
      look: state === 'asked' ? 'primary_filled' : 'default',
    }),
  ]);
}

function memberList({ inside, missing }: Members): InCard[] {
  const count = markdown(md`我拉进群的有 **${inside}人**，名单跟着花名册走。`);
  if (missing.length === 0) return [count];
  return [
    count,
    panel<InCard>(`还有${missing.length}人拉不进来，点开看`, [
      ...folded(missing, (post) => markdown(inline(post, 40)), {
        shown: MOST_MISSING,
        most: MOST_MISSING,
        unit: '人',
      }),
      markdown(grey(md`他们不在飞书里，或不在机器人的可用范围里。`), 'notation'),
    ]),
  ];
}

const POST_HELP = '发通知：直接发“发到群”加内容，看过再发。看有哪些群：发“群”。';

export function renderChatGroup(view: ChatGroupView): Card {
  const { id, version, name } = view;
  const shown = { title: '工作群', place: name };
  switch (view.state) {
    case 'notYours':
      return notYours(shown.title, '', md`工作群由县河长办管，不用管它。`);
    case 'making':
      return frame({
        ...shown,
        tone: 'todo',
        tags: [tag('正在建', 'blue')],
        body: [markdown(md`正在建群，好了这里会变。`)],
      });
    case 'failed':
      return frame({
        ...shown,
        tone: 'late',
        tags: [tag('没有建成', 'red')],
        body: [markdown(inline(view.why, 120)), markdown(md`改好后再发一次“建群”。`)],
      });
    case 'asked':
    case 'unused':
      return frame({
        ...shown,
        tone: view.state === 'asked' ? 'soon' : 'closed',
        tags: [view.state === 'asked' ? tag('待定', 'orange') : tag('不作工作群', 'neutral')],
        body: [
          markdown(
            view.state === 'asked'
              ? md`有人把我加进了这个群。这个群给谁用？定了才往里面发通知。`
              : md`已定为不作工作群，我不往里面发东西。`,
          ),
          placeForm(view, view, view.state === 'asked' ? '定下来' : '改为工作群'),
          ...(view.state === 'asked'
            ? [groupUnused.button({ value: { group: id, version }, label: '不作工作群', look: 'text' })]
            : []),
        ],
      });
    case 'serving':
      return frame({
        ...shown,
        tone: 'done',
        tags: [tag('在用', 'green')],
        body: [
          markdown(md`给 **${inline(view.serves, 30)}** 用。`),
          ...(view.members ? memberList(view.members) : []),
          ...(view.choosing
            ? [
                placeForm(view, view.choosing, '改一下'),
                groupUnused.button({ value: { group: id, version }, label: '不作工作群', look: 'text' }),
              ]
            : []),
        ],
        help: POST_HELP,
      });
    case 'out':
      return frame({
        ...shown,
        tone: 'late',
        tags: [tag('机器人不在群里', 'red')],
        body: [markdown(md`我被移出了这个群，通知发不到。要用就把我再加进群，以前定的还算。`)],
      });
    case 'ended':
      return frame({
        ...shown,
        tone: 'closed',
        tags: [tag('已解散', 'neutral')],
        body: [markdown(md`这个群解散了。要用就发“建群”再建一个。`)],
      });
  }
}
