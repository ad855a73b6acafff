import { dayOf } from '../../core/days';
import { readOutfallHands } from '../../outfallTask';
import { applicantsOf, openSettings, readServing, reviewersOf } from '../../setting';
import { idsOf, type Look, type Matter } from './matter';

const NEXT = {
  submitted: '受理，或一次说清缺什么',
  accepted: '转报，填转报日期',
  forwarded: '问结果，填进来',
} as const;

/** 设置申请: 分局 takes its steps, the applicant completes it; it is no town's lag. */
export async function settings({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'setting');
  if (ids?.length === 0) return [];
  const open = (await openSettings(reader)).filter(({ id }) => ids === undefined || ids.includes(id));
  if (open.length === 0) return [];
  const reviewers = (await reviewersOf(reader)).map(({ id }) => id);
  const asked = open.filter(({ state }) => state === 'asked');
  const hands = asked.length > 0 ? await readOutfallHands(reader, policies.current) : null;
  const serving = await readServing(
    reader,
    asked.map(({ applicantId }) => applicantId),
  );
  return open.map((one): Matter => {
    const { id, version, state, kind, name, dueDay, askedDay, suppliedDay, recordedAt, actedFor } = one;
    const common = {
      type: 'setting' as const,
      id,
      version,
      duty: 'setting' as const,
      unitId: null,
      dueDay,
      baseline: false,
    };
    if (state === 'asked') {
      const responsible = hands ? applicantsOf(one, hands, serving) : [];
      const title = `设置申请要补正：${name}`;
      return { ...common, title, responsible, since: askedDay, actedFor, clears: '把缺的补上' };
    }
    const [clears = '看一看'] = [state in NEXT ? NEXT[state as keyof typeof NEXT] : undefined];
    const since = suppliedDay ?? dayOf(recordedAt);
    return {
      ...common,
      title: `设置申请（${kind}）：${name}`,
      responsible: reviewers,
      since,
      actedFor: false,
      clears,
    };
  });
}
