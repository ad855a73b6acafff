import { schedule } from 'node-cron';
import { machineNow } from '../core/clock';

const LOOK_AT_CLOCK_MS = 1_000;

/**
 * Does `work` at each minute. A schedule by the time of day stands still for as long as the machine's clock was set
 * back (an hour back: no run in 130 s, test/faults/clockJump.test.ts), so it is then made anew.
 */
export function eachMinute(work: () => void): { stop(): void } {
  let minutes = schedule('* * * * *', work);
  let before = machineNow();
  const look = setInterval(() => {
    const now = machineNow();
    if (now < before) {
      void minutes.destroy();
      minutes = schedule('* * * * *', work);
    }
    before = now;
  }, LOOK_AT_CLOCK_MS);
  return {
    stop() {
      clearInterval(look);
      void minutes.destroy();
    },
  };
}
