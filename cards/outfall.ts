/** 排污口: what the ledger knows of one, what was changed by whom, and what those who keep the ledger may decide. */
import {
  type Card,
  type Day,
  dayWords,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  type InCard,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  type Photos,
  panel,
  type RootElement,
  shownPhotos,
  tag,
  words,
} from './kit';

const REASON_LIMIT = 200;
const MOST_STEPS = 6;
const MOST_CHANGES = 6;
const MOST_FACTS = 20;

export interface OutfallStepView {
  on: Day;
  /** By post; 命令行 for what was done at the county's own computer. */
  by: string;
  what: string;
  reason: string | null;
  changes: { heading: string; was: string; now: string }[];
}

export type OutfallView = {
  id: number;
  version: number;
  today: Day;
  name: string;
} & (
  | {
      state: 'shown';
      /** 台账的列 and what stands there; what is 待补 is left out. */
      facts: { what: string; value: string }[];
      /** How many cells are 待补. */
      pending: number;
      /** Of the problems found at it. */
      photos: Photos;
      /** 镇兜底. */
      backstop: boolean;
      /** The newest first. */
      steps: OutfallStepView[];
      /** Whether this reader may decide that it cannot be traced. */
      decides: boolean;
    }
  | { state: 'notYours' }
);

/** 定为无法溯源: the town answers for it from now on (plan, clause （二）). */
export const outfallUntraceable = defineAction({
  name: 'outfall.untraceable',
  value: { outfall: int(), version: int() },
  form: () => fields({ reason: words('理由', REASON_LIMIT) }),
});

function stepLine(today: Day, { on, by, what, reason, changes }: OutfallStepView): InCard {
  const shown = changes.slice(0, MOST_CHANGES);
  const left = changes.length - shown.length;
  return markdown(
    join([
      md`**${dayWords(today, on)}** ${inline(what, 40)}（${inline(by, 40)}）`,
      reason === null ? null : md`理由：${inline(reason, 60)}`,
      ...shown.map(
        ({ heading, was, now }) => md`${grey(inline(heading, 20))} ${inline(was, 30)} → ${inline(now, 30)}`,
      ),
      left > 0 ? grey(md`还有${left}处`) : null,
    ]),
  );
}

function untraceableForm({ id, version }: Pick<OutfallView, 'id' | 'version'>): RootElement {
  return form('untraceable', [
    input('reason', {
      label: '查不到责任主体？',
      placeholder: '理由：怎么查的',
      maxLength: REASON_LIMIT,
      multiline: true,
      rows: 1,
      required: true,
    }),
    outfallUntraceable.submit({
      value: { outfall: id, version },
      label: '定为无法溯源',
      look: 'default',
    }),
  ]);
}

export function renderOutfall(view: OutfallView): Card {
  const { today, name } = view;
  if (view.state === 'notYours') return notYours('排污口', '', md`这个排污口不归你管，不用管它。`);
  const { facts, pending, photos, backstop, steps, decides } = view;
  return frame({
    tone: 'closed',
    title: '排污口',
    place: name,
    tags: backstop ? [tag('镇兜底', 'orange')] : [],
    summary: `排污口：${name}`,
    body: [
      markdown(
        join(
          facts
            .slice(0, MOST_FACTS)
            .map(({ what, value }) => md`${grey(inline(what, 16))} ${inline(value, 100)}`),
        ),
      ),
      ...(pending > 0 ? [markdown(grey(md`还有${pending}格待补`), 'notation')] : []),
      ...(photos.count > 0 ? shownPhotos(photos, '现场') : []),
      ...(steps.length > 0
        ? [
            panel(
              '改动记录',
              folded(steps, (step) => stepLine(today, step), {
                shown: MOST_STEPS,
                most: MOST_STEPS,
                unit: '次',
              }),
            ),
          ]
        : []),
      ...(decides ? [untraceableForm(view)] : []),
    ],
    help: decides ? '定了以后由属地镇政府作为责任主体，标明“镇兜底”，谁定的、为什么都留着。' : undefined,
  });
}
