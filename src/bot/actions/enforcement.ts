import { enforcementDecide } from '../../../cards/enforcement';
import { decideCase } from '../../enforcement';
import { on } from '../frame';

export const enforcementActions = [
  on(enforcementDecide, async ({ tx, deps, person, roles, at, messageId }, input) => {
    const { case: caseId, version, outcome, words } = input;
    await decideCase(tx, deps, { caseId, version, outcome, words, person, roles, at, messageId });
    const content = outcome === '立案' ? '记下了，办结时再来填结果' : '记下了，这件事办结了';
    return { toast: { type: 'success', content } };
  }),
];
