/** 监测: results of outfalls, judged against their own limits; 超标告知. */
export { exportMonitoring, importMonitoring, writeMonitoringTemplate } from './importMonitoring';
export { FORM_ITEMS, ITEM_NAMES, type Item, limitWords, readingWords, unitOf } from './items';
export { ownLimits, watchersOf } from './keepResults';
export { MONITORING_BOOK } from './monitoringBook';
export { confirmedAfter, exceedancesOf, lastResults, resultsOfSample } from './queries';
export { askedItems, mayRecord, type Recorded, recordResults } from './recordResults';
export { refreshExceedances } from './refreshExceedances';
export { limitsOf } from './rules';
