/** 排查线索: points of surveys by drone, satellite or pipe, confirmed on site. */
export { type Confirming, confirmLead, type Seen, unlawfulKinds } from './confirmLead';
export { exportLeads } from './exportLeads';
export { lookersOf, mayLook } from './hands';
export { importLeads, writeLeadsTemplate } from './importLeads';
export { LEADS_BOOK } from './leadsBook';
export { nearOutfalls, openLeads } from './queries';
export { tieLead } from './tieLead';
