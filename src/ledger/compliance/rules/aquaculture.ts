import { distanceM } from '../../../core/distance';
import { groupBy } from '../../../core/groupBy';
import { found, type Judged, type Rule } from '../rule';
import { leaves, townGovernment } from '../words';

/** Outfalls that hang together by steps of at most so many metres. */
function clusters(outfalls: readonly Judged[], metres: number): Judged[][] {
  const left = [...outfalls].sort((a, b) => a.latE6 - b.latE6);
  // A square around it first: a degree is 111 km from south to north, and 90 km from west to east here.
  const [northE6, eastE6] = [(metres / 111_000) * 1e6, (metres / 89_000) * 1e6];
  const made: Judged[][] = [];
  while (left.length > 0) {
    const cluster = left.splice(0, 1);
    // It grows while it is walked through.
    for (const one of cluster) {
      const near = left.filter(
        (other) =>
          Math.abs(other.latE6 - one.latE6) <= northE6 &&
          Math.abs(other.lonE6 - one.lonE6) <= eastE6 &&
          distanceM(one, other) <= metres,
      );
      for (const other of near) {
        cluster.push(other);
        left.splice(left.indexOf(other), 1);
      }
    }
    made.push(cluster);
  }
  return made;
}

/** Small fish farms close together share the treatment and one outfall (鼓励). */
export const aquaculture: Rule = {
  id: 'aquaculture',
  clause: '（五）',
  name: '连片养殖',
  judge: (ledger) => {
    const { aquacultureMetres } = ledger.limits;
    const farms = ledger.outfalls.filter((one) => one.class2 === '规模以下水产养殖排污口' && !leaves(one));
    return [...groupBy(farms, ({ reachId }) => reachId).values()]
      .flatMap((rows) => clusters(rows, aquacultureMetres))
      .flatMap((rows) => {
        const [first] = rows;
        if (!first || rows.length < 2) return [];
        const says = `${rows.length} 个水产养殖散排口连片，相距不到 ${aquacultureMetres} 米`;
        return [found(rows, says, '统一收集处理尾水，设一个口', townGovernment(first, ledger))];
      });
  },
};
