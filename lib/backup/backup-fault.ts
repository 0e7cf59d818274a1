/** Why a backup or a restore cannot be, in words for the person who asked for it. */
export class BackupFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BackupFault";
  }
}
