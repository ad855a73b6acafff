/** 应急: to 县河长办, how it stands, its end, and afterwards what it came to. */
import type { EmergencyKind } from '../entities/Emergency';
import {
  type Card,
  coloured,
  type Day,
  dayWords,
  defineAction,
  fields,
  form,
  frame,
  inline,
  input,
  int,
  join,
  localName,
  markdown,
  md,
  paragraph,
  type SafeMd,
  tag,
  words,
} from './kit';

const WORDS_LIMIT = 200;
const MOST_NAMES = 8;

export type EmergencyView =
  | {
      state: 'running' | 'ended';
      id: number;
      version: number;
      today: Day;
      kind: EmergencyKind;
      where: string;
      words: string;
      from: Day;
      /** Its last day; null while it lasts. */
      to: Day | null;
      endWords: string | null;
      /** Every how many days the scope is walked. */
      everyDays: number;
      reaches: number;
      asked: number;
      walked: number;
      /** Every patrol in the scope, asked for or not. */
      patrols: number;
      found: number;
      open: number;
      vacant: string[];
      waiting: string[];
    }
  | { state: 'notYours' };

/** 结束应急. */
export const emergencyEnd = defineAction({
  name: 'emergency.end',
  value: { emergency: int(), version: int() },
  form: () => fields({ words: words('结果', WORDS_LIMIT) }),
});

function names(all: readonly string[]): SafeMd {
  const shown = all.slice(0, MOST_NAMES).map((name) => inline(localName(name), 30));
  return md`${join(shown, '、')}${all.length > shown.length ? '等' : ''}`;
}

export function renderEmergency(view: EmergencyView): Card {
  if (view.state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '应急',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`应急由县河长办管，不用管它。`)],
    });
  }
  const { state, id, version, today, kind, where, from, to, everyDays, asked, walked, found, open } = view;
  const running = state === 'running';
  const often = everyDays === 1 ? md`每天` : md`每${everyDays}天`;
  const days =
    to === null
      ? md`${dayWords(today, from)}起${often}巡一次`
      : to === from
        ? md`${dayWords(today, from)}`
        : md`${dayWords(today, from)}到${dayWords(today, to)}`;
  return frame({
    tone: running ? 'late' : 'closed',
    title: '应急',
    place: localName(where),
    tags: [tag(kind, running ? 'red' : 'neutral'), tag(running ? '进行中' : '已结束', 'neutral')],
    body: [
      markdown(join([md`${paragraph(view.words, WORDS_LIMIT)}`, md`${view.reaches}个河段，${days}。`])),
      markdown(
        join([
          md`发出应急巡河 **${asked}次**，已巡 **${walked}次**；连同平时的任务共巡${view.patrols}次`,
          found === 0
            ? md`没有发现问题`
            : md`发现问题 **${found}个**${open > 0 ? md`，还有 **${open}个** 没办完` : md`，都办完了`}`,
        ]),
      ),
      ...(running && view.waiting.length > 0
        ? [markdown(coloured('orange', md`今天还没巡的${view.waiting.length}个河段：${names(view.waiting)}`))]
        : []),
      ...(running && view.vacant.length > 0
        ? [
            markdown(
              coloured('red', md`没有河长、要另外派人的${view.vacant.length}个河段：${names(view.vacant)}`),
            ),
          ]
        : []),
      ...(view.endWords === null ? [] : [markdown(md`结果：${paragraph(view.endWords, WORDS_LIMIT)}`)]),
      ...(running
        ? [
            form('end', [
              input('words', { placeholder: '结果怎么样，写一句', maxLength: WORDS_LIMIT, required: true }),
              emergencyEnd.submit({
                value: { emergency: id, version },
                label: '结束应急',
                confirm: { title: '现在结束应急吗？', text: '今天还没巡的应急任务作废，以后不再发。' },
              }),
            ]),
          ]
        : []),
    ],
    ...(running && { help: '停巡的河段不发应急任务。要看最新的数字，发“应急”。' }),
  });
}
