/** 导入: a workbook sent in the chat, from its message over 导入预览 to 确认导入. */
export { BOOK_NAMES } from './books';
export { checkUpload, giveUpCheck } from './checkUpload';
export { cancelUpload, confirmUpload, type Deciding } from './decide';
export type { UploadBytes, UploadDeps } from './deps';
export { expireUploads } from './expireUploads';
export { giveUpImport, importUpload } from './importUpload';
export { listFaults } from './listFaults';
export { takeUpload } from './takeUpload';
