import { lookAtCalendar } from '../../src/doctor/house';
import { testPolicy } from '../factories';

describe('what doctor says of the holiday table, which knows the years up to 2026', () => {
  const { calendar, ...policy } = testPolicy();
  const years = (...known: number[]) => ({ ...policy, calendar: { ...calendar, years: known } });

  it('is nothing to mend while every deadline that begins today is within it', () => {
    expect(lookAtCalendar(years(), '2026-10-12')).toMatchObject({
      ok: true,
      found: '覆盖 2004–2026 年',
      mend: '',
    });
  });

  it('is, before a deadline leaves it, that it will, and what to do: nobody is at fault yet', () => {
    expect(lookAtCalendar(years(), '2026-11-23')).toMatchObject({
      ok: true,
      found: expect.stringContaining('现在起算的期限会到 2027 年，是暂定'),
      mend: expect.stringContaining('升级程序'),
    });
    expect(lookAtCalendar(years(2027), '2026-11-23')).toMatchObject({ ok: true, mend: '' });
  });

  it('is a fault once today is outside', () => {
    expect(lookAtCalendar(years(), '2027-01-04')).toMatchObject({
      ok: false,
      found: expect.stringContaining('今年的期限都是暂定'),
      mend: expect.stringContaining('version 加一'),
    });
  });
});
