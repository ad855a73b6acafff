import { DrivenClock, realClock } from '../../src/core/clock';

describe('driven time', () => {
  let machine = 0;
  const from = new Date('2026-11-23T00:00:00Z');
  const later = new Date('2026-11-24T00:00:00Z');
  const driven = () => {
    machine = 0;
    return DrivenClock.showing(from, () => new Date(machine));
  };

  it('shows what it was set to and runs on with the machine', () => {
    const clock = driven();
    machine += 1_500;
    expect(clock.now()).toEqual(new Date(from.getTime() + 1_500));
  });

  it('moves forward and never back', () => {
    const clock = driven();
    clock.moveTo(later);
    clock.moveTo(from);
    clock.adopt(0);
    expect(clock.now()).toEqual(later);
  });

  it('goes on elsewhere from the same offset', () => {
    const clock = driven();
    clock.moveTo(later);
    expect(DrivenClock.withOffset(clock.offsetMs, () => new Date(machine)).now()).toEqual(later);
  });

  it('real time is the time of the machine', () => {
    expect(Math.abs(realClock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });
});
