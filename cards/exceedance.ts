/** 超标告知: what was found at an outfall, against which limit; what to do about it is the 交办单's. */
import type { MonitorMethod } from '../entities/Monitoring';
import {
  type Card,
  type CardRef,
  coloured,
  type Day,
  dayWords,
  folded,
  frame,
  grey,
  type InCard,
  inline,
  join,
  markdown,
  md,
  notYours,
  openButton,
  type RootElement,
  tag,
} from './kit';

const MOST_ITEMS = 20;

export interface ExceedanceItem {
  /** 化学需氧量 65 mg/L. */
  words: string;
  /** 限值 40; null when nobody knows one. */
  limit: string | null;
  /** Where the limit stands: 排污许可证, GB18918 一级A. */
  source: string | null;
  over: boolean;
}

export type ExceedanceView = {
  today: Day;
  /** The outfall's name. */
  outfall: string;
} & (
  | {
      state: 'confirmed' | 'suspected';
      sampledOn: Day;
      method: MonitorMethod;
      lab: string | null;
      reportNo: string | null;
      items: ExceedanceItem[];
      /** 镇代办: the responsible party that has nobody here, by name; null where it reads this itself, or looks on. */
      actingFor: string | null;
      /** To the responsible party itself: the unit to which it brings what was put right. Null to all others. */
      through: string | null;
      /** Where its 整改 stands, and the card on which this person works on it; null of a 疑似 one. */
      problem: { progress: string; ended: boolean; open: CardRef | null } | null;
      /** Of a 疑似 one: what a laboratory found since; null while nothing did. */
      since: 'pass' | 'over' | null;
      /** 补填化验结果: to whom may type it. */
      form: CardRef | null;
    }
  | { state: 'notYours' }
);

type Told = Extract<ExceedanceView, { state: 'confirmed' | 'suspected' }>;

const drawItem = ({ words, limit, source, over }: ExceedanceItem): InCard => {
  const value = over ? coloured('red', inline(words, 40)) : inline(words, 40);
  const by = [limit, source].filter((part) => part !== null).join('，');
  return markdown(by === '' ? md`${value}` : md`${value}  ${grey(md`${inline(by, 60)}`)}`);
};

function whatNow(view: Told): RootElement[] {
  const { state, problem, since, form, actingFor, through } = view;
  if (state === 'suspected') {
    const words =
      since === 'over'
        ? md`后来化验也超标，已另行告知。`
        : since === 'pass'
          ? md`后来化验达标，这次不算超标。`
          : md`快检超了只算疑似，请尽快取样化验。结果出来后填进来，达标就不算。`;
    return [markdown(words), ...(form && since === null ? [openButton(form, '填化验结果', 'main')] : [])];
  }
  return [
    markdown(
      join([
        actingFor === null
          ? null
          : md`责任单位 **${inline(actingFor, 40)}** 没人在飞书里，请你转告他们整改。`,
        problem === null ? null : md`${grey(md`整改`)} ${inline(problem.progress, 40)}`,
        problem?.open && !problem.ended ? md`整改好了，在交办单上反馈。` : null,
        through === null || problem?.ended
          ? null
          : md`请马上查原因、整改。改好了把情况和照片交给 **${inline(through, 40)}**，由他们反馈。`,
      ]),
    ),
    ...(problem?.open ? [openButton(problem.open, '打开交办单', 'main')] : []),
  ];
}

export function renderExceedance(view: ExceedanceView): Card {
  const title = '超标告知';
  const { today, outfall } = view;
  if (view.state === 'notYours') return notYours(title, outfall, md`这个排污口不归你管，不用管它。`);
  const { state, items, sampledOn, method, lab, reportNo, problem, since } = view;
  const over = items.filter((one) => one.over);
  const ended = state === 'suspected' ? since !== null : (problem?.ended ?? false);
  return frame({
    tone: ended ? 'closed' : state === 'suspected' ? 'soon' : 'late',
    title: state === 'suspected' ? '疑似超标' : title,
    place: outfall,
    tags: [
      state === 'suspected' ? tag('疑似', 'orange') : tag('超标', 'red'),
      ...(problem?.ended ? [tag('已销号', 'green')] : []),
    ],
    summary: `${state === 'suspected' ? '疑似超标' : title}：${outfall}`,
    body: [
      markdown(
        join([
          md`${dayWords(today, sampledOn)}采样，${method}${lab === null ? '' : md`，${inline(lab, 40)}`}`,
          reportNo === null ? null : md`${grey(md`报告编号`)} ${inline(reportNo, 40)}`,
        ]),
      ),
      ...folded([...over, ...items.filter((one) => !one.over)], drawItem, { most: MOST_ITEMS, unit: '项' }),
      ...whatNow(view),
    ],
  });
}
