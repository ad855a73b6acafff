import type { Problem, ProblemState } from '../../entities';

export { SOURCE_WORDS } from '../../entities';

/** 桥西雨洪排口，桥下50米: where it is, in words that say it without the map. */
export const placeWords = (landmark: string | null, spot: string): string =>
  [landmark, spot].filter(Boolean).join('，');

/** The words beside the landmark, as the form asks for them. */
export const spotIn = (place: string | null, landmark: string | undefined): string | null =>
  place !== null && landmark !== undefined && place.startsWith(landmark)
    ? place.slice(landmark.length).replace(/^，/, '') || null
    : place;

/** 排污口：桥西雨洪排口. */
export const problemTitle = ({ category, place }: Pick<Problem, 'category' | 'place'>): string =>
  [category ?? '问题', place].filter(Boolean).join('：');

const PROGRESS: Record<ProblemState, (unit: string) => string> = {
  draft: () => '正在填写',
  registered: () => '等县河长办交办',
  assigned: (unit) => `等${unit}签收`,
  accepted: (unit) => `${unit}正在办理`,
  answered: () => '已处理，等核查',
  closed: () => '已销号',
  unfounded: () => '经核实不属实',
  merged: () => '已并入同一处的问题',
  withdrawn: () => '已撤销',
};

/** Where it stands: 等龙兴镇签收. */
export function progressWords(
  {
    state,
    returns,
    rebounds,
    acceptedAt,
  }: Pick<Problem, 'state' | 'returns' | 'rebounds'> & { acceptedAt: unknown },
  unit: string,
): string {
  // Signed for and yet to be signed for: it came back.
  if (state === 'assigned' && returns > 0 && acceptedAt !== null) return `已退回，${unit}重新办理`;
  if (state === 'assigned' && rebounds > 0) return `反弹重开，等${unit}签收`;
  return PROGRESS[state](unit);
}
