import { renderAppeal } from '../../../cards/appeal';
import { AssessmentAppeal, AssessmentRound, AssessmentScore, MediaFile, Photo } from '../../../entities';
import {
  contestable,
  isLeftOut,
  isVeto,
  itemNames,
  mayAppeal,
  mayReview,
  reviewersOf,
  watchesRounds,
  whoseNames,
} from '../../assessment';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { roundsOf } from '../../core/policy';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { itemName, titleOfPeriod } from '../roundParts';
import { deadlineOf } from '../words';

/** The photos of an appeal, and those that Feishu does not know yet. */
async function photosOf(reader: Reader, appealId: number) {
  const photos = (
    await reader.find(
      Photo,
      { subjectType: 'assessmentAppeal', subjectId: appealId },
      { order: { id: 'ASC' } },
    )
  ).filter(({ state }) => state !== 'lost');
  const media = await reader.find(MediaFile, { id: photos.flatMap(({ mediaId }) => mediaId ?? []) });
  const keyOf = new Map(media.map(({ id, imageKey }) => [id, imageKey]));
  return {
    count: photos.length,
    keys: photos.flatMap(({ mediaId }) => (mediaId === null ? [] : (keyOf.get(mediaId) ?? []))),
    pictures: media.filter(({ imageKey }) => imageKey === null).map(({ id }) => id),
  };
}

/** 申诉, to whoever reviews it and whoever appealed; 县河长办 and 县政府 see it. */
export const appeal: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(AssessmentAppeal, { id: subject.id });
  const round = found && (await reader.findOne(AssessmentRound, { id: found.roundId }));
  const score = found && (await reader.findOne(AssessmentScore, { id: found.scoreId }));
  if (!found || !round || !score) return null;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, state, period, rule, was, max, words, dueDay, byId, decidedById, decidedAt } = found;
  const common = { id, version, ...deadlineOf(calendar, today, dueDay) };
  const mine = byId === recipient.id;
  if (!mine && !watchesRounds(roles) && !mayAppeal(score, recipient, { roles, policy: policies.current })) {
    return { card: renderAppeal({ ...common, state: 'notYours' }), pictures: [] };
  }
  const rules = roundsOf(await policies.at(round.policyVersion));
  const reviewers = await reviewersOf(reader, { rules, round, appeal: found, score });
  const nameOf = await itemNames(reader, policies, [period]);
  const names = await postNames(reader, [byId, decidedById]);
  const line = (await contestable(reader, score, { whole: true })).find(
    (one) => one.period === period && one.rule === rule,
  );
  const { pictures, ...photos } = await photosOf(reader, id);
  const contested = { rules, round, appeal: found, score };
  return {
    card: renderAppeal({
      ...common,
      state,
      period: titleOfPeriod(round.period),
      subject: (await whoseNames(reader, [score]))(score),
      item: itemName({ period, rule, subject: score.subject }, round.period, nameOf),
      was: line && isLeftOut(line) ? null : was,
      max,
      veto: isVeto(found),
      computed: line?.reason ?? '',
      by: names.get(byId) ?? '',
      on: dayOf(found.at),
      words,
      photos,
      mayDecide: state === 'open' && (await mayReview(reader, contested, { person: recipient, roles })),
      mine,
      nobody: reviewers.length === 0,
      decision: decidedAt && {
        by: names.get(decidedById ?? 0) ?? '',
        on: dayOf(decidedAt),
        reason: found.reason ?? '',
        points: found.points,
      },
      total: round.stale ? null : score.score,
    }),
    pictures,
  };
};
