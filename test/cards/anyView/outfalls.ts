/** 排污口: their tasks, samples, finds, applications and cases. */
import fc from 'fast-check';
import type { ViewOf } from '../../../cards';
import {
  LEAD_SOURCES,
  MONITOR_METHODS,
  OUTCOMES,
  OUTFALL_TASK_KINDS,
  SETTING_AUTHORITIES,
  SETTING_KINDS,
  SETTING_MODES,
  SETTING_STATES,
} from '../../../entities';
import { mischief } from '../mischief';
import {
  count,
  day,
  deadline,
  due,
  facts,
  id,
  list,
  named,
  person,
  photos,
  ref,
  subject,
  uniqueBy,
  type Views,
} from './parts';

const settingState = fc.constantFrom(...SETTING_STATES);

export const outfallsViews: Views<
  | 'foundOutfall'
  | 'setting'
  | 'settingForm'
  | 'settings'
  | 'outfall'
  | 'outfallTask'
  | 'outfallRound'
  | 'enforcement'
  | 'lead'
  | 'leads'
  | 'exceedance'
  | 'monitorForm'
> = {
  foundOutfall: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('waiting' as const),
      proposed: mischief,
      where: fc.option(mischief),
      classes: fc.constant(['城镇雨洪排口', '其他排污口']),
      class2: fc.constant('其他排污口'),
      known: named,
      alike: count,
      zones: list(fc.record({ words: mischief, forbidden: fc.boolean() })),
    }),
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constantFrom('confirmed' as const, 'merged' as const, 'unfounded' as const),
      by: mischief,
      on: day,
      words: mischief,
    }),
    fc.record({ ...deadline, ...subject, facts, state: fc.constant('notYours' as const) }),
  ),
  setting: fc.oneof(
    fc.record({ ...deadline, ...subject, place: mischief, state: fc.constant('notYours' as const) }),
    fc.record({
      ...deadline,
      ...subject,
      place: mischief,
      state: fc.constantFrom(...SETTING_STATES),
      role: fc.constantFrom('reviewer' as const, 'applicant' as const, 'watcher' as const),
      facts: fc.record({
        kind: fc.constantFrom(...SETTING_KINDS),
        mode: fc.constantFrom(...SETTING_MODES),
        name: mischief,
        code: fc.option(mischief),
        class2: mischief,
        reach: mischief,
        position: mischief,
        dailyVolumeM3: count,
        owner: mischief,
        by: mischief,
        actedFor: fc.boolean(),
        words: mischief,
        receivedOn: day,
      }),
      zone: fc.record({
        control: fc.constantFrom('禁止' as const, '限制' as const, null),
        says: list(mischief),
      }),
      papers: list(mischief),
      askable: fc.boolean(),
      declinable: fc.boolean(),
      lapsed: fc.boolean(),
      authority: fc.record({
        code: fc.constantFrom(...SETTING_AUTHORITIES),
        name: mischief,
        direct: fc.boolean(),
      }),
      routes: fc.constant([
        { code: '市' as const, name: '市生态环境局' },
        { code: '省' as const, name: '省生态环境厅' },
      ]),
      outcomes: fc.constant(['同意', '不予同意'] as const),
      steps: list(fc.record({ what: mischief, on: day, words: fc.option(mischief) })),
    }),
  ),
  settingForm: fc.record({
    outfall: id,
    reach: id,
    version: id,
    place: mischief,
    state: fc.constantFrom('open' as const, 'notYours' as const),
    kinds: fc.subarray([...SETTING_KINDS], { minLength: 1 }),
    name: mischief,
    classes: fc.constant(['城镇雨洪排口', '其他排污口']),
    class2: fc.option(mischief),
    where: fc.option(mischief),
    volume: fc.option(mischief),
    owner: fc.option(mischief),
    ownerType: fc.option(mischief),
    ownOnly: fc.boolean(),
    zones: list(fc.record({ words: mischief, forbidden: fc.boolean() })),
    acceptWorkdays: count,
  }),
  settings: fc.record({
    ...person,
    open: list(
      fc.record({ ref, name: mischief, kind: mischief, state: settingState, deadline: fc.record(deadline) }),
    ),
    ended: fc.array(fc.record({ ref, name: mischief, kind: mischief, state: settingState }), {
      maxLength: 5,
    }),
    applies: fc.boolean(),
    files: fc.boolean(),
  }),
  outfall: fc.oneof(
    fc.record({
      ...subject,
      today: day,
      name: mischief,
      state: fc.constant('shown' as const),
      facts: list(fc.record({ what: mischief, value: mischief })),
      pending: count,
      photos,
      backstop: fc.boolean(),
      steps: list(
        fc.record({
          on: day,
          by: mischief,
          what: mischief,
          reason: fc.option(mischief),
          changes: list(fc.record({ heading: mischief, was: mischief, now: mischief })),
        }),
      ).map((steps) => steps.slice(0, 20)),
      decides: fc.boolean(),
    }),
    fc.record({ ...subject, today: day, name: mischief, state: fc.constant('notYours' as const) }),
  ),
  outfallTask: fc
    .record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'watched', 'done', 'missed', 'void', 'notYours'),
      kind: fc.constantFrom(...OUTFALL_TASK_KINDS),
      outfall: mischief,
      period: fc.option(mischief),
      lateUntil: due,
      photos,
      actingFor: fc.option(mischief),
      who: fc.option(mischief),
      by: mischief,
      on: day,
      flow: fc.constantFrom('dry', 'flowing', 'sound', 'found', null),
      finds: fc.array(mischief, { maxLength: 20 }),
    })
    .map((view) => view as ViewOf<'outfallTask'>),
  outfallRound: fc.record({
    ...deadline,
    kind: fc.constantFrom(...OUTFALL_TASK_KINDS),
    period: fc.option(mischief),
    place: mischief,
    total: count,
    done: count,
    left: list(
      fc.record({
        ref,
        outfall: mischief,
        who: fc.option(mischief),
        state: fc.constantFrom('open' as const, 'missed' as const),
      }),
    ),
    watched: fc.boolean(),
    allSound: fc.option(fc.record({ round: fc.nat(), left: fc.nat() })),
  }),
  enforcement: fc
    .record({
      ...subject,
      ...deadline,
      kind: mischief,
      place: mischief,
      state: fc.constantFrom('open', 'watched', 'ended', 'notYours'),
      facts,
      decided: fc.option(
        fc.record({
          outcome: fc.constantFrom(...OUTCOMES),
          words: mischief,
          by: mischief,
          on: day,
        }),
      ),
    })
    .map((view) => view as ViewOf<'enforcement'>),
  lead: fc
    .record({
      ...subject,
      ...deadline,
      reach: mischief,
      state: fc.constantFrom('open', 'watched', 'done', 'notYours'),
      code: mischief,
      source: fc.constantFrom(...LEAD_SOURCES),
      foundOn: day,
      place: fc.option(mischief),
      words: mischief,
      evidence: fc.option(mischief),
      position: mischief,
      near: list(fc.record({ id, name: mischief, metres: count })).map((all) =>
        uniqueBy(all, (one) => one.id),
      ),
      unlawful: list(mischief),
      answer: fc.option(fc.record({ said: mischief, words: fc.option(mischief), by: mischief, on: day })),
    })
    .map((view) => view as ViewOf<'lead'>),
  leads: fc.record({
    ...deadline,
    place: mischief,
    left: list(fc.record({ ref, place: mischief, source: mischief })),
  }),
  exceedance: fc
    .record({
      today: day,
      outfall: mischief,
      state: fc.constantFrom('confirmed', 'suspected', 'notYours'),
      sampledOn: day,
      method: fc.constantFrom(...MONITOR_METHODS),
      lab: fc.option(mischief),
      reportNo: fc.option(mischief),
      items: list(
        fc.record({
          words: mischief,
          limit: fc.option(mischief),
          source: fc.option(mischief),
          over: fc.boolean(),
        }),
      ),
      actingFor: fc.option(mischief),
      through: fc.option(mischief),
      problem: fc.option(fc.record({ progress: mischief, ended: fc.boolean(), open: fc.option(ref) })),
      since: fc.constantFrom('pass', 'over', null),
      form: fc.option(ref),
    })
    .map((view) => view as ViewOf<'exceedance'>),
  monitorForm: fc
    .record({
      today: day,
      outfall: fc.record({ id, name: mischief }),
      version: id,
      state: fc.constantFrom('open', 'notYours'),
      items: list(fc.record({ n: id, name: mischief, unit: mischief, limit: fc.option(mischief) })).map(
        (all) => uniqueBy(all, ({ n }) => n),
      ),
      last: list(
        fc.record({
          on: day,
          method: fc.constantFrom(...MONITOR_METHODS),
          results: list(
            fc.record({
              words: mischief,
              verdict: fc.constantFrom('pass', 'over', 'suspected', 'unjudged'),
            }),
          ),
        }),
      ),
      method: fc.constantFrom(...MONITOR_METHODS),
      lab: fc.option(mischief),
    })
    .map((view) => view as ViewOf<'monitorForm'>),
};
