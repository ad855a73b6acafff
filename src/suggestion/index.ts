/** 意见建议: from anyone, answered by 县河长办 with a day by which it must be. */
export { answerSuggestion, mayAnswer, type SuggestionAnswer } from './answerSuggestion';
export type { SuggestionDeps } from './deps';
export { type NewSuggestion, takeSuggestion } from './takeSuggestion';
