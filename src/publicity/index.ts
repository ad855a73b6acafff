/** 公示: the public page of each outfall, the code on its sign, and the list that 分局 can publish. */
export { addressOf } from './address';
export { ensurePages } from './ensurePages';
export { type PublicFacts, publicFacts } from './facts';
export { outfallPage, PAGE_POLICY, plainPage } from './page';
export { exportPublicList } from './publicList';
export { fileName, signPng, signsZip } from './sign';
