import { eachOutfall, found, missing, type Rule } from '../rule';
import { responsible } from '../words';

/** Times a year that a frequency means, where it says so; 雨后 does not. */
function timesAYear(frequency: string): number | null {
  const [, every, n] = /^每?(半年|年|季度?|月|周|旬|日|天)(?:(\d+)次)?$/.exec(frequency) ?? [];
  if (!every) return null;
  const a: Record<string, number> = {
    半年: 2,
    年: 1,
    季: 4,
    季度: 4,
    月: 12,
    旬: 36,
    周: 52,
    日: 365,
    天: 365,
  };
  return (a[every] as number) * Number(n ?? 1);
}

/** Key outfalls are monitored, so many times a year at least. */
export const keyMonitoring: Rule = {
  id: 'keyMonitoring',
  clause: '（九）',
  name: '重点监测',
  judge: eachOutfall((outfall, ledger) => {
    if (outfall.isKey === null) return missing(outfall, 'isKey');
    if (!outfall.isKey) return null;
    if (outfall.monitorFrequency === null) return missing(outfall, 'monitorFrequency');
    const times = timesAYear(outfall.monitorFrequency);
    const least = ledger.limits.keyMonitorsPerYear;
    if (times === null || times >= least) return null;
    const says = `重点排污口${outfall.monitorFrequency}监测，一年应至少 ${least} 次`;
    return found(outfall, says, '增加监测', responsible(outfall, ledger));
  }),
};
