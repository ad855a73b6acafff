/** 公文 as docx files. */
export { type Official, type OfficialTable, writeOfficial } from './writeOfficial';
