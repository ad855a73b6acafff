/** Looks again and again until it is so; for what another part does in its own time. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 10_000) {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
