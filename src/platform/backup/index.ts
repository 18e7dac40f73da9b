export { isArchive, lastBackupSetting, makeBackup, type BackupReport } from './backup.ts';
export { productVersion } from './manifest.ts';
export { refuseHalfRestored, restoreBackup } from './restore.ts';
