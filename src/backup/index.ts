export { type BackupReport, backUp, type Places } from './backUp';
export { type RestoreReport, restore } from './restore';
