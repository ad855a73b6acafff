/** What Feishu takes for a card, and what a person can do with it: used by the sandbox's API and its presses. */
export { checkCard } from './checkCard';
export type { CardFault, CardObject } from './fault';
export { type FormField, type FoundComponent, fieldOf, findComponent, formFields } from './find';
export type { CardContext } from './rules/rule';
