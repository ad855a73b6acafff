import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { notesSheet, writeBook } from '../core/workbook';
import { addressOf } from './address';
import { allPublicFacts, type PublicFacts } from './facts';

interface Writing {
  policy: Policy;
  /** Where the pages are; null when the county has said no public address. */
  base: string | null;
  /** Who asked for it; null where it lies beside the signs. */
  writtenFor: string | null;
  day: string | null;
}

/** 公开清单 as a workbook: what the pages say, a row each. */
export function writePublicList(
  facts: readonly PublicFacts[],
  { policy, base, writtenFor, day }: Writing,
): Promise<Buffer> {
  const columns = [
    { heading: '名称', width: 40 },
    { heading: '编码', width: 22, asText: true },
    { heading: '类型', width: 28 },
    { heading: '所在镇', width: 12 },
    { heading: '受纳水体', width: 10 },
    { heading: '责任主体', width: 28 },
    { heading: '监管单位', width: 24 },
    { heading: '整治情况', width: 20 },
    { heading: '监督电话', width: 16, asText: true },
    ...(base === null ? [] : [{ heading: '公示页', width: 56 }]),
  ];
  const rows = facts.map((one) => [
    one.name,
    one.code,
    one.kind,
    one.town,
    one.river,
    one.responsible,
    one.supervisor,
    one.state,
    one.dutyPhone,
    ...(base === null ? [] : [addressOf(base, one.publicId)]),
  ]);
  const notes = [
    ...(day === null ? [] : [`截至${day}，规则第${policy.version}版，共${facts.length}个`]),
    ...(writtenFor === null ? [] : [`给：${writtenFor}`]),
    '责任主体是个人的只写“个人”；表里没有手机号',
  ];
  return writeBook([{ name: '公开清单', columns, rows }, notesSheet(notes, 60)]);
}

/** The list that 分局 can publish, as it is now. */
export async function exportPublicList(
  reader: Reader,
  { policy, at, base, writtenFor }: { policy: Policy; at: Date; base: string | null; writtenFor: string },
): Promise<Buffer> {
  const facts = await allPublicFacts(reader, policy);
  return writePublicList(facts, { policy, base, writtenFor, day: dayOf(at) });
}
