/** 设置申请: to set, change or enlarge an outfall, from 受理 over 转报 to the result (plan, clause （八）). */
export { applySetting, type SettingForm, type SettingPlace, standsFor } from './applySetting';
export type { SettingPress } from './deps';
export { exportSettings } from './exportSettings';
export { applicantsOf, isApplicant, maySee, readServing, reviewersOf } from './hands';
export { isOpen, replay } from './lifecycle';
export { openSettings, settingsFor } from './queries';
export { acceptSetting, askMissing, declineSetting, zonesOfSetting } from './reviewSetting';
export { applicantOf, authorityName, mayAsk, mayDecline, mayReview, papersOf } from './rules';
export {
  forwardSetting,
  outcomesOf,
  SETTING_OUTCOMES,
  type SettingOutcome,
  settleSetting,
} from './settleSetting';
export { supplySetting, withdrawSetting } from './supplySetting';
