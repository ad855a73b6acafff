import { Outfall, OutfallPage, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { type Policy, publicityOf } from '../core/policy';
import { isPublicId } from './publicId';

/** What the public may know of an outfall (clause （十四）); nothing of it is personal. */
export interface PublicFacts {
  publicId: string;
  name: string;
  /** 国家编码, else 内部编号. */
  code: string;
  /** 其他排口 · 城镇雨洪排口. */
  kind: string;
  town: string;
  /** 受纳水体. */
  river: string;
  /** 责任主体; a person is 个人, and who is only suspected is nobody. */
  responsible: string;
  /** 监管单位. */
  supervisor: string;
  /** 监督电话, of the office; null while the county has not said it. */
  dutyPhone: string | null;
  /** 整治 so far. */
  state: string;
  /** 标识牌, as the ledger has it. */
  sign: string | null;
}

/** A mobile number that somebody typed into a name is nobody's business here. */
const withoutPhones = (text: string): string => text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, '***');

/** 不明: whoever the ledger names there is only suspected, and may be a person. */
const isUnproven = (ownerType: string): boolean => ownerType === '不明';

/** The person's own name stands in 古交镇张三养殖场排污口, too. */
function withoutPerson(text: string, { owner, ownerType }: Outfall): string {
  if (!owner) return text;
  if (ownerType === '个人') return text.replaceAll(owner, '个人');
  return isUnproven(ownerType) ? text.replaceAll(owner, '某') : text;
}

const government = (town: string): string => (town.endsWith('镇') ? `${town}人民政府` : town);

function responsibleOf({ owner, ownerType, tracing }: Outfall, town: string): string {
  if (ownerType === '个人') return '个人';
  if (owner !== null && !isUnproven(ownerType)) return withoutPhones(owner);
  // Clause （二）: of what cannot be traced the town's government is responsible.
  if (ownerType === '镇政府' || tracing === '无法溯源') return government(town);
  return '正在查找';
}

export function factsOf(
  outfall: Outfall,
  { publicId, town, policy }: { publicId: string; town: string; policy: Policy },
): PublicFacts {
  const { supervisor, dutyPhone } = publicityOf(policy);
  return {
    publicId,
    name: withoutPhones(withoutPerson(outfall.name, outfall)),
    code: outfall.nationalCode ?? outfall.internalCode,
    kind: [...new Set([outfall.class1, outfall.class2])].join(' · '),
    town,
    river: outfall.river,
    responsible: responsibleOf(outfall, town),
    supervisor,
    dutyPhone,
    state: [outfall.remedyType, outfall.remedyStage].filter(Boolean).join('，') || '已列入台账',
    sign: outfall.sign,
  };
}

/** @param publicId whatever the client sent. @returns null when it is none of ours */
export async function publicFacts(
  reader: Reader,
  policy: Policy,
  publicId: string,
): Promise<PublicFacts | null> {
  if (!isPublicId(publicId)) return null;
  const page = await reader.findOne(OutfallPage, { publicId });
  const outfall = page && (await reader.findOne(Outfall, { id: page.outfallId }));
  if (!outfall) return null;
  const town = await reader.findOne(Unit, { id: outfall.townId });
  return factsOf(outfall, { publicId, town: town?.name ?? '', policy });
}

/** Of every outfall that has a public name, in the order of the ledger. */
export async function allPublicFacts(reader: Reader, policy: Policy): Promise<PublicFacts[]> {
  const [pages, outfalls, units] = await Promise.all([
    reader.find(OutfallPage),
    reader.find(Outfall, {}, { order: { internalCode: 'ASC' } }),
    reader.find(Unit),
  ]);
  const ids = new Map(pages.map(({ outfallId, publicId }) => [outfallId, publicId]));
  const towns = new Map(units.map(({ id, name }) => [id, name]));
  return outfalls.flatMap((outfall) => {
    const publicId = ids.get(outfall.id);
    return publicId ? [factsOf(outfall, { publicId, town: towns.get(outfall.townId) ?? '', policy })] : [];
  });
}
