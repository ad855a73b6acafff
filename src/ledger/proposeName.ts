/** The last words of a name: the class, or for one of an enterprise the kind of enterprise before it. */
const endOf = (class2: string, class3: string | null): string =>
  class3 === null ? class2 : class2.replace(/^工矿企业/, class3);

interface Named {
  /** 龙兴镇, 新绛经济技术开发区管委会. */
  town: string;
  village: string | null;
  /** A landmark with direction and metres, or the enterprise: 桥西50米. */
  spot: string;
  class2: string;
  class3?: string | null;
}

/**
 * A name by the pattern of live ledgers (domain.md §4.3): city, county, town, village, landmark, class. A proposal:
 * 分局 names outfalls (plan, clause （六）). What the landmark says already is not said twice.
 */
export function proposeName({ town, village, spot, class2, class3 = null }: Named): string {
  const end = endOf(class2, class3);
  const bare = spot.replace(/[\s，,。]/g, '').replace(/^(?:运城市)?(?:新绛县)?/, '');
  const before = [town, village ?? ''].filter((part) => part !== '' && !bare.includes(part)).join('');
  return `运城市新绛县${before}${bare.endsWith(end) ? bare : bare + end}`.slice(0, 128);
}
