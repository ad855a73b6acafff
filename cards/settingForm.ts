/** 报设置申请: what is to be set, changed or enlarged, where, and by whom. */
import type { SettingKind } from '../entities/SettingApplication';
import {
  type Card,
  choice,
  coloured,
  defineAction,
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
  select,
  words,
} from './kit';

const NAME_LIMIT = 128;
const WHERE_LIMIT = 40;
const VOLUME_LIMIT = 12;
const WORDS_LIMIT = 500;
const CLASS_LIMIT = 32;
const MOST_CLASSES = 30;
const MOST_ZONES = 3;
const ZONE_LIMIT = 160;

const KINDS = ['新设', '改设', '扩大'] as const satisfies readonly SettingKind[];
const OWNER_TYPES = ['企业', '镇政府', '部门', '村', '个人'] as const;

export interface SettingFormView {
  /** What it is for: an outfall of the ledger, or a reach (the other one is 0). */
  outfall: number;
  reach: number;
  version: number;
  /** 汾河 · 古交镇段. */
  place: string;
  state: 'open' | 'notYours';
  /** An outfall that is there may be changed, enlarged, or applied for afterwards. */
  kinds: readonly SettingKind[];
  name: string;
  /** 二级分类 that can be chosen, and which it is. */
  classes: readonly string[];
  class2: string | null;
  /** 111.2204，35.6151; null when it is not known. */
  where: string | null;
  volume: string | null;
  owner: string | null;
  ownerType: string | null;
  /** The own enterprise, in whose name alone it can be applied for. */
  ownOnly: boolean;
  /** What the zones say of the place. */
  zones: { words: string; forbidden: boolean }[];
  /** In how many working days 分局 says whether it is accepted. */
  acceptWorkdays: number;
}

/** 提交申请. */
export const settingSubmit = defineAction({
  name: 'setting.submit',
  value: { outfall: int(), reach: int(), version: int() },
  form: () =>
    fields({
      kind: choice('新设、改设还是扩大', KINDS),
      name: words('排污口名称', NAME_LIMIT),
      class2: words('类别', CLASS_LIMIT),
      where: words('经纬度', WHERE_LIMIT),
      volume: words('每天排多少立方米', VOLUME_LIMIT),
      owner: words('责任主体', NAME_LIMIT),
      ownerType: choice('责任主体类型', OWNER_TYPES),
      words: words('情况', WORDS_LIMIT),
    }),
});

const KIND_WORDS: Record<SettingKind, string> = {
  新设: '新设（已有的口是补办）',
  改设: '改设（换位置、换水）',
  扩大: '扩大（排得更多）',
};

export function renderSettingForm(view: SettingFormView): Card {
  const title = '报设置申请';
  const place = localName(view.place);
  if (view.state === 'notYours') return notYours(title, place, md`这里的申请不归你报。`);
  const { outfall, reach, version, kinds, classes, zones, ownOnly } = view;
  return frame({
    tone: 'todo',
    title,
    place,
    body: [
      ...zones
        .slice(0, MOST_ZONES)
        .map(({ words: said, forbidden }) =>
          markdown(coloured(forbidden ? 'red' : 'orange', md`${inline(said, ZONE_LIMIT)}`)),
        ),
      form('setting', [
        select(
          'kind',
          kinds.map((kind) => option(kind, KIND_WORDS[kind])),
          {
            placeholder: '新设、改设还是扩大',
            initial: kinds.length === 1 ? kinds[0] : null,
            required: true,
          },
        ),
        input('name', {
          label: '排污口名称',
          placeholder: '市+县+镇+参照物方位+类型',
          maxLength: NAME_LIMIT,
          value: view.name,
          multiline: true,
          rows: 1,
          required: true,
        }),
        select(
          'class2',
          classes.slice(0, MOST_CLASSES).map((one) => option(one, one)),
          { placeholder: '类别', initial: view.class2, required: true },
        ),
        input('where', {
          label: '经纬度',
          placeholder: '如 111.2204，35.6151',
          maxLength: WHERE_LIMIT,
          value: view.where ?? undefined,
          required: true,
        }),
        input('volume', {
          label: '每天排多少立方米',
          placeholder: '整数，如 120',
          maxLength: VOLUME_LIMIT,
          value: view.volume ?? undefined,
          required: true,
        }),
        input('owner', {
          label: ownOnly ? '责任主体（只能报本单位的）' : '责任主体',
          placeholder: '单位全称；个人写姓名',
          maxLength: NAME_LIMIT,
          value: view.owner ?? undefined,
          multiline: true,
          rows: 1,
          required: true,
        }),
        select(
          'ownerType',
          OWNER_TYPES.map((one) => option(one, one)),
          { placeholder: '责任主体类型', initial: view.ownerType, required: true },
        ),
        input('words', {
          label: '情况',
          placeholder: '排什么水、为什么设在这里',
          maxLength: WORDS_LIMIT,
          multiline: true,
          rows: 2,
          required: true,
        }),
        settingSubmit.submit({ value: { outfall, reach, version }, label: '提交申请' }),
      ]),
    ],
    help: `提交后到分局，${view.acceptWorkdays}个工作日内告诉你受理没有、缺什么。书面材料照旧交分局。`,
  });
}
