/** How long after the fact a line may be found dead: Feishu's 120 s between pings and the wait for the pong. */
const NOTICED_LATE_MS = 150_000;
/** What was under way when the line came back. */
const SETTLED_AFTER_MS = 5_000;

/** Times in which Feishu's events may not have reached this process: what is missing from one has its reason. */
export class Outages {
  private known: { from: number; to: number }[] = [];

  /** @param keepMs how far back anybody will ask */
  constructor(private readonly keepMs: number) {}

  add(from: Date, to: Date): void {
    const made = { from: from.getTime() - NOTICED_LATE_MS, to: to.getTime() + SETTLED_AFTER_MS };
    const apart = this.known.filter((each) => each.to < made.from || each.from > made.to);
    const touched = this.known.filter((each) => !apart.includes(each));
    // One for all that touch: a line that comes and goes all day is kept as few.
    made.from = Math.min(made.from, ...touched.map((each) => each.from));
    made.to = Math.max(made.to, ...touched.map((each) => each.to));
    const kept = apart.filter((each) => each.to > made.to - this.keepMs);
    this.known = [...kept, made];
  }

  explain(sentAt: Date): boolean {
    const ms = sentAt.getTime();
    return this.known.some(({ from, to }) => from <= ms && ms <= to);
  }
}
