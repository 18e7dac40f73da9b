/** The setting in which the newest backup is noted, for `venhans doctor` and the metrics. */
export const lastBackupSetting = 'backup.last';
