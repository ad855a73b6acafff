/** 申诉: to whoever reviews it, and to whoever appealed. */
import {
  type Card,
  coloured,
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
  optionalWords,
  type Photos,
  pointsField,
  type RootElement,
  said,
  score,
  shownPhotos,
  tag,
  urgencyOf,
  words,
} from './kit';

const REASON_LIMIT = 200;

export type AppealView = Deadline & {
  id: number;
  version: number;
} & (
    | { state: 'notYours' }
    | {
        state: 'open' | 'upheld' | 'corrected';
        /** 2026年度. */
        period: string;
        /** 龙兴镇. */
        subject: string;
        /** 10月 · 巡河履职. */
        item: string;
        /** Hundredths; null of an item that is 不适用. */
        was: number | null;
        max: number;
        /** A 否决 has no points: it is lifted or stays. */
        veto: boolean;
        /** How the line was computed. */
        computed: string;
        by: string;
        on: Day;
        words: string;
        photos: Photos;
        /** The reader may decide. */
        mayDecide: boolean;
        /** The reader appealed. */
        mine: boolean;
        /** Nobody is free to review it. */
        nobody: boolean;
        decision: { by: string; on: Day; reason: string; points: number | null } | null;
        /** What the score is now, once it follows; null while it does not yet. */
        total: number | null;
      }
  );
type Open = Exclude<AppealView, { state: 'notYours' }>;

const ON_APPEAL = { appeal: int(), version: int() };
export const appealUphold = defineAction({
  name: 'appeal.uphold',
  value: ON_APPEAL,
  form: () => fields({ points: optionalWords('改成几分', 8), reason: words('理由', REASON_LIMIT) }),
});
export const appealCorrect = defineAction({
  name: 'appeal.correct',
  value: ON_APPEAL,
  form: () => fields({ points: pointsField('改成几分'), reason: words('理由', REASON_LIMIT) }),
});

export const appealLift = defineAction({
  name: 'appeal.lift',
  value: ON_APPEAL,
  form: () => fields({ reason: words('理由', REASON_LIMIT) }),
});

const TAGS = { open: '待复核', upheld: '维持', corrected: '已更正' } as const;
const TONES = { open: 'blue', upheld: 'neutral', corrected: 'green' } as const;

function decisionLines({ decision, was, total, today, state, veto }: Open): RootElement[] {
  if (!decision) return [];
  const { by, on, reason, points } = decision;
  return [
    markdown(
      join([
        state === 'corrected'
          ? coloured('green', veto ? md`撤销否决` : md`更正：${score(was)} 改为 **${score(points)}**`)
          : veto
            ? md`**维持否决**`
            : md`**维持${was === null ? md`不适用` : md` ${score(was)}`}**`,
        md`理由：${inline(reason, REASON_LIMIT)}`,
        grey(md`${inline(by, 30)}，${dayWords(today, on)}`),
        state === 'corrected'
          ? total === null
            ? grey(md`总分正在重算。`)
            : md`总分现在是 **${score(total)}**`
          : null,
      ]),
    ),
  ];
}

function deciding(view: Open): RootElement[] {
  const { id, version, mayDecide, max, was, veto } = view;
  if (!mayDecide) return [];
  const value = { appeal: id, version };
  return [
    form('review', [
      ...(veto
        ? []
        : [
            input('points', {
              label: '改成几分',
              placeholder: `${score(Math.min(was ?? 0, 0))} 到 ${score(max)}，维持的不用填`,
              maxLength: 8,
            }),
          ]),
      input('reason', {
        label: '理由',
        placeholder: '查了什么，为什么',
        maxLength: REASON_LIMIT,
        multiline: true,
        required: true,
      }),
      veto ? appealLift.submit({ value, label: '撤销否决' }) : appealCorrect.submit({ value, label: '更正' }),
      appealUphold.submit({ value, label: '维持', look: 'default' }),
    ]),
  ];
}

export function renderAppeal(view: AppealView): Card {
  const { state, today, due } = view;
  if (state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '考核申诉',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`这件事不归你办，不用管它。`)],
    });
  }
  const {
    period,
    subject,
    item,
    was,
    max,
    veto,
    computed,
    by,
    on,
    words: why,
    photos,
    mine,
    mayDecide,
    nobody,
  } = view;
  const open = state === 'open';
  return frame({
    tone: open ? (mayDecide ? urgencyOf(view) : 'todo') : 'done',
    title: open ? (mayDecide ? '复核申诉' : '考核申诉') : '申诉有结果了',
    place: `${subject} · ${item}`,
    when: open ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [tag(TAGS[state], TONES[state])],
    summary: `考核申诉：${subject} ${item}`,
    body: [
      markdown(
        join([
          veto
            ? md`${inline(period, 12)}考核，**${inline(item, 40)}**`
            : md`${inline(period, 12)}考核，${inline(item, 40)} ${was === null ? md`**不适用**，满分 ${score(max)}` : md`**${score(was)} / ${score(max)}**`}`,
          open && computed !== '' ? grey(inline(computed, 100)) : null,
        ]),
      ),
      ...decisionLines(view),
      ...said(`${by}（${dayWords(today, on)}）`, why),
      ...(photos.count > 0 || (open && mine) ? shownPhotos(photos, '申诉人发的') : []),
      ...(open && nobody
        ? [markdown(coloured('red', md`没有人能复核：公示的人和申诉的人不能复核，请在花名册里补上一位。`))]
        : []),
      ...deciding(view),
    ],
    ...(open && mine && { help: '还有照片要补的，直接发到这里。复核完会告诉你。' }),
    ...(!open && mine && { help: '考核卡片上的分数会跟着变。' }),
  });
}
