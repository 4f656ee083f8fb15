/** What the recipient of an archive needs to know of it. */
export type ArchiveToOpen = {
  /** Its file name, which ends in `.zip.age`. */
  readonly archive: string
  /** The names of the files in it, the copy first. */
  readonly files: readonly string[]
}

/** The sheet that lies beside an archive, for somebody who has never seen one. Lines end as every system's editor takes them. */
export function howToOpen({ archive, files }: ArchiveToOpen): string {
  const zip = archive.replace(/\.age$/, '')
  const lines = [
    'How to open this archive',
    '',
    `The file ${archive} holds a redacted copy of a recording, with the papers that`,
    'belong to it. It is encrypted: whoever sent it tells you the passphrase by another way,',
    'for example by telephone. It does not stand on this sheet.',
    '',
    '1. Get the free program "age". It is published at https://age-encryption.org and at',
    '   https://github.com/FiloSottile/age/releases for Windows, macOS and Linux. Any other',
    '   program that opens age files with a passphrase does as well.',
    '2. Open a terminal (on Windows: PowerShell) in the folder with the archive, and give:',
    '',
    `   age -d -o ${zip} ${archive}`,
    '',
    '   It asks for the passphrase. Nothing is shown while you type.',
    `3. Open ${zip}, which now lies beside it, as you open any zip file.`,
    '',
    'In it are:',
    ...files.map((name) => `   ${name}`),
    '',
    'The file that ends in .schedule.pdf says what was changed in the copy, and why. The file that',
    'ends in .certificate.pdf says how it was checked. The two that end in .json say the same for',
    'machines. The copy itself plays in any usual player.',
    '',
    'What you unpack is no longer encrypted. Keep it where only those can read it who may, and',
    'delete it when it is no longer needed.',
    '',
  ]
  return lines.join('\r\n')
}
