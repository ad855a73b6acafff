/** 导入预览: what a workbook sent in the chat would change, and what is wrong with it. */
import type { UploadFinding, UploadFindings } from '../entities/Upload';
import {
  type Card,
  coloured,
  defineAction,
  folded,
  frame,
  grey,
  type InCard,
  inline,
  int,
  join,
  markdown,
  md,
  notYours,
  panel,
  type SafeMd,
  type TextTag,
  tag,
} from './kit';

const SHOWN = 5;

interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}
/** Who decided, by post, and when: 11月23日9时10分. */
interface Decided {
  by: string;
  when: string;
}
type Checked = Counts & { warnings: UploadFindings };

export type ImportPreviewView = {
  id: number;
  version: number;
  /** As its sender calls it. */
  file: string;
  /** 花名册; null when it is none that we know. */
  book: string | null;
} & (
  | (Checked & { state: 'preview'; again: boolean })
  | (Checked & { state: 'same' })
  | { state: 'faults'; errors: UploadFindings; warnings: UploadFindings }
  | { state: 'unreadable'; why: string }
  | (Counts & Decided & { state: 'importing' })
  | (Checked & Decided & { state: 'imported' })
  | (Decided & { state: 'cancelled' })
  | { state: 'expired' }
  | (Decided & { state: 'failed'; why: string })
  | { state: 'notYours' }
);

/** 确认导入. */
export const importConfirm = defineAction({
  name: 'import.confirm',
  value: { upload: int(), version: int() },
});
/** 取消. */
export const importCancel = defineAction({
  name: 'import.cancel',
  value: { upload: int(), version: int() },
});

const finding = ({ place, words, value }: UploadFinding): SafeMd =>
  join(
    [
      place === '' ? null : grey(inline(place, 40)),
      value === null ? inline(words, 100) : md`${inline(words, 100)}（${inline(value, 24)}）`,
    ],
    '\n',
  );

/** What was found: the first ones seen, some more behind a fold, the rest in a workbook of their own. */
function list({ total, first }: UploadFindings, heading: SafeMd): InCard[] {
  if (total === 0) return [];
  const left = total - first.length;
  return [
    markdown(heading),
    ...folded(first, (one) => markdown(finding(one)), { shown: SHOWN, most: first.length, unit: '处' }),
    ...(left > 0 ? [markdown(grey(md`还有${left}处，都在下面发给你的表格里。`), 'notation')] : []),
  ];
}

const errorList = (errors: UploadFindings): InCard[] => list(errors, md`**要改的${errors.total}处**`);

/** A warning stops nothing, so all of them stand behind a fold. */
function warningList(warnings: UploadFindings): InCard[] {
  const { total, first } = warnings;
  if (total === 0) return [];
  const left = total - first.length;
  return [
    panel<InCard>(`提醒${total}处，不影响导入，点开看`, [
      ...first.map((one) => markdown(finding(one))),
      ...(left > 0 ? [markdown(grey(md`还有${left}处，都在下面发给你的表格里。`), 'notation')] : []),
    ]),
  ];
}

const counts = ({ created, updated, unchanged }: Counts): SafeMd =>
  md`新增 **${created}**　修改 **${updated}**　不变 **${unchanged}**`;

const decided = ({ by, when }: Decided, did: SafeMd): SafeMd => md`${inline(by, 40)}${when}${did}`;

export function renderImportPreview(view: ImportPreviewView): Card {
  const { id, version, file, book } = view;
  const name = markdown(md`${inline(file, 60)}`);
  const value = { upload: id, version };
  const shown = (tone: Parameters<typeof frame>[0]['tone'], label: TextTag, body: InCard[], help?: string) =>
    frame({
      tone,
      title: '导入预览',
      place: book ?? '',
      tags: [label],
      summary: `导入预览：${file}`,
      body: [name, ...body],
      ...(help && { help }),
    });
  switch (view.state) {
    case 'preview':
      return shown(
        'todo',
        tag('待确认', 'blue'),
        [
          ...(view.again
            ? [markdown(coloured('orange', md`确认前系统里的数据又变了，没有导入。请看新的结果再确认。`))]
            : []),
          markdown(counts(view)),
          ...warningList(view.warnings),
          importConfirm.button({ value, label: '确认导入' }),
          importCancel.button({ value, label: '取消', look: 'text' }),
        ],
        '还没有写入。表里没有的行会保留，空着的选填格不会抹掉已有内容。',
      );
    case 'same':
      return shown('done', tag('不用导入', 'green'), [
        markdown(md`和系统里的一样，${view.unchanged}条都没有变化，不用导入。`),
        ...warningList(view.warnings),
      ]);
    case 'faults':
      return shown(
        'late',
        tag('没有导入', 'red'),
        [
          markdown(md`一行也没有写入。请在原表里改好，再发一次。`),
          ...errorList(view.errors),
          ...warningList(view.warnings),
        ],
        '要么全部导入，要么一行不动。',
      );
    case 'unreadable':
      return shown('late', tag('没有导入', 'red'), [markdown(inline(view.why, 200))]);
    case 'importing':
      return shown('todo', tag('正在导入', 'blue'), [
        markdown(counts(view)),
        markdown(decided(view, md`确认，正在导入，好了这里会变。`)),
      ]);
    case 'imported':
      return shown('done', tag('已导入', 'green'), [
        markdown(counts(view)),
        markdown(decided(view, md`确认导入。`)),
        ...warningList(view.warnings),
      ]);
    case 'cancelled':
      return shown('closed', tag('已取消', 'neutral'), [
        markdown(decided(view, md`取消，没有导入。要导入就再发一次。`)),
      ]);
    case 'expired':
      return shown('closed', tag('已作废', 'neutral'), [
        markdown(md`好几天没有确认，已作废，没有导入。要导入就再发一次。`),
      ]);
    case 'failed':
      return shown('late', tag('没有导入', 'red'), [
        markdown(decided(view, md`确认，但没有导入成。`)),
        markdown(inline(view.why, 200)),
      ]);
    case 'notYours':
      return notYours('导入预览', book ?? '', md`这份表不是你发的，不用管它。`);
  }
}
