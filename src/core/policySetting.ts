import { z } from 'zod';
import {
  SETTING_AUTHORITIES,
  ZONE_CONTROLS,
  ZONE_KINDS,
  type ZoneControl,
  type ZoneKind,
} from '../../entities';
import { workdays } from './policyFields';

/*
 * The optional sections `zones` and `setting` of `policy.yaml` (clauses （七）（八） of the plan), and what holds where a
 * county leaves them out.
 */

const word = z.string().min(1).max(64);

/** What a kind of zone says of outfalls, and the clause, where the zone itself says neither. */
export const zonesSchema = z.partialRecord(
  z.enum(ZONE_KINDS),
  z.strictObject({ control: z.enum(ZONE_CONTROLS), basis: z.string().min(1).max(255) }),
);
export type ZoneRules = Record<ZoneKind, { control: ZoneControl; basis: string }>;

const SOURCE = '《水污染防治法》第六十四条，饮用水水源保护区内禁止设置排污口';

/** The law of the source protection areas; all else is what the county's own 区划 says. */
export const ZONE_RULES: ZoneRules = {
  饮用水水源一级保护区: { control: '禁止', basis: SOURCE },
  饮用水水源二级保护区: { control: '禁止', basis: SOURCE },
  禁止设置河段: { control: '禁止', basis: '方案（七），区划划定的禁止设置河段' },
  限制设置河段: {
    control: '限制',
    basis: '方案（七）（八），区划划定的限制设置河段，严格控制新设、改设、扩大',
  },
  水功能区: { control: '不限', basis: '方案（七），水功能区划' },
};

export const settingSchema = z
  .strictObject({
    /** Working days in which 分局 accepts or says once what is missing. */
    acceptWorkdays: workdays(1),
    /** Working days that the applicant has to hand it in. */
    supplyWorkdays: workdays(1),
    forwardWorkdays: workdays(1),
    /** Working days in which the result is expected from whoever decides. */
    resultWorkdays: workdays(1),
    /** Who decides about 审批 and about 登记; the classes of `province` go to the province. */
    approve: z.enum(SETTING_AUTHORITIES),
    register: z.enum(SETTING_AUTHORITIES),
    province: z.array(z.string().min(1).max(32)),
    /** How those who decide are called. */
    city: word,
    provincial: word,
    /** What an application consists of. */
    approvePapers: z.array(word).min(1),
    registerPapers: z.array(word).min(1),
  })
  .partial();
export type SettingRules = z.infer<typeof settingSchema>;

/**
 * 行政许可法: art. 32, five days to say once what is missing, else it counts as accepted; art. 42, twenty days to decide;
 * art. 82, they are working days. Who decides what in Shanxi, the papers and the other days are 待分局确认.
 */
export const SETTING_RULES: Required<SettingRules> = {
  acceptWorkdays: 5,
  supplyWorkdays: 10,
  forwardWorkdays: 5,
  resultWorkdays: 20,
  approve: '市',
  register: '市',
  province: [],
  city: '市生态环境局',
  provincial: '省生态环境厅',
  approvePapers: ['设置申请书', '设置论证报告'],
  registerPapers: ['设置登记表'],
};
