/** 发到群: a 通知 before it is posted, to whoever wrote it; then what became of it in each group. */
import {
  type Card,
  coloured,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  type InForm,
  inline,
  int,
  join,
  markdown,
  md,
  notYours,
  options,
  pickedCode,
  said,
  select,
  tag,
} from './kit';

const MOST_GROUPS = 30;
const MOST_NAMES = 5;

interface PostedTo {
  group: string;
  /** `waiting` for the hours of notices · `refused` with the reason and what mends it. */
  state: 'waiting' | 'posted' | 'refused' | 'unknown';
  why: string | null;
}

export type GroupPostView = { id: number; version: number; words: string } & (
  | {
      state: 'draft';
      groups: { id: number; name: string }[];
      /** People of the roster whom the words name. */
      names: string[];
    }
  | { state: 'sent'; groups: PostedTo[] }
  | { state: 'dropped' | 'notYours' }
);

const value = { post: int(), version: int() };
/** 发到群. `group` is a group's id, or `all`. */
export const postSend = defineAction({
  name: 'group.send',
  value,
  form: () => fields({ group: pickedCode('发到哪个群', /^(all|\d{1,9})$/) }),
});
/** 不发. */
export const postDrop = defineAction({ name: 'group.drop', value });

const STATES = {
  waiting: md`还没发，工作时间发`,
  posted: coloured('green', md`已发`),
  refused: coloured('red', md`没发到`),
  unknown: coloured('orange', md`可能没发到，请到群里看一眼`),
};

const postedRow = ({ group, state, why }: PostedTo) =>
  markdown(join([md`${inline(group, 40)}　${STATES[state]}`, why ? grey(inline(why, 120)) : null]));

function sendForm(view: Extract<GroupPostView, { state: 'draft' }>) {
  const carried = { post: view.id, version: view.version };
  const groups = view.groups.slice(0, MOST_GROUPS).map(({ id, name }) => ({ code: String(id), name }));
  const all = { code: 'all', name: `全部${view.groups.length}个群` };
  const choice: InForm = select('group', options(groups.length > 1 ? [all, ...groups] : groups), {
    placeholder: '发到哪个群',
    required: true,
    initial: groups.length === 1 ? groups[0]?.code : null,
  });
  return form('send', [choice, postSend.submit({ value: carried, label: '发到群' })]);
}

export function renderGroupPost(view: GroupPostView): Card {
  const { id, version, words } = view;
  const shown = { title: '发到群的通知', summary: '发到群的通知' };
  switch (view.state) {
    case 'notYours':
      return notYours(shown.title, '', md`这份通知不是你写的，不用管它。`);
    case 'draft':
      return frame({
        ...shown,
        tone: 'soon',
        tags: [tag('还没发', 'orange')],
        body: [
          ...said('通知内容', words),
          ...(view.names.length > 0
            ? [
                markdown(
                  coloured(
                    'orange',
                    md`里面有人名：${inline(view.names.slice(0, MOST_NAMES).join('、'), 60)}。`,
                  ),
                ),
                markdown(md`一个人的事请单独找他，不发到群里。`),
              ]
            : []),
          ...(view.groups.length > 0
            ? [sendForm(view)]
            : [markdown(md`现在没有能发通知的群。发“建群”看怎么建，或把我加进已有的群。`)]),
          postDrop.button({ value: { post: id, version }, label: '不发', look: 'text' }),
        ],
        help: '群里人人看得见。要改内容，再发一次“发到群”。',
      });
    case 'dropped':
      return frame({
        ...shown,
        tone: 'closed',
        tags: [tag('没有发', 'neutral')],
        body: said('通知内容', words),
      });
    case 'sent': {
      const bad = view.groups.some(({ state }) => state === 'refused' || state === 'unknown');
      const done = view.groups.every(({ state }) => state === 'posted');
      return frame({
        ...shown,
        tone: bad ? 'late' : done ? 'done' : 'todo',
        tags: [bad ? tag('有群没发到', 'red') : done ? tag('已发', 'green') : tag('等着发', 'blue')],
        body: [
          ...said('通知内容', words),
          ...folded(view.groups, postedRow, { most: MOST_GROUPS, unit: '个群' }),
        ],
      });
    }
  }
}
