import type { Level } from '../../entities';
import { addDays } from '../core/days';

export const LEVEL_WORDS: Record<Level, string> = { county: '县级', town: '镇级', village: '村级' };

const QUARTERS = ['一', '二', '三', '四'];

/** A patrol period by its key: 雨后, 应急11月25日, 第48周, 11月, 7月上半月, 四季度, 上半年, 2026年. */
export function periodName(periodKey: string): string {
  if (periodKey.startsWith('rain-')) return '雨后';
  if (periodKey.startsWith('day-'))
    return `应急${Number(periodKey.slice(8, 10))}月${Number(periodKey.slice(10))}日`;
  const [year, part = '', half] = periodKey.split('-');
  if (part === '') return `${year}年`;
  if (part.startsWith('W')) return `第${Number(part.slice(1))}周`;
  if (part.startsWith('Q')) return `${QUARTERS[Number(part.slice(1)) - 1] ?? ''}季度`;
  if (part.startsWith('H')) return part === 'H1' ? '上半年' : '下半年';
  return `${Number(part)}月${half ? (half === 'A' ? '上半月' : '下半月') : ''}`;
}

/** The same as people say it on `today`: 本周, 上周; anything else by its name. */
export function periodWords(
  { periodKey, startDay, dueDay }: { periodKey: string; startDay: string; dueDay: string },
  today: string,
): string {
  if (!periodKey.includes('W')) return periodName(periodKey);
  if (startDay <= today && today <= dueDay) return '本周';
  return addDays(dueDay, 7) >= today && dueDay < today ? '上周' : periodName(periodKey);
}
