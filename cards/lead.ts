/** 排查线索: the town goes and looks at a point that a survey brought up, and says what is there. */
import type { LeadSource } from '../entities/SurveyLead';
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
  localName,
  markdown,
  md,
  notYours,
  optionalWords,
  options,
  pickedCode,
  said,
  select,
  tag,
  urgencyOf,
} from './kit';

const WORDS_LIMIT = 300;
const MOST_NEAR = 6;
const MOST_KINDS = 8;

export type LeadView = Deadline & {
  id: number;
  version: number;
  /** 汾河 · 龙兴镇段. */
  reach: string;
} & (
    | {
        /** `watched`: the same to those who only look on. */
        state: 'open' | 'watched' | 'done';
        code: string;
        source: LeadSource;
        foundOn: Day;
        place: string | null;
        words: string;
        evidence: string | null;
        /** 111.220000，35.610000. */
        position: string;
        /** Outfalls of the ledger around it, the nearest first. */
        near: { id: number; name: string; metres: number }[];
        /** What may be found there that 分局 is told of at once; by their place in the list. */
        unlawful: string[];
        /** What was found; null before. */
        answer: { said: string; words: string | null; by: string; on: Day } | null;
      }
    | { state: 'notYours' }
  );

/** 提交核实结果. `o12`: that outfall of the ledger; `u0`: the first of what is unlawful. */
export const leadConfirm = defineAction({
  name: 'lead.confirm',
  value: { lead: int(), version: int() },
  form: () =>
    fields({
      seen: pickedCode('现场看到什么', /^(none|new|o\d{1,15}|u\d{1,2})$/),
      words: optionalWords('情况', WORDS_LIMIT),
    }),
});

export function renderLead(view: LeadView): Card {
  const { today, due, id, version, state } = view;
  const title = '排查线索';
  const reach = localName(view.reach);
  if (state === 'notYours') return notYours(title, reach, md`这条线索不归你核实，不用管它。`);
  const { code, source, foundOn, place, words, evidence, position, near, unlawful, answer } = view;
  const choices = [
    ...near
      .slice(0, MOST_NEAR)
      .map((one) => ({ code: `o${one.id}`, name: `是${one.metres}米外的${one.name}` })),
    { code: 'new', name: '有口，台账里没有' },
    { code: 'none', name: '没有找到' },
    ...unlawful.slice(0, MOST_KINDS).map((kind, n) => ({ code: `u${n}`, name: kind })),
  ];
  return frame({
    tone: state === 'done' ? 'done' : urgencyOf(view),
    title,
    place: reach,
    ...(state !== 'done' && { when: [dueWords(today, due), dueShort(today, due)] }),
    tags: [tag(source, 'neutral')],
    summary: `${title}：${place ?? reach}`,
    body: [
      markdown(
        join([
          place === null ? null : md`${grey(md`位置`)} ${inline(place, 80)}`,
          md`${grey(md`坐标`)} ${inline(position, 40)}`,
          md`${grey(md`发现`)} ${dayWords(today, foundOn)}，编号 ${inline(code, 32)}`,
          evidence === null ? null : md`${grey(md`证据`)} ${inline(evidence, 80)}`,
        ]),
      ),
      ...said('线索情况', words),
      ...(answer === null
        ? []
        : [
            markdown(
              join([
                md`${dayWords(today, answer.on)}，${inline(answer.by, 40)}核实：`,
                md`**${inline(answer.said, 80)}**`,
              ]),
            ),
            ...(answer.words === null ? [] : said('情况', answer.words)),
          ]),
      ...(state === 'open'
        ? [
            form('lead', [
              select('seen', options(choices), { placeholder: '现场看到什么', required: true }),
              input('words', {
                placeholder: '补充几句（可以不写）',
                maxLength: WORDS_LIMIT,
                multiline: true,
                rows: 2,
              }),
              leadConfirm.submit({ value: { lead: id, version }, label: '提交核实结果' }),
            ]),
          ]
        : state === 'watched'
          ? [markdown(md`等镇里去现场核实。`)]
          : []),
    ],
    ...(state === 'open' && {
      help: '台账里没有的会登记为问题；私设暗管这类同时报分局。照片提交后直接发给我。',
    }),
  });
}
