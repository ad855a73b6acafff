import type { Category, Problem, ProblemState } from '../../entities';

/** 桥西雨洪排口，桥下50米: where it is, in words that say it without the map. */
export const placeWords = (landmark: string | null, spot: string): string =>
  [landmark, spot].filter(Boolean).join('，');

/** The words beside the landmark, as the form asks for them. */
export const spotIn = (place: string | null, landmark: string | undefined): string | null =>
  place !== null && landmark !== undefined && place.startsWith(landmark)
    ? place.slice(landmark.length).replace(/^，/, '') || null
    : place;

/** 排污口：桥西雨洪排口. */
export const problemTitle = ({
  category,
  place,
}: {
  category: Category | null;
  place: string | null;
}): string => [category ?? '问题', place].filter(Boolean).join('：');

const PROGRESS: Record<ProblemState, (town: string) => string> = {
  draft: () => '正在填写',
  assigned: (town) => `等${town}签收`,
  accepted: (town) => `${town}正在办理`,
  answered: () => '已处理，等核查',
  closed: () => '已销号',
  withdrawn: () => '已撤销',
};

/** Where it stands: 等龙兴镇签收. */
export const progressWords = (
  { state, returns }: Pick<Problem, 'state' | 'returns'>,
  town: string,
): string => (state === 'assigned' && returns > 0 ? `已退回，${town}重新办理` : PROGRESS[state](town));
