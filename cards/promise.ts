/** 约谈承诺: the unit says when it is kept, 县河长办 looks whether it was. */
import {
  type Card,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  optionalWords,
  paragraph,
  tag,
  urgencyOf,
  words,
} from './kit';

const WORDS_LIMIT = 300;

interface Said {
  by: string;
  on: Day;
  words: string;
}

export type PromiseView = Deadline & {
  id: number;
  version: number;
  unit: string;
  /** 关于约谈龙兴镇负责人的通知: where it was promised. */
  from: string;
  words: string;
} & (
    | { state: 'notYours' }
    | {
        /** `open` to be kept · `kept` to be looked at · `closed`. */
        state: 'open' | 'kept' | 'closed';
        /** Whether the reader is the one to do the next thing. */
        mine: boolean;
        done: Said | null;
        /** What 县河长办 said last: accepted, or sent back. */
        checked: (Said | { by: string; on: null; words: string }) | null;
      }
  );

const ON_PROMISE = { promise: int(), version: int() };
/** 已办到. */
export const promiseKeep = defineAction({
  name: 'promise.keep',
  value: ON_PROMISE,
  form: () => fields({ kept: words('怎么办到的', WORDS_LIMIT) }),
});
const answer = () => fields({ answer: optionalWords('意见', WORDS_LIMIT) });
export const promiseAccept = defineAction({ name: 'promise.accept', value: ON_PROMISE, form: answer });
export const promiseReturn = defineAction({ name: 'promise.return', value: ON_PROMISE, form: answer });

export function renderPromise(view: PromiseView): Card {
  const { id, version, today, due, unit, from, state } = view;
  const title = '约谈承诺';
  if (state === 'notYours') return notYours(title, unit, md`这件事不归你办，不用管它。`);
  const { mine, done, checked } = view;
  const value = { promise: id, version };
  return frame({
    tone: state === 'closed' ? 'done' : state === 'kept' && !mine ? 'todo' : urgencyOf(view),
    title,
    place: unit,
    ...(state !== 'closed' && { when: [dueWords(today, due), dueShort(today, due)] }),
    tags: [
      state === 'closed'
        ? tag('已办到', 'green')
        : state === 'kept'
          ? tag(mine ? '等你核实' : '等核实', 'blue')
          : tag('要办到', 'orange'),
    ],
    summary: `${title}：${unit}，${view.words}`,
    body: [
      markdown(join([paragraph(view.words, WORDS_LIMIT), grey(inline(from, 60))])),
      ...(done
        ? [
            markdown(
              join([
                grey(md`已办到 ${inline(done.by, 30)}，${dayWords(today, done.on)}`),
                paragraph(done.words, WORDS_LIMIT),
              ]),
            ),
          ]
        : []),
      ...(checked
        ? [
            markdown(
              join([
                grey(
                  state === 'closed'
                    ? md`认可 ${inline(checked.by, 30)}${checked.on === null ? '' : `，${dayWords(today, checked.on)}`}`
                    : md`上次退回`,
                ),
                checked.words === '' ? null : paragraph(checked.words, WORDS_LIMIT),
              ]),
            ),
          ]
        : []),
      ...(state === 'open' && mine
        ? [
            form('keep', [
              input('kept', {
                label: '怎么办到的',
                placeholder: '办到了什么，能在哪里看到',
                maxLength: WORDS_LIMIT,
                multiline: true,
                required: true,
              }),
              promiseKeep.submit({ value, label: '已办到' }),
            ]),
          ]
        : []),
      ...(state === 'kept' && mine
        ? [
            form('check', [
              input('answer', {
                label: '意见',
                placeholder: '退回时要写理由',
                maxLength: WORDS_LIMIT,
                multiline: true,
              }),
              promiseAccept.submit({ value, label: '认可' }),
              promiseReturn.submit({ value, label: '退回', look: 'danger' }),
            ]),
          ]
        : []),
    ],
  });
}
