/** Whatever the words and however many the rows, a card is one that Feishu takes. */
import fc from 'fast-check';
import { type CardKind, renderCard, type ViewOf } from '../../cards';
import { MATTER_KINDS, type MatterKind, SERIOUSNESS } from '../../cards/kit';
import { PHOTO_KEYS } from '../../cards/samples';
import {
  CLOSE_OUT_STEPS,
  CONTENTMENTS,
  LEAD_SOURCES,
  MONITOR_METHODS,
  OUTCOMES,
  OUTFALL_TASK_KINDS,
  SETTING_AUTHORITIES,
  SETTING_KINDS,
  SETTING_MODES,
  SETTING_STATES,
} from '../../entities';
import { FINDINGS } from '../../src/core/policyProblem';
import { checkCard } from '../../src/sandbox/cardRules';
import { mischief } from './mischief';

const id = fc.nat();
const count = fc.nat({ max: 100_000 });
const day = fc.constantFrom('2026-11-23', '2025-01-01', '2026-12-31', '2027-02-01', '2026-11-24');
const due = fc.record({ day, provisional: fc.boolean() });
const deadline = { today: fc.constant('2026-11-23'), due, workingDaysLeft: fc.nat({ max: 60 }) };
const subject = { id, version: id };
const person = { person: id, version: id };
const flow = fc.constantFrom('dry', 'flowing', 'abnormal');
const hundredths = fc.option(fc.integer({ min: -100_000, max: 100_000 }));
const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 70, size: 'max' });
const ref = fc.record({ type: fc.constantFrom(...MATTER_KINDS), ...subject });
const photos = fc.record({ count, keys: fc.subarray(PHOTO_KEYS) });
const settingState = fc.constantFrom(...SETTING_STATES);
const uniqueBy = <T>(items: T[], key: (item: T) => unknown): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];
const facts = fc.record({
  category: mischief,
  kind: fc.option(mischief),
  source: fc.option(mischief),
  reports: count,
  seriousness: fc.constantFrom(...SERIOUSNESS),
  reach: mischief,
  place: mischief,
  words: mischief,
  finder: mischief,
  foundOn: day,
  photos,
});
const answer = fc.record({ by: mischief, on: day, words: mischief, photos });
const returned = fc.record({ by: mischief, on: day, reason: mischief });
const named = fc
  .array(fc.record({ code: id.map(String), name: mischief }), { maxLength: 40, size: 'max' })
  .map((all) => uniqueBy(all, ({ code }) => code));
const asking = fc.record({
  ask: fc.option(fc.record({ what: mischief, reason: mischief, refused: fc.option(returned) })),
  units: named,
  others: named.map((all) => all.slice(0, 8)),
  progressDue: fc.option(due),
});
const lineRecords = fc.array(fc.record({ kind: mischief, total: count, records: list(mischief) }), {
  maxLength: 8,
});
const trend = list(fc.record({ period: mischief, own: hundredths, median: hundredths }));
const compared = fc.record({
  name: mischief,
  was: hundredths,
  now: hundredths,
  change: hundredths,
  why: mischief,
});
const scored = fc.record({
  name: mischief,
  score: hundredths,
  change: hundredths,
  grade: mischief,
  why: mischief,
});
const found = fc.record({
  total: count,
  first: fc.array(fc.record({ place: mischief, words: mischief, value: fc.option(mischief) }), {
    maxLength: 10,
  }),
});
const rowsOf = <T extends { id: number }>(one: fc.Arbitrary<T>) =>
  list(one).map((rows) => uniqueBy(rows, (row) => row.id));

const listedProblems = <T extends string>(type: T) =>
  rowsOf(fc.record({ ...subject, type: fc.constant(type), title: mischief, says: mischief, on: day }));

const percent = fc.option(fc.nat({ max: 100 }));
const dispatchTown = fc.record({
  name: mischief,
  total: count,
  done: count,
  rate: percent,
  expected: percent,
  late: count,
  open: count,
  overdue: count,
  serious: count,
  patrolsDue: count,
  patrolsDone: count,
  closedOut: count,
  solved: count,
});
const deed = fc.record({ by: mischief, on: day, words: mischief });
const promises = list(fc.record({ words: mischief, unit: mischief, due: day, stands: mischief }));
const documentReply = fc.record({
  kind: fc.constantFrom('整改报告', '申请延期'),
  words: mischief,
  untilDay: fc.option(day),
  by: mischief,
  on: day,
  decided: fc.option(fc.record({ granted: fc.boolean(), by: mischief, on: day, reason: mischief })),
});
const whyLines = {
  title: mischief,
  since: day,
  whyUnit: mischief,
  rule: mischief,
  policyVersion: count,
  records: fc.array(mischief, { maxLength: 2 }),
  steps: list(fc.record({ day, words: mischief })),
  clears: mischief,
  next: mischief,
};
const documentText = {
  ...subject,
  today: day,
  rung: fc.constantFrom(2, 3, 4),
  title: mischief,
  unit: mischief,
  issuer: mischief,
  words: mischief,
  lines: list(
    fc.record({
      title: mischief,
      who: mischief,
      overdueWorkdays: count,
      steps: fc.array(fc.record({ rung: fc.constantFrom(0, 1, 2, 3, 4), day }), { maxLength: 8 }),
      figures: mischief,
      clears: mischief,
    }),
  ),
};

const cardTo = <T extends MatterKind>(type: T) => fc.record({ ...subject, type: fc.constant(type) });
const choice = list(fc.record({ code: fc.stringMatching(/^[a-z]{1,12}$/), name: mischief })).map((all) => [
  ...new Map(all.map((one) => [one.code, one])).values(),
]);

const views: { [K in CardKind]: fc.Arbitrary<ViewOf<K>> } = {
  patrolTask: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constant('open' as const),
      river: mischief,
      reach: mischief,
      period: mischief,
      lengthKm: fc.option(fc.nat({ max: 500 })),
      lateUntil: due,
      outfalls: rowsOf(fc.record({ id, name: mischief, last: fc.option(flow), lastSeen: fc.option(day) })),
      oldProblems: rowsOf(fc.record({ id, title: mischief, foundOn: day, progress: mischief })),
      photos: count,
      standInFor: fc.option(mischief),
    }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constant('done' as const),
      river: mischief,
      reach: mischief,
      period: mischief,
      lengthKm: fc.option(fc.nat({ max: 500 })),
      by: mischief,
      standInFor: fc.option(mischief),
      walkedOn: day,
      late: fc.boolean(),
      mayReport: fc.boolean(),
      seen: list(fc.record({ name: mischief, flow, changed: fc.boolean() })),
      problems: list(fc.record({ title: mischief, progress: mischief, closed: fc.boolean() })),
      photos: count,
    }),
  ),
  patrolMore: fc.oneof(
    fc.record({
      ...subject,
      state: fc.constant('task' as const),
      today: day,
      kinds: fc.subarray(['walk', 'onsite', 'meeting', 'drone'] as const, { minLength: 1 }),
      river: mischief,
      reach: mischief,
      period: mischief,
      postponeDays: fc.nat({ max: 40 }),
      dueDay: day,
      own: fc.boolean(),
    }),
    fc.record({
      ...person,
      state: fc.constant('free' as const),
      today: day,
      kinds: fc.subarray(['walk', 'onsite', 'meeting', 'drone'] as const, { minLength: 1 }),
      posts: list(
        fc.record({
          reachId: id,
          level: fc.constantFrom('county', 'town', 'village'),
          river: mischief,
          name: mischief,
        }),
      ).map((posts) => uniqueBy(posts, ({ reachId, level }) => `${level}-${reachId}`)),
    }),
  ),
  riverOrders: fc.record({
    ...person,
    state: fc.constant('office' as const),
    today: day,
    places: list(fc.record({ code: id.map((n) => `r${n}`), name: mischief })).map((all) =>
      uniqueBy(all, ({ code }) => code),
    ),
    running: rowsOf(
      fc.record({
        ...subject,
        reason: fc.constantFrom('冰冻', '汛情', '施工', '其他'),
        where: mischief,
        from: day,
        until: fc.option(day),
        words: mischief,
      }),
    ),
    away: rowsOf(fc.record({ ...subject, who: mischief, where: fc.option(mischief), from: day, to: day })),
  }),
  emergency: fc
    .record({
      ...subject,
      state: fc.constantFrom('running' as const, 'ended' as const),
      today: day,
      kind: fc.constantFrom('汛情' as const, '污染' as const, '其他' as const),
      where: mischief,
      words: mischief,
      from: day,
      to: fc.option(day),
      endWords: fc.option(mischief),
      everyDays: count,
      reaches: count,
      asked: count,
      walked: count,
      patrols: count,
      found: count,
      open: count,
      vacant: list(mischief),
      waiting: list(mischief),
    })
    .map((view) => view as ViewOf<'emergency'>),
  photoWhich: fc.record({
    of: fc.constantFrom('photo', 'place'),
    id,
    version: id,
    state: fc.constantFrom('asking', 'answered', 'over'),
    photos: count,
    places: count,
    now: fc.option(mischief),
    others: fc
      .array(fc.record({ code: id.map((n) => `problem-${n}`), name: mischief }), { maxLength: 5 })
      .map((all) => uniqueBy(all, ({ code }) => code)),
  }),
  leave: fc.record({
    ...subject,
    today: day,
    side: fc.constantFrom('chief', 'office', 'other'),
    state: fc.constantFrom('running', 'ended', 'over'),
    chief: mischief,
    where: fc.option(mischief),
    from: day,
    to: day,
    uncovered: list(fc.record({ reach: mischief, period: mischief, dueDay: day })),
  }),
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
  yearPlan: fc.oneof(
    fc.record({
      state: fc.constant('open' as const),
      ...subject,
      year: fc.integer({ min: 2000, max: 2099 }),
      years: fc.uniqueArray(fc.integer({ min: 2000, max: 2099 }), { minLength: 1, maxLength: 3 }),
      towns: rowsOf(fc.record({ id, name: mischief })),
      town: fc.option(id),
      type: fc.option(mischief),
      stage: fc.option(mischief),
      planned: count,
      rows: list(fc.record({ ref, name: mischief, what: mischief })),
      total: count,
      from: count,
      outfalls: rowsOf(fc.record({ id, name: mischief, what: mischief })),
      leads: rowsOf(fc.record({ id, name: mischief })),
    }),
    fc.record({ state: fc.constant('notYours' as const) }),
  ),
  planRow: fc.oneof(
    fc.record({
      state: fc.constantFrom('open' as const, 'applied' as const, 'closed' as const),
      ...subject,
      today: day,
      outfall: mischief,
      town: mischief,
      planYear: fc.option(fc.integer({ min: 2000, max: 2099 })),
      years: fc.uniqueArray(fc.integer({ min: 2000, max: 2099 }), { minLength: 1, maxLength: 3 }),
      type: fc.option(mischief),
      measure: fc.option(mischief),
      lead: fc.option(mischief),
      leadId: fc.option(id),
      dueDay: fc.option(day),
      leads: rowsOf(fc.record({ id, name: mischief })),
    }),
    fc.record({ state: fc.constant('notYours' as const), outfall: mischief }),
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
  rectification: fc
    .record({
      ...subject,
      today: day,
      outfall: mischief,
      town: mischief,
      type: fc.option(mischief),
      measure: fc.option(mischief),
      lead: fc.option(mischief),
      stage: fc.constantFrom('working', 'applied', 'closed', 'settled'),
      deadline: fc.option(fc.record(deadline)),
      progress: fc.option(fc.record({ by: mischief, on: day, words: mischief })),
      photos: fc.record({ before: photos, after: photos }),
      returned: fc.option(
        fc.record({ why: fc.constantFrom('退回', '复排'), by: mischief, on: day, words: mischief }),
      ),
      ask: fc.option(
        fc.record({
          by: mischief,
          on: day,
          words: mischief,
          until: day,
          refused: fc.option(fc.record({ by: mischief, on: day, words: mischief })),
        }),
      ),
      signs: fc.array(
        fc.record({
          step: fc.constantFrom(...CLOSE_OUT_STEPS),
          how: fc.constantFrom('did', 'merged', 'absent'),
          who: mischief,
          on: day,
          words: mischief.map((words) => words.slice(0, 300)),
        }),
        { maxLength: 5 },
      ),
      waiting: fc.option(fc.record({ step: fc.constantFrom(...CLOSE_OUT_STEPS), who: mischief })),
      checks: fc.array(fc.record({ words: mischief, done: fc.boolean() }), { maxLength: 6 }),
      flags: fc.array(mischief, { maxLength: 6 }),
      actingFor: fc.option(mischief),
      todo: fc.oneof(
        fc.record({
          kind: fc.constant('work'),
          open: fc.constantFrom([], [{ key: 'sign', words: '立标识牌' }]),
          known: fc.array(mischief, { maxLength: 6 }),
          needsPhotos: fc.boolean(),
          canTurn: fc.boolean(),
          mayAsk: fc.boolean(),
        }),
        fc.record({ kind: fc.constant('sign'), step: fc.constantFrom(...CLOSE_OUT_STEPS) }),
        fc.record({ kind: fc.constantFrom('decide', 'lookBack', 'recur', 'watch', 'notYours') }),
      ),
    })
    .map((view) => view as ViewOf<'rectification'>),
  lag: fc.record({
    today: day,
    place: mischief,
    patrols: fc.option(mischief),
    rectification: fc.option(fc.record({ done: count, expected: count })),
    median: fc.option(count),
    figures: fc.array(
      fc.record({
        name: mischief,
        count,
        of: mischief,
        records: list(
          fc.record({ title: mischief, note: mischief, dueDay: fc.option(day), ref: fc.option(ref) }),
        ),
      }),
      { maxLength: 6 },
    ),
    units: list(fc.record({ name: mischief, lagging: count, words: mischief, ref })),
  }),
  rectifications: fc.record({
    ...person,
    today: day,
    place: mischief,
    rows: list(fc.record({ ref, title: mischief, deadline: fc.record(deadline) })),
    figures: fc.option(
      fc.record({
        total: count,
        done: count,
        due: count,
        dueDone: count,
        late: count,
        applied: count,
        notNeeded: count,
        untyped: count,
      }),
    ),
    traced: fc.option(fc.record({ done: count, total: count })),
    surveyed: fc.option(fc.record({ done: count, total: count })),
    milestones: fc.array(
      fc.record({
        day,
        percent: count,
        done: count,
        total: count,
        traced: fc.option(fc.record({ done: count, total: count })),
        surveyed: fc.option(fc.record({ done: count, total: count })),
      }),
      { maxLength: 6 },
    ),
    towns: list(
      fc.record({ name: mischief, total: count, done: count, due: count, dueDone: count, late: count }),
    ),
    median: fc.option(count),
    files: fc.boolean(),
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
  dispatch: fc
    .record({
      ...subject,
      today: day,
      period: mischief,
      state: fc.constantFrom('draft', 'issued', 'refused', 'notYours'),
      words: mischief,
      signed: fc.option(deed),
      edited: fc.option(deed),
      reason: fc.option(mischief),
      median: fc.record({ rate: percent, overdue: fc.option(count), patrols: percent }),
      towns: fc.option(list(dispatchTown)),
      own: fc.option(dispatchTown),
      mayDecide: fc.boolean(),
    })
    .map((view) => view as ViewOf<'dispatch'>),
  groupDispatch: fc.record({ ...subject, today: day, period: mischief, signedOn: day, words: mischief }),
  documentDesk: fc
    .record({
      ...documentText,
      state: fc.constantFrom('draft', 'returned', 'issued', 'refused', 'withdrawn', 'closed', 'notYours'),
      deadline: fc.option(fc.record(deadline)),
      may: fc.record({
        sign: fc.boolean(),
        edit: fc.boolean(),
        refuse: fc.boolean(),
        return: fc.boolean(),
        resubmit: fc.boolean(),
        judge: fc.boolean(),
        record: fc.boolean(),
        promise: fc.boolean(),
        end: fc.boolean(),
      }),
      standIn: fc.option(fc.record({ by: mischief, forWhom: mischief, signed: fc.boolean() })),
      standIns: list(fc.record({ code: id.map((n) => `p${n}`), name: mischief })).map((all) =>
        uniqueBy(all, (one) => one.code),
      ),
      nobody: fc.boolean(),
      dropped: count,
      edited: fc.option(deed),
      signed: fc.option(deed),
      reason: fc.option(deed),
      meeting: fc.option(fc.record({ when: mischief, place: mischief })),
      replyDue: fc.option(day),
      reply: fc.option(documentReply),
      record: fc.option(mischief),
      promises,
      units: named.map((all) => all.map((one) => ({ ...one, code: `u${one.code}` }))),
      closed: fc.option(deed),
    })
    .map((view) => view as ViewOf<'documentDesk'>),
  documentNotice: fc
    .record({
      ...documentText,
      state: fc.constantFrom('open', 'closed', 'notYours'),
      deadline: fc.option(fc.record(deadline)),
      signedOn: day,
      meeting: fc.option(fc.record({ when: mischief, place: mischief })),
      reply: fc.option(documentReply),
      mayReply: fc.boolean(),
      record: fc.option(mischief),
      promises,
      closed: fc.option(fc.record({ on: day, words: mischief })),
    })
    .map((view) => view as ViewOf<'documentNotice'>),
  documents: fc.record({
    today: day,
    rung: fc.constantFrom(2, 3, 4),
    place: mischief,
    rows: list(fc.record({ ref, title: mischief, stands: mischief, late: fc.boolean(), over: fc.boolean() })),
    total: count,
  }),
  groupDocument: fc.record({ ...documentText, signedOn: day }),
  promise: fc
    .record({
      ...subject,
      ...deadline,
      unit: mischief,
      from: mischief,
      words: mischief,
      state: fc.constantFrom('open', 'kept', 'closed', 'notYours'),
      mine: fc.boolean(),
      done: fc.option(deed),
      checked: fc.option(fc.record({ by: mischief, on: fc.option(day), words: mischief })),
    })
    .map((view) => view as ViewOf<'promise'>),
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
  standIn: fc.record({
    ...subject,
    today: day,
    side: fc.constantFrom('chief', 'deputy', 'other'),
    state: fc.constantFrom('asked', 'accepted', 'declined', 'ended', 'over'),
    chief: mischief,
    deputy: mischief,
    where: fc.option(mischief),
    from: day,
    to: day,
    reason: mischief,
  }),
  standInForm: fc.record({
    ...person,
    today: day,
    reaches: rowsOf(fc.record({ id, river: mischief, name: mischief })),
    people: rowsOf(fc.record({ id, name: mischief })),
    running: rowsOf(
      fc.record({
        ...subject,
        who: fc.option(mischief),
        where: fc.option(mischief),
        from: day,
        to: day,
        accepted: fc.boolean(),
      }),
    ),
  }),
  newTasks: fc.record({
    today: day,
    tasks: rowsOf(
      fc.record({
        ...subject,
        type: fc.constant('patrolTask' as const),
        reach: mischief,
        level: mischief,
        period: mischief,
        due,
        lateUntil: due,
      }),
    ),
  }),
  myProblems: fc.record({
    today: day,
    waiting: listedProblems('problemWork' as const),
    reported: listedProblems('problemForm' as const),
    ended: listedProblems('problemVerify' as const),
  }),
  problemForm: fc.oneof(
    fc.record({
      ...subject,
      river: mischief,
      reach: mischief,
      state: fc.constant('filling' as const),
      places: list(fc.record({ code: id.map((n) => `o${n}`), name: mischief })).map((all) =>
        uniqueBy(all, ({ code }) => code),
      ),
      draft: fc.record({ place: mischief, spot: mischief, words: mischief }),
      groups: fc.constant(FINDINGS.groups),
      photos: count,
    }),
    fc.record({
      ...subject,
      river: mischief,
      reach: mischief,
      state: fc.constant('submitted' as const),
      today: day,
      facts,
      handler: mischief,
      due: fc.option(due),
      progress: mischief,
    }),
  ),
  problemWork: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('accepted' as const),
      photos: count,
      returned: fc.option(returned),
      asking,
    }),
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('closed' as const),
      answer,
      verifier: mischief,
      closedOn: day,
    }),
  ),
  problemDesk: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('registered' as const),
      seriousness: fc.constantFrom(...SERIOUSNESS),
      units: named,
      unit: mischief,
      others: named,
      sentUp: fc.option(fc.record({ by: mischief, on: day, reason: mischief, late: fc.boolean() })),
    }),
    fc.record({
      ...deadline,
      ...subject,
      facts,
      state: fc.constant('asked' as const),
      what: mischief,
      by: mischief,
      on: day,
      reason: mischief,
      dueNow: mischief,
    }),
    fc.record({ ...deadline, ...subject, facts, state: fc.constant('over' as const), progress: mischief }),
  ),
  complaint: fc
    .record({
      ...deadline,
      ...subject,
      facts,
      progress: mischief,
      newDate: fc.option(mischief),
      answer: fc.option(answer),
      phone: fc.option(mischief),
      asks: fc.boolean(),
      told: fc.record({
        by: mischief,
        on: day,
        words: mischief,
        content: fc.constantFrom(null, ...CONTENTMENTS),
      }),
    })
    .chain((all) =>
      fc.constantFrom(
        ...(['toTell', 'waiting', 'notYours', 'told'] as const).map((state) => ({ ...all, state })),
      ),
    ),
  problemVerify: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      facts,
      answer,
      state: fc.constantFrom('toVerify', 'passed', 'notYours', 'reopened'),
    }),
    fc.record({ ...deadline, ...subject, facts, answer, state: fc.constant('returned' as const), returned }),
  ),
  digest: fc.record({
    today: day,
    groups: fc
      .array(
        fc.record({
          title: mischief,
          rows: list(
            fc.record({
              type: fc.constantFrom(...MATTER_KINDS.slice(0, 4)),
              ...subject,
              title: mischief,
              left: mischief,
              urgency: fc.constantFrom('todo', 'soon', 'late'),
            }),
          ),
        }),
        { maxLength: 3 },
      )
      .map((groups) =>
        groups.map((group, g) => ({
          ...group,
          rows: group.rows.map((row, i) => ({ ...row, id: 1000 * g + i })),
        })),
      ),
    urges: list(mischief),
    away: list(fc.record({ who: mischief, from: day, to: day })),
    behind: fc.option(
      fc.record({ count, notice: fc.record({ type: fc.constant('lagNotice' as const), ...subject }) }),
    ),
    baseline: fc.option(fc.record({ count })),
  }),
  lagNotice: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    rows: list(
      fc.record({
        matterType: fc.constantFrom(...MATTER_KINDS, null),
        matterId: id,
        who: mischief,
        what: mischief,
        since: day,
        provisional: fc.boolean(),
        clears: mischief,
        urgedToday: fc.boolean(),
      }),
    ).map((rows) => uniqueBy(rows, ({ matterType, matterId }) => `${matterType} ${matterId}`)),
    read: fc.option(fc.record({ by: mischief, at: mischief })),
    state: fc.constantFrom('open', 'cleared', 'notYours'),
  }),
  documentWhy: fc.record({
    today: day,
    rung: fc.constantFrom(2, 3, 4),
    unit: mischief,
    cases: list(fc.record(whyLines)),
    back: fc.option(ref),
  }),
  lagWhy: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    cases: list(fc.record({ id, ...whyLines, asked: fc.boolean() })).map((cases) =>
      uniqueBy(cases, (one) => one.id),
    ),
    fresh: count,
    state: fc.constantFrom('open', 'over', 'notYours'),
  }),
  ladderFaults: fc.record({
    today: day,
    faults: list(fc.record({ unit: mischief, title: mischief, words: mischief })),
  }),
  ladderJudge: fc.record({
    ...subject,
    today: day,
    unit: mischief,
    title: mischief,
    since: day,
    steps: list(fc.record({ day, words: mischief })),
    clears: mischief,
    state: fc.constantFrom('open', 'marked', 'over', 'notYours'),
  }),
  ladderReply: fc.record({
    ...deadline,
    ...subject,
    unit: mischief,
    by: mischief,
    on: day,
    kind: fc.constantFrom('说明情况', '申请延期', '整改报告'),
    words: mischief,
    until: fc.option(day),
    cases: list(fc.record({ title: mischief, since: day, rung: mischief })),
    state: fc.constantFrom('toDecide', 'waiting', 'approved', 'refused', 'notYours'),
    decided: fc.option(fc.record({ by: mischief, on: day, reason: fc.option(mischief) })),
  }),
  unheardLag: fc.record({
    today: day,
    towns: list(
      fc.record({
        name: mischief,
        why: fc.constantFrom('vacant', 'unreached'),
        roles: fc.array(mischief, { maxLength: 4 }),
        matters: fc.array(
          fc.record({ who: mischief, what: mischief, since: day, provisional: fc.boolean() }),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    ),
  }),
  baseline: fc.record({
    today: day,
    unit: mischief,
    counts: list(fc.record({ kind: mischief, count, oldest: day })),
  }),
  assessmentSummary: fc.record({
    period: mischief,
    trial: fc.boolean(),
    asOf: mischief,
    before: mischief,
    median: hundredths,
    medianChange: hundredths,
    id,
    moves: list(mischief),
    trend,
    late: count,
    pending: list(mischief),
    vacant: list(mischief),
    unreached: list(mischief),
    away: list(mischief),
    towns: list(scored),
    departments: list(scored),
    chiefs: fc.record({ rows: list(scored), total: count }),
    policy: mischief,
  }),
  assessmentRound: fc.oneof(
    fc.record({ ...subject, today: day, period: mischief, state: fc.constant('notYours') }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      state: fc.constantFrom('draft', 'notice', 'final'),
      deadline: fc.option(fc.record(deadline)),
      keeps: fc.boolean(),
      stale: fc.boolean(),
      table: cardTo('assessmentSummary'),
      towns: count,
      departments: count,
      chiefs: count,
      before: mischief,
      median: hundredths,
      medianChange: hundredths,
      movers: list(fc.record({ name: mischief, change: fc.integer(), why: mischief })),
      effects: rowsOf(
        fc.record({ id, who: mischief, what: mischief, points: fc.integer({ max: 0 }), reason: mischief }),
      ),
      confirmed: fc.option(fc.record({ by: mischief, on: day })),
      published: fc.option(fc.record({ by: mischief, on: day, until: day, over: fc.boolean() })),
      appeals: list(
        fc.record({
          card: cardTo('appeal'),
          who: mischief,
          what: mischief,
          stands: mischief,
          open: fc.boolean(),
        }),
      ).map((all) => uniqueBy(all, (one) => one.card.id)),
      versions: list(
        fc.record({ number: count, on: day, by: mischief, reason: fc.option(mischief), hash: mischief }),
      ),
      months: choice,
      items: choice,
    }),
  ),
  markSheet: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'done', 'closed'),
      period: mischief,
      scorer: mischief,
      instead: fc.boolean(),
      gives: fc.boolean(),
      items: list(
        fc.record({
          code: fc.stringMatching(/^[a-z]{1,12}:[a-z]{1,48}$/),
          name: mischief,
          max: count,
          given: count,
          all: count,
        }),
      ).map((all) => uniqueBy(all, ({ code }) => code)),
      page: fc.option(
        fc.record({
          item: fc.stringMatching(/^[a-z]{1,12}:[a-z]{1,48}$/),
          name: mischief,
          max: count,
          rows: list(
            fc.record({
              score: fc.nat({ max: 2_147_483_647 }),
              name: mischief,
              points: count,
              reason: mischief,
              before: fc.boolean(),
            }),
          ).map((all) => uniqueBy(all, ({ score }) => score)),
          left: count,
        }),
      ),
      given: list(
        fc.record({
          name: mischief,
          item: mischief,
          points: count,
          max: count,
          reason: mischief,
          by: mischief,
        }),
      ),
      nobody: count,
    }),
  ),
  markForm: fc.oneof(
    fc.record({ state: fc.constant('notYours') }),
    fc.record({
      state: fc.constant('open'),
      ...person,
      periods: choice,
      bonuses: choice.map((all) => all.map((one) => ({ ...one, max: 500 }))),
      vetoes: choice,
      known: list(
        fc.record({ card: cardTo('markProposal'), who: mischief, what: mischief, stands: mischief }),
      ).map((all) => uniqueBy(all, (one) => one.card.id)),
    }),
  ),
  markProposal: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'confirmed', 'refused', 'withdrawn'),
      period: mischief,
      subject: mischief,
      item: mischief,
      points: hundredths,
      document: mischief,
      words: mischief,
      by: mischief,
      on: day,
      mayDecide: fc.boolean(),
      mayWithdraw: fc.boolean(),
      nobody: fc.boolean(),
      decision: fc.option(fc.record({ by: mischief, on: day, reason: fc.option(mischief) })),
    }),
  ),
  appealForm: fc.oneof(
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('notYours'),
    }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('closed'),
      why: mischief,
    }),
    fc.record({
      ...subject,
      today: day,
      period: mischief,
      subject: mischief,
      state: fc.constant('open'),
      until: day,
      months: choice,
      items: choice,
      lines: list(fc.record({ what: mischief, points: mischief, reason: mischief })),
      appealed: count,
    }),
  ),
  appeal: fc.oneof(
    fc.record({ ...deadline, ...subject, state: fc.constant('notYours') }),
    fc.record({
      ...deadline,
      ...subject,
      state: fc.constantFrom('open', 'upheld', 'corrected'),
      period: mischief,
      subject: mischief,
      item: mischief,
      was: fc.integer({ min: -10_000, max: 10_000 }),
      max: count,
      veto: fc.boolean(),
      computed: mischief,
      by: mischief,
      on: day,
      words: mischief,
      photos,
      mayDecide: fc.boolean(),
      mine: fc.boolean(),
      nobody: fc.boolean(),
      decision: fc.option(
        fc.record({ by: mischief, on: day, reason: mischief, points: fc.option(fc.integer()) }),
      ),
      total: hundredths,
    }),
  ),
  assessmentCompare: fc.record({
    pair: id,
    was: mischief,
    now: mischief,
    medians: fc.record({ was: hundredths, now: hundredths }),
    towns: list(compared),
    departments: list(compared),
    chiefs: fc.record({ rows: list(compared), total: count }),
    policies: fc.option(fc.record({ was: count, now: count })),
  }),
  assessmentOwn: fc.record({
    id,
    trend,
    subject: mischief,
    period: mischief,
    trial: fc.boolean(),
    asOf: mischief,
    before: mischief,
    score: hundredths,
    change: hundredths,
    grade: mischief,
    countyMedian: hundredths,
    peers: mischief,
    round: fc.option(
      fc.oneof(
        fc.record({
          state: fc.constant('notice'),
          until: day,
          today: day,
          form: fc.option(cardTo('appealForm')),
        }),
        fc.record({ state: fc.constant('final'), on: day, today: day }),
      ),
    ),
    lines: list(
      fc.record({
        title: mischief,
        points: count,
        max: count,
        applicable: fc.boolean(),
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    late: fc.option(
      fc.record({
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    apart: fc.array(
      fc.record({
        title: mischief,
        points: count,
        reason: mischief,
        evidence: lineRecords,
      }),
      { maxLength: 8 },
    ),
    vetoed: fc.option(
      fc.record({
        reason: mischief,
        evidence: lineRecords,
      }),
    ),
    sum: fc.record({ points: count, max: count, bonus: count, deductions: count }),
    policy: mischief,
  }),
  help: fc.record({
    ...person,
    post: fc.option(mischief),
    can: list(mischief),
    lists: fc.record({ tasks: fc.boolean(), problems: fc.boolean(), assessment: fc.boolean() }),
    suggestion: fc.option(fc.record({ answerBy: mischief })),
  }),
  privacyNotice: fc.record({
    ...person,
    keeper: mischief,
    kept: list(fc.record({ what: mischief, why: mischief, howLong: mischief, who: mischief })),
    acknowledgedAt: fc.option(mischief),
  }),
  closed: fc.record({
    title: mischief,
    place: mischief,
    reason: fc.constantFrom('replaced', 'notYours', 'over'),
    outcome: mischief,
    newest: fc.option(ref),
  }),
  suspicion: fc
    .record({
      ...deadline,
      ...subject,
      person: mischief,
      noticed: mischief,
      photos: fc.array(
        fc.record({
          label: mischief,
          sentOn: day,
          matter: fc.option(mischief),
          by: fc.option(mischief),
          taken: fc.option(mischief),
          key: fc.option(fc.constantFrom(...PHOTO_KEYS)),
        }),
        { maxLength: 3 },
      ),
      apart: fc.option(count),
      reply: fc.option(fc.record({ words: mischief, on: day })),
      state: fc.constantFrom('asked', 'explained', 'toSettle', 'notYours', 'settled', 'told'),
      settled: fc.record({
        verdict: fc.constantFrom('成立', '不成立', '存疑', '弄虚作假'),
        reason: mischief,
        by: mischief,
        on: day,
      }),
    })
    .map((view) => view as ViewOf<'suspicion'>),
  suggestion: fc.oneof(
    fc.record({
      ...deadline,
      ...subject,
      from: mischief,
      sentOn: day,
      words: mischief,
      state: fc.constantFrom('waiting', 'notYours'),
    }),
    fc.record({
      ...deadline,
      ...subject,
      from: mischief,
      sentOn: day,
      words: mischief,
      state: fc.constantFrom('answered', 'toSender'),
      reply: fc.record({ by: mischief, on: day, words: mischief }),
    }),
  ),
  importPreview: fc
    .record({
      ...subject,
      file: mischief,
      book: fc.option(mischief),
      created: count,
      updated: count,
      unchanged: count,
      errors: found,
      warnings: found,
      again: fc.boolean(),
      why: mischief,
      by: mischief,
      when: mischief,
    })
    .chain((all) =>
      fc.constantFrom(
        ...(
          [
            'preview',
            'same',
            'faults',
            'unreadable',
            'importing',
            'imported',
            'cancelled',
            'expired',
          ] as const
        ).map((state) => ({ ...all, state })),
      ),
    ),
  photoLost: fc.record({
    sentAt: mischief,
    place: fc.option(mischief),
    matter: fc.option(mischief),
    why: mischief,
    next: fc.constantFrom('resend', 'reopened', 'over', 'held', 'stored'),
    open: fc.option(ref),
  }),
  chatGroup: fc
    .record({
      ...subject,
      name: mischief,
      towns: rowsOf(fc.record({ id, name: mischief })),
      chosen: fc.option(fc.constantFrom('county', '1', '2')),
      serves: mischief,
      members: fc.option(fc.record({ inside: count, missing: list(mischief) })),
      choosing: fc.option(
        fc.record({
          towns: rowsOf(fc.record({ id, name: mischief })),
          chosen: fc.option(fc.constantFrom('county', '1', '2')),
        }),
      ),
      why: mischief,
    })
    .chain((all) =>
      fc.constantFrom(
        ...(['asked', 'unused', 'serving', 'making', 'failed', 'out', 'ended', 'notYours'] as const).map(
          (state) => ({ ...all, state }),
        ),
      ),
    ),
  groupHello: fc.record({ ...subject, serves: fc.option(mischief) }),
  groupNotice: fc.record({ ...subject, today: day, writtenOn: day, words: mischief }),
  groupPost: fc.oneof(
    fc.record({
      ...subject,
      words: mischief,
      state: fc.constant('draft' as const),
      groups: rowsOf(fc.record({ id, name: mischief })),
      names: list(mischief),
    }),
    fc.record({
      ...subject,
      words: mischief,
      state: fc.constant('sent' as const),
      groups: list(
        fc.record({
          group: mischief,
          state: fc.constantFrom('waiting', 'posted', 'refused', 'unknown'),
          why: fc.option(mischief),
        }),
      ),
    }),
    fc.record({ ...subject, words: mischief, state: fc.constantFrom('dropped', 'notYours') }),
  ),
  unmatched: fc.record({
    today: day,
    people: list(
      fc.record({
        post: mischief,
        unit: mischief,
        maskedPhone: mischief,
        waiting: fc.option(fc.record({ count, title: mischief, dueDay: day, through: fc.option(mischief) })),
      }),
    ),
  }),
};

const context = { imageKeyKnown: (key: string) => PHOTO_KEYS.includes(key), openIdKnown: () => false };
const check = <K extends CardKind>(kind: K) =>
  fc.assert(
    fc.property(views[kind] as fc.Arbitrary<ViewOf<K>>, (view) => {
      const json = JSON.stringify(renderCard(kind, view));
      expect(checkCard(JSON.parse(json), context)).toBeNull();
    }),
    // A view has thousands of strings: to shrink one that fails takes longer than anybody waits.
    { numRuns: 40, endOnFailure: true },
  );

it.each(Object.keys(views) as CardKind[])(
  '%s is a card that Feishu takes, whatever it is drawn from',
  (kind) => {
    check(kind);
  },
);
