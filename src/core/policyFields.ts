import { z } from 'zod';
import { ROLES, type Role } from '../../entities';
import { isDay } from './days';

/* What the values of `policy.yaml` are made of. */

/** 2026-10-01. */
export const day = z.string().refine(isDay, '应是日期，如 2026-10-01');
/** A day that every year has: 02-29 would leave a season without its end three years of four. */
export const monthDay = z.string().refine((v) => isDay(`2001-${v}`), '应是每年都有的一天，如 "06-01"');
/** 08:30. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应像 08:30，小时写两位，加引号');
/** A stretch of a day; an empty one would leave a message no time to go. */
export const hours = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from < to, '开始时间要早于结束时间');
/** A number of working days: a year of them at most, more is a slip of the keyboard that silences a rule. */
export const workdays = (min: number) => z.int().min(min).max(250);
/** Whole numbers that the database can keep. */
export const MOST = 2_147_483_647;
/** How often something is asked for. */
export const period = z.enum(['week', 'half-month', 'month', 'quarter', 'half-year', 'year', 'none']);
export const points = z.number().min(0).max(100);

/** A role by which somebody of a town is found; one of the county's would be looked for there in vain. */
const TOWN_PEOPLE: readonly Role[] = ['镇党委书记', '镇长', '镇联络员', '镇级河长'];
const SAY_TOWN_PEOPLE = `只能是 ${TOWN_PEOPLE.join('、')} 之一`;
export const townRole = z
  .enum(ROLES, SAY_TOWN_PEOPLE)
  .refine((role) => TOWN_PEOPLE.includes(role), SAY_TOWN_PEOPLE);
