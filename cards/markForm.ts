/** 加分和否决: 县河长办 enters one; a second person confirms it. */
import {
  type Card,
  type CardRef,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  type InForm,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  openButton,
  options,
  pickedCode,
  pointsField,
  type RootElement,
  row,
  score,
  select,
  words,
} from './kit';

const NAME_LIMIT = 40;
const DOCUMENT_LIMIT = 60;
const WORDS_LIMIT = 200;
const MOST_PERIODS = 3;
const MOST_ITEMS = 10;
export const MARKS_LISTED = 8;

interface Named {
  code: string;
  name: string;
}

export type MarkFormView =
  | { state: 'notYours' }
  | {
      state: 'open';
      /** The reader's id. */
      person: number;
      version: number;
      /** That are not frozen yet. */
      periods: Named[];
      /** The county's sheet scores 县直部门, too. */
      departments: boolean;
      bonuses: (Named & { max: number })[];
      vetoes: Named[];
      /** The newest first. */
      known: { card: CardRef; who: string; what: string; stands: string }[];
    };
type Open = Exclude<MarkFormView, { state: 'notYours' }>;

const ON_FORM = { person: int(), version: int() };
const PERIOD = /^\d{4}(-\d{2}|-Q\d)?$/;
const ITEM = /^.{1,48}$/u;
export const markBonus = defineAction({
  name: 'mark.bonus',
  value: ON_FORM,
  form: () =>
    fields({
      period: pickedCode('哪一期', PERIOD),
      item: pickedCode('哪一项', ITEM),
      whose: words('给谁', NAME_LIMIT),
      points: pointsField('加几分'),
      document: words('文件名称、文号', DOCUMENT_LIMIT),
      words: words('事由', WORDS_LIMIT),
    }),
});
/** No two fields of a card have one name. */
export const markVeto = defineAction({
  name: 'mark.veto',
  value: ON_FORM,
  form: () =>
    fields({
      vetoPeriod: pickedCode('哪一期', PERIOD),
      vetoItem: pickedCode('哪一项', ITEM),
      vetoWhose: words('否决谁', NAME_LIMIT),
      vetoDocument: words('文件名称、文号', DOCUMENT_LIMIT),
      vetoWords: words('事由', WORDS_LIMIT),
    }),
});

interface Names {
  period: string;
  item: string;
  whose: string;
}

const about = (names: Names, { periods, departments }: Open, items: Named[]): InForm[] => [
  select(names.period, options(periods.slice(0, MOST_PERIODS)), {
    placeholder: '哪一期',
    initial: periods[0]?.code ?? null,
    required: true,
  }),
  select(names.item, options(items.slice(0, MOST_ITEMS)), {
    placeholder: '哪一项',
    initial: items.length === 1 ? (items[0]?.code ?? null) : null,
    required: true,
  }),
  input(names.whose, {
    placeholder: `${departments ? '镇、部门' : '镇'}名称，或河长姓名`,
    maxLength: NAME_LIMIT,
    required: true,
  }),
];

const because = (document: string, why: string, placeholder: string): InForm[] => [
  input(document, { placeholder: '依据的文件名称、文号', maxLength: DOCUMENT_LIMIT, required: true }),
  input(why, { placeholder, maxLength: WORDS_LIMIT, multiline: true, rows: 2, required: true }),
];

function bonusPart(view: Open): RootElement[] {
  const { person, version, bonuses } = view;
  if (bonuses.length === 0) return [];
  return [
    markdown(
      join([
        md`**加分**`,
        ...bonuses
          .slice(0, MOST_ITEMS)
          .map(({ name, max }) => grey(md`${inline(name, 24)}：最多${score(max)}分`)),
      ]),
    ),
    form('bonus', [
      ...about({ period: 'period', item: 'item', whose: 'whose' }, view, bonuses),
      input('points', { placeholder: '加几分', maxLength: 8, required: true }),
      ...because('document', 'words', '谁表扬的，为什么'),
      markBonus.submit({ value: { person, version }, label: '提交加分' }),
    ]),
  ];
}

function vetoPart(view: Open): RootElement[] {
  const { person, version, vetoes } = view;
  if (vetoes.length === 0) return [];
  return [
    markdown(join([md`**否决**`, grey(md`确认后这一期定为不合格。`)])),
    form('veto', [
      ...about({ period: 'vetoPeriod', item: 'vetoItem', whose: 'vetoWhose' }, view, vetoes),
      ...because('vetoDocument', 'vetoWords', '什么事，负什么责任'),
      markVeto.submit({ value: { person, version }, label: '提交否决', look: 'danger' }),
    ]),
  ];
}

export function renderMarkForm(view: MarkFormView): Card {
  if (view.state === 'notYours') return notYours('加分和否决', '', md`加分和否决由县河长办填。`);
  const { periods, bonuses, vetoes, known } = view;
  const nothing = periods.length === 0 || bonuses.length + vetoes.length === 0;
  return frame({
    tone: 'todo',
    title: '加分和否决',
    body: [
      ...(nothing ? [markdown(md`现在没有能加分、否决的考核。`)] : [...bonusPart(view), ...vetoPart(view)]),
      ...(known.length > 0
        ? [
            markdown(md`**最近填的**`),
            ...folded(
              known,
              ({ card, who: name, what, stands }) =>
                row(
                  join([md`**${inline(name, 30)}**`, md`${inline(what, 30)}，${inline(stands, 20)}`]),
                  openButton(card),
                ),
              { shown: 3, most: MARKS_LISTED, unit: '件' },
            ),
          ]
        : []),
    ],
    help: '提交后由第二个人确认，确认了才算。',
  });
}
