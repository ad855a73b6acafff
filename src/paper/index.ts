/** 纸质巡河记录: patrols of chiefs whom Feishu does not reach, entered for them from a workbook. */
export { importPatrols, type PaperDeps, writePatrolsTemplate } from './importPatrols';
export { PAPER_BOOK } from './paperBook';
