/** What this browser remembers of the page. A browser that forbids storage just remembers nothing. */
const PREFIX = 'river-chief-sandbox.';

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

export function store(key: string, value: string): void {
  storage()?.setItem(PREFIX + key, value);
}

export function recall(key: string): string {
  return storage()?.getItem(PREFIX + key) ?? '';
}

/** `/sandbox/?people=ou_a,ou_b,ou_c` */
export function askedPeople(): string[] {
  return (new URLSearchParams(location.search).get('people') ?? '').split(',').filter(Boolean);
}

export function rememberedPeople(): string[] {
  return recall('people').split(',').filter(Boolean);
}

/** Keeps who holds the phones, here and in the address, so that the page can be passed on as a link. */
export function remember(openIds: string[]): void {
  store('people', openIds.join(','));
  history.replaceState(null, '', `?people=${openIds.join(',')}`);
}
