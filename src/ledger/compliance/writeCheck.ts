import { Person, RuleWaiver } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import type { Policy } from '../../core/policy';
import { type SheetOut, writeBook } from '../../core/workbook';
import type { Check, Finding } from './check';
import { tally } from './describe';
import { readCheck } from './readCheck';
import type { Judged } from './rule';

/** A cell of Excel ends at 32,767 characters; more codes than this nobody reads in one. */
const MOST = 100;
const listed = (values: readonly string[]): string =>
  values.slice(0, MOST).join('、') + (values.length > MOST ? `等${values.length}个` : '');

const WHERE = [
  { heading: '内部编号', width: 16, asText: true },
  { heading: '排污口', width: 40 },
  { heading: '所属镇', width: 12 },
];

const whereOf = (outfalls: readonly Judged[], { ledger }: Check): string[] => [
  listed(outfalls.map(({ internalCode }) => internalCode)),
  listed(outfalls.map(({ name }) => name)),
  listed([...new Set(outfalls.map((one) => ledger.townOf(one)))]),
];

const findingsSheet = (name: string, check: Check, findings: readonly Finding[]): SheetOut => ({
  name,
  columns: [
    { heading: '条款', width: 8 },
    { heading: '要求', width: 12 },
    ...WHERE,
    { heading: '哪里不对', width: 44 },
    { heading: '怎么改', width: 32 },
    { heading: '谁来改', width: 24 },
    { heading: '豁免到', asDay: true, width: 12 },
    { heading: '豁免理由', width: 30 },
  ],
  rows: findings.map(({ rule, outfalls, says, remedy, owner, waiver }) => [
    rule.clause,
    rule.name,
    ...whereOf(outfalls, check),
    says,
    remedy,
    owner,
    waiver?.untilDay ?? null,
    waiver?.reason ?? null,
  ]),
});

const tallySheet = (check: Check, policy: Policy, writtenFor: string): SheetOut => ({
  name: '汇总',
  columns: [
    { heading: '条款', width: 8 },
    { heading: '要求', width: 14 },
    { heading: '要改', width: 8 },
    { heading: '已豁免', width: 8 },
    { heading: '说明', width: 50 },
  ],
  rows: tally(check).map(({ clause, name, open, waived }, n) => [
    clause,
    name,
    open,
    waived,
    [
      `依据新政办发〔2023〕30号，截至${check.ledger.today}`,
      `在用排污口${check.ledger.outfalls.length}个；规则第${policy.version}版`,
      `给：${writtenFor}`,
      '待补的不算不合规；豁免由分局定，到期自动恢复',
    ][n] ?? null,
  ]),
});

const missingSheet = ({ missing }: Check): SheetOut => ({
  name: '待补',
  columns: [
    { heading: '台账的列', width: 22 },
    { heading: '几个排污口没填', width: 18 },
  ],
  rows: missing.map(({ heading, outfalls }) => [heading, outfalls]),
});

const bundleSheet = (check: Check): SheetOut => ({
  name: '打包项目',
  columns: [...WHERE, { heading: '责任主体', width: 26 }, { heading: '整治阶段', width: 12 }],
  rows: check.bundle.map((one) => [...whereOf([one], check), one.owner, one.remedyStage]),
});

const stateOf = ({ withdrawnAt, untilDay }: RuleWaiver, today: string): string =>
  withdrawnAt ? `${dayOf(withdrawnAt)}撤回` : untilDay < today ? '到期' : '有效';

async function waiversSheet(reader: Reader, check: Check): Promise<SheetOut> {
  const waivers = await reader.find(RuleWaiver, {}, { order: { id: 'DESC' } });
  const givers = [...new Set(waivers.map(({ grantedById }) => grantedById))];
  const people = new Map((await reader.find(Person, { id: givers })).map((one) => [one.id, one]));
  const names = new Map(check.rules.map(({ id, name }) => [id, name]));
  const codes = new Map(check.ledger.outfalls.map(({ id, internalCode }) => [id, internalCode]));
  return {
    name: '豁免',
    columns: [
      { heading: '要求', width: 14 },
      { heading: '内部编号', width: 30, asText: true },
      { heading: '理由', width: 40 },
      { heading: '到哪天', asDay: true, width: 12 },
      { heading: '谁定的', width: 16 },
      { heading: '哪天定的', asDay: true, width: 12 },
      { heading: '状态', width: 16 },
    ],
    rows: waivers.map((waiver) => [
      names.get(waiver.rule) ?? waiver.rule,
      listed(waiver.outfallIds.map((id) => codes.get(id) ?? `已销号（${id}）`)),
      waiver.reason,
      waiver.untilDay,
      people.get(waiver.grantedById)?.name ?? null,
      dayOf(waiver.grantedAt),
      stateOf(waiver, check.ledger.today),
    ]),
  };
}

/** 合规检查.xlsx: what to put right, what is waived, what is 待补, and the outfalls for one project. */
export async function writeCheck(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const check = await readCheck(reader, { policy, at });
  const [open, waived] = [
    check.findings.filter(({ waiver }) => waiver === null),
    check.findings.filter(({ waiver }) => waiver !== null),
  ];
  return writeBook([
    tallySheet(check, policy, writtenFor),
    findingsSheet('要改的', check, open),
    findingsSheet('已豁免的', check, waived),
    missingSheet(check),
    bundleSheet(check),
    await waiversSheet(reader, check),
  ]);
}
