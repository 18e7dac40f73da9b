export { isArchive, makeBackup, type BackupReport } from './backup.ts';
export { lastBackupSetting } from './last.ts';
export { productVersion } from './manifest.ts';
export { refuseHalfRestored, restoreBackup } from './restore.ts';
