/** 加分 or 否决 that waits for a second person; then what came of it. */
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
  notYours,
  type RootElement,
  said,
  score,
  tag,
  urgencyOf,
  words,
} from './kit';

const REASON_LIMIT = 200;

export type MarkProposalView = Deadline & {
  id: number;
  version: number;
} & (
    | { state: 'notYours' }
    | {
        state: 'open' | 'confirmed' | 'refused' | 'withdrawn';
        /** 2026年10月. */
        period: string;
        /** 龙兴镇; a chief by post and reach. */
        subject: string;
        /** 表扬加分. */
        item: string;
        /** Hundredths; null of a 否决. */
        points: number | null;
        document: string;
        words: string;
        by: string;
        on: Day;
        mayDecide: boolean;
        mayWithdraw: boolean;
        /** Nobody is free to confirm it. */
        nobody: boolean;
        /** `by` is empty where time decided. */
        decision: { by: string; on: Day; reason: string | null } | null;
      }
  );
type Open = Exclude<MarkProposalView, { state: 'notYours' }>;

const ON_PROPOSAL = { proposal: int(), version: int() };
export const markConfirm = defineAction({ name: 'mark.confirm', value: ON_PROPOSAL });
export const markRefuse = defineAction({
  name: 'mark.refuse',
  value: ON_PROPOSAL,
  form: () => fields({ reason: words('不确认的理由', REASON_LIMIT) }),
});
/** No two fields of a card have one name. */
export const markWithdraw = defineAction({
  name: 'mark.withdraw',
  value: ON_PROPOSAL,
  form: () => fields({ back: words('撤回的理由', REASON_LIMIT) }),
});

export const PROPOSAL_STANDS = {
  open: '待确认',
  confirmed: '已确认',
  refused: '没有确认',
  withdrawn: '已撤回',
} as const;
const FAILS = md`这一期定为不合格`;
const TONES = { open: 'blue', confirmed: 'green', refused: 'neutral', withdrawn: 'neutral' } as const;

function decisionPart({ decision, state, today }: Open): RootElement[] {
  if (!decision) return [];
  const { by, on, reason } = decision;
  const whose = grey(md`${by === '' ? md`` : md`${inline(by, 30)}，`}${dayWords(today, on)}`);
  return [
    markdown(
      join([
        state === 'confirmed'
          ? coloured('green', md`已确认，计入这一期。`)
          : md`**${PROPOSAL_STANDS[state]}，不计入**`,
        reason === null ? null : md`理由：${inline(reason, REASON_LIMIT)}`,
        whose,
      ]),
    ),
  ];
}

function deciding({ id, version, mayDecide, mayWithdraw, points, state }: Open): RootElement[] {
  const value = { proposal: id, version };
  const reason = (name: string, placeholder: string) =>
    input(name, { placeholder, maxLength: REASON_LIMIT, multiline: true, rows: 2, required: true });
  return [
    ...(mayDecide
      ? [
          markConfirm.button({
            value,
            label: '确认',
            confirm: {
              title: points === null ? '确认否决' : '确认加分',
              text:
                points === null
                  ? '确认后这一期定为不合格，由你负责，记在你名下。'
                  : '确认后计入总分，由你负责，记在你名下。',
            },
          }),
          form('refuse', [
            reason('reason', '不确认的理由'),
            markRefuse.submit({ value, label: '不确认', look: 'danger' }),
          ]),
        ]
      : []),
    // Whoever may decide refuses it: one way to say no is enough.
    ...(mayWithdraw && !mayDecide
      ? [
          form('withdraw', [
            reason('back', '撤回的理由'),
            markWithdraw.submit({
              value,
              label: state === 'open' ? '撤回' : '撤回，不再计入',
              look: 'default',
            }),
          ]),
        ]
      : []),
  ];
}

export function renderMarkProposal(view: MarkProposalView): Card {
  if (view.state === 'notYours') return notYours('加分和否决', '', md`这件事不归你办，不用管它。`);
  const { state, today, due, period, subject, item, points, document, by, on, mayDecide, nobody } = view;
  const open = state === 'open';
  const what = points === null ? '否决' : '加分';
  // A 否决 that nobody confirmed, or that was taken back, says no more that anybody fails.
  const stands = open || state === 'confirmed';
  return frame({
    tone: open ? (mayDecide ? urgencyOf(view) : 'todo') : state === 'confirmed' ? 'done' : 'closed',
    title: open && mayDecide ? `确认${what}` : `考核${what}`,
    place: subject,
    when: open ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [tag(PROPOSAL_STANDS[state], TONES[state])],
    summary: `考核${what}：${subject}`,
    body: [
      markdown(
        join([
          md`${inline(period, 12)}考核，${inline(item, 30)}`,
          points === null
            ? stands
              ? coloured('red', FAILS)
              : grey(md`填的是：${FAILS}`)
            : md`加 **${score(points)}** 分`,
          grey(md`依据：${inline(document, 60)}`),
        ]),
      ),
      ...decisionPart(view),
      ...said(`${by}（${dayWords(today, on)}）`, view.words),
      ...(open && nobody
        ? [markdown(coloured('red', md`没有第二个人能确认，请在花名册里补上县河长办或县政府的人。`))]
        : []),
      ...deciding(view),
    ],
    ...(open && { help: '填的人自己不能确认。没确认的不计入。' }),
  });
}
