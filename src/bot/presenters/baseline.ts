import { renderBaseline } from '../../../cards/baseline';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { baselineOf } from '../../escalation';
import type { Presenter } from '../frame';

/** 接手时的老账 of the head's unit; nothing is sent when it was settled before it could be said. */
export const baseline: Presenter = async (_deps, reader, { recipient, at }) => {
  const unit = await reader.findOne(Unit, { id: recipient.unitId });
  const { count, oldest } = await baselineOf(reader, recipient.unitId);
  if (!unit || oldest === null) return null;
  const counts = [{ kind: '入河排污口整治', count, oldest }];
  return { card: renderBaseline({ today: dayOf(at), unit: unit.name, counts }), pictures: [] };
};
