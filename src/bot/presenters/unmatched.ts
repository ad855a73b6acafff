import { renderUnmatched } from '../../../cards/unmatched';
import { dayOf } from '../../core/days';
import type { Presenter } from '../frame';

interface Row {
  post: string;
  unit: string;
  maskedPhone: string;
}

/** To 县河长办: who of the roster cannot be found in Feishu by phone. */
export const unmatched: Presenter = async (_deps, reader, { at }) => {
  const people = await reader.query<Row>(
    `SELECT p.name AS post, u.name AS unit, p.mobileMasked AS maskedPhone
       FROM person p JOIN unit u ON u.id = p.unitId
      WHERE p.openId IS NULL AND p.matchedAt IS NOT NULL ORDER BY u.code, p.id`,
  );
  return { card: renderUnmatched({ today: dayOf(at), people }), pictures: [] };
};
