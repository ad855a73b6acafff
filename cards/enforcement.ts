/** 执法: 私设暗管, 借道排污, 雨天偷排 are reported to 分局 at once; it says here what came of it. */
import type { Outcome } from '../entities/EnforcementCase';
import {
  type Card,
  choice,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  inline,
  input,
  int,
  localName,
  markdown,
  md,
  notYours,
  option,
  type ProblemFacts,
  problemFacts,
  said,
  select,
  tag,
  urgencyOf,
  words,
} from './kit';

const OUTCOMES = ['立案', '处罚', '取缔', '不予处罚'] as const satisfies readonly Outcome[];
const WORDS_LIMIT = 500;

export type EnforcementView = Deadline & {
  id: number;
  version: number;
  /** 私设暗管. */
  kind: string;
  place: string;
} & (
    | {
        state: 'open' | 'watched' | 'ended';
        facts: ProblemFacts;
        /** What was decided last; null before. */
        decided: { outcome: Outcome; words: string; by: string; on: Day } | null;
      }
    | { state: 'notYours' }
  );

/** 提交处理结果. */
export const enforcementDecide = defineAction({
  name: 'enforcement.decide',
  value: { case: int(), version: int() },
  form: () => fields({ outcome: choice('处理结果', OUTCOMES), words: words('依据和说明', WORDS_LIMIT) }),
});

export function renderEnforcement(view: EnforcementView): Card {
  const { today, due, kind, state, id, version } = view;
  const title = '执法线索';
  const place = localName(view.place);
  if (state === 'notYours') return notYours(title, place, md`这件事由分局处理，不用管它。`);
  const { facts, decided } = view;
  const next = OUTCOMES.filter((one) => one !== decided?.outcome);
  return frame({
    tone: state === 'ended' ? 'closed' : urgencyOf(view),
    title,
    place,
    ...(state !== 'ended' && { when: [dueWords(today, due), dueShort(today, due)] }),
    tags: [tag(kind, 'red'), ...(decided ? [tag(decided.outcome, 'neutral')] : [])],
    summary: `${title}：${kind}，${place}`,
    body: [
      ...problemFacts(today, facts),
      ...(decided === null
        ? []
        : [
            markdown(
              md`${dayWords(today, decided.on)}，${inline(decided.by, 40)}定为 **${decided.outcome}**`,
            ),
            ...said('依据和说明', decided.words),
          ]),
      ...(state === 'open'
        ? [
            form('enforcement', [
              select(
                'outcome',
                next.map((one) => option(one, one)),
                { placeholder: '处理结果', required: true },
              ),
              input('words', {
                label: '依据和说明',
                placeholder: '查到什么、依据哪一条、怎么处理',
                maxLength: WORDS_LIMIT,
                multiline: true,
                required: true,
              }),
              enforcementDecide.submit({ value: { case: id, version }, label: '提交处理结果' }),
            ]),
          ]
        : state === 'watched'
          ? [markdown(md`由分局调查处理，结果会写在这里。`)]
          : []),
    ],
    ...(state !== 'ended' && { help: '没有结果以前，照片和位置都锁定保存，不会到期删除。' }),
  });
}
