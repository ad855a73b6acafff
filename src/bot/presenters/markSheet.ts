import { MARKS_PER_PAGE, type MarkEntry, renderMarkSheet } from '../../../cards/markSheet';
import {
  itemCode,
  type MarkRow,
  periodTitle,
  SHEET_NAMES,
  watchesRounds,
  wholeSheet,
  whoseNames,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

const MOST_GIVEN = 30;

const nameOf = ({ item }: MarkRow): string => `${SHEET_NAMES[item.of]} · ${item.name}`;

/** 人工评分, to those who give it; 县河长办 and 县政府 see how it stands. */
export const markSheet: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const whole = await wholeSheet(reader, deps, subject.id);
  if (!whole) return null;
  const today = dayOf(at);
  const { sheet, period, instead, nobody } = whole;
  const common = {
    id: sheet.id,
    version: sheet.version,
    ...deadlineOf(deps.calendar, today, sheet.dueDay),
  };
  const own = whole.rowsFor(recipient);
  const roles = await rolesHeld(reader, recipient.id);
  if (own.length === 0 && !watchesRounds(roles)) {
    return { card: renderMarkSheet({ ...common, state: 'notYours' }), pictures: [] };
  }
  const rows = own.length > 0 ? own : whole.rows;
  const items = [...groupBy(rows, ({ item }) => itemCode(item))];
  const next = items.find(([, some]) => some.some(({ mark }) => mark === null));
  const left = next?.[1].filter(({ mark }) => mark === null) ?? [];
  const shown = left.slice(0, MARKS_PER_PAGE);
  const given = rows
    .filter(({ mark }) => mark !== null)
    .sort((a, b) => (b.mark?.id ?? 0) - (a.mark?.id ?? 0))
    .slice(0, MOST_GIVEN);
  const names = await whoseNames(
    reader,
    [...shown, ...given].map(({ score }) => score),
  );
  const by = await postNames(
    reader,
    given.map(({ mark }) => mark?.byId ?? null),
  );
  const entries = shown.map(
    ({ score, suggestion }): MarkEntry => ({ score: score.id, name: names(score), ...suggestion }),
  );
  const [first] = shown;
  return {
    card: renderMarkSheet({
      ...common,
      state: sheet.state,
      period: periodTitle(period),
      scorer: sheet.scorer,
      instead,
      gives: own.length > 0,
      items: items.flatMap(([code, some]) => {
        const [one] = some;
        return one
          ? [
              {
                code,
                name: nameOf(one),
                max: one.item.max,
                given: some.filter(({ mark }) => mark !== null).length,
                all: some.length,
              },
            ]
          : [];
      }),
      page: first
        ? {
            item: itemCode(first.item),
            name: nameOf(first),
            max: first.item.max,
            rows: entries,
            left: left.length,
          }
        : null,
      given: given.map(({ item, score, mark }) => ({
        name: names(score),
        item: item.name,
        points: mark?.points ?? 0,
        max: item.max,
        reason: mark?.reason ?? '',
        by: by.get(mark?.byId ?? 0) ?? '',
      })),
      nobody,
    }),
    pictures: [],
  };
};
