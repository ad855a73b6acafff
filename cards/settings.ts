/** 设置申请: those under way and the latest results, and where a new one begins. */
import type { SettingState } from '../entities/SettingApplication';
import {
  type Card,
  type CardRef,
  type Deadline,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  join,
  leftWords,
  localName,
  markdown,
  md,
  openButton,
  row,
  words,
} from './kit';

const MOST_ROWS = 25;
const WHERE_LIMIT = 60;

interface Row {
  ref: CardRef;
  name: string;
  kind: string;
  state: SettingState;
}

export interface SettingsView {
  person: number;
  version: number;
  /** The most pressing first. */
  open: (Row & { deadline: Deadline })[];
  ended: Row[];
  /** May apply, and may have all as a file. */
  applies: boolean;
  files: boolean;
}

/** 新报一件: for an outfall or a reach, by its name or code. */
export const settingBegin = defineAction({
  name: 'setting.begin',
  value: { person: int(), version: int() },
  form: () => fields({ spot: words('哪个口或哪段河', WHERE_LIMIT) }),
});
/** 拿申请表. */
export const settingsFile = defineAction({ name: 'settings.file', value: { person: int(), version: int() } });

const STATES: Record<SettingState, string> = {
  submitted: '待受理',
  asked: '待补正',
  accepted: '待转报',
  forwarded: '等结果',
  granted: '同意',
  registered: '已登记',
  denied: '不予同意',
  declined: '不予受理',
  withdrawn: '已撤回',
};

const line = ({ name, kind, state }: Row, more: string | null) =>
  join([
    md`${inline(localName(name), 60)}`,
    grey(md`${inline(kind, 8)} · ${STATES[state]}${more === null ? '' : `，${more}`}`),
  ]);

export function renderSettings(view: SettingsView): Card {
  const { person, version, open, ended, applies, files } = view;
  return frame({
    tone: open.length > 0 ? 'todo' : 'done',
    title: '设置申请',
    body: [
      ...(open.length === 0
        ? [markdown(md`现在没有正在办的。`)]
        : folded(open, (one) => row(line(one, leftWords(one.deadline)), openButton(one.ref)), {
            most: MOST_ROWS,
            unit: '件',
          })),
      ...(ended.length > 0
        ? [markdown(grey(md`最近办完的`)), ...ended.map((one) => row(line(one, null), openButton(one.ref)))]
        : []),
      ...(applies
        ? [
            form('begin', [
              input('spot', {
                label: '新报一件：哪个口或哪段河',
                placeholder: '排污口名称、编号，或河段编号',
                maxLength: WHERE_LIMIT,
                required: true,
              }),
              settingBegin.submit({ value: { person, version }, label: '新报一件' }),
            ]),
          ]
        : []),
      ...(files
        ? [settingsFile.button({ value: { person, version }, label: '拿申请的表', look: 'default' })]
        : []),
    ],
  });
}
