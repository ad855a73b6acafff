import { Outfall, Reach, SettingApplication, type SettingState, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { type Policy, planOf, settingOf } from '../core/policy';
import { notesSheet, writeBook } from '../core/workbook';
import { postNames } from '../roster';
import { authorityName } from './rules';

const STATES: Record<SettingState, string> = {
  submitted: '待受理',
  asked: '待补正',
  accepted: '已受理，待转报',
  forwarded: '已转报，等结果',
  granted: '同意',
  registered: '已登记',
  denied: '不予同意',
  declined: '不予受理',
  withdrawn: '已撤回',
};

const COLUMNS = [
  { heading: '编号', width: 8 },
  { heading: '类型', width: 8 },
  { heading: '审批或登记', width: 12 },
  { heading: '排污口名称', width: 36 },
  { heading: '内部编号', width: 16, asText: true },
  { heading: '类别', width: 20 },
  { heading: '所属镇', width: 12 },
  { heading: '河段编号', width: 14, asText: true },
  { heading: '经度', width: 12 },
  { heading: '纬度', width: 12 },
  { heading: '日排水量m3', width: 12 },
  { heading: '责任主体', width: 26 },
  { heading: '谁报的', width: 22 },
  { heading: '情况', width: 36 },
  { heading: '办到哪一步', width: 16 },
  { heading: '收到', width: 12, asDay: true },
  { heading: '告知补正', width: 12, asDay: true },
  { heading: '缺什么', width: 30 },
  { heading: '补正', width: 12, asDay: true },
  { heading: '受理', width: 12, asDay: true },
  { heading: '逾期视为受理', width: 14 },
  { heading: '所在区划', width: 40 },
  { heading: '报到哪里', width: 16 },
  { heading: '转报', width: 12, asDay: true },
  { heading: '转报文号', width: 18, asText: true },
  { heading: '结果日期', width: 12, asDay: true },
  { heading: '批文或登记号', width: 18, asText: true },
  { heading: '说明', width: 36 },
  { heading: '办理期限', width: 12, asDay: true },
];

/** 设置申请台账.xlsx: every application with its dates, what it lacked and what was decided. */
export async function exportSettings(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const all = await reader.find(SettingApplication, {}, { order: { id: 'ASC' } });
  const rules = settingOf(policy);
  const { branch } = planOf(policy);
  const towns = new Map((await reader.find(Unit)).map(({ id, name }) => [id, name]));
  const reaches = new Map((await reader.find(Reach)).map(({ id, code }) => [id, code]));
  const found = await reader.find(Outfall, { id: all.flatMap(({ outfallId }) => outfallId ?? []) });
  const codes = new Map(found.map(({ id, internalCode }) => [id, internalCode]));
  const names = await postNames(
    reader,
    all.map(({ applicantId }) => applicantId),
  );
  return writeBook([
    {
      name: '设置申请',
      columns: COLUMNS,
      rows: all.map((one) => [
        one.id,
        one.kind,
        one.mode,
        one.name,
        codes.get(one.outfallId ?? 0) ?? null,
        one.class2,
        towns.get(one.townId) ?? null,
        reaches.get(one.reachId) ?? null,
        one.lonE6 / 1e6,
        one.latE6 / 1e6,
        one.dailyVolumeM3,
        one.owner,
        `${names.get(one.applicantId) ?? ''}${one.actedFor ? '（镇代办）' : ''}`,
        one.words,
        STATES[one.state],
        one.receivedDay,
        one.askedDay,
        one.missing,
        one.suppliedDay,
        one.acceptedDay,
        one.deemed ? '是' : null,
        one.zones?.join('；') || null,
        authorityName(one.authority, rules, branch),
        one.forwardedDay,
        one.forwardNo,
        one.resultDay,
        one.resultNo,
        one.endWords,
        one.endedAt === null ? one.dueDay : null,
      ]),
    },
    notesSheet(
      [
        `依据新政办发〔2023〕30号（八），截至${dayOf(at)}，规则第${policy.version}版`,
        `给：${writtenFor}`,
        '排水量和位置是申请的，不是台账现在的',
      ],
      60,
    ),
  ]);
}
