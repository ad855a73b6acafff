import { Played, readWorked, sayNext } from './worked';

describe('the worked timelines of cases.yaml', () => {
  const worked = readWorked();

  it('are at least sixty', () => {
    expect(worked.length).toBeGreaterThanOrEqual(60);
  });

  it.each(worked.map((one) => [one.title, one] as const))('%s', (_, { rules, rows }) => {
    const played = new Played(rules);
    const told = rows.map(({ day, words, line }) => {
      for (const word of words) played.happen(word, day);
      const next = sayNext(played.look(day));
      const events = [...played.events];
      // A doubled pass says the same and writes nothing down.
      expect([sayNext(played.look(day)), played.events]).toEqual([next, events]);
      return line.replace(/→ .+$/, `→ ${next}`);
    });
    expect(told).toEqual(rows.map(({ line }) => line));
  });
});
