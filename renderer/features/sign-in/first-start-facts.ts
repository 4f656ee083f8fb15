/** What is filled in until a vault is made. */
export type NewVault = {
  readonly folder: string
  readonly profile: string
  readonly administrator: string
  readonly passphrase: string
  readonly again: string
  readonly sheets: string
}

/** The steps of making a vault, in their order. */
export const steps = ['folder', 'profile', 'administrator', 'sheets'] as const

/** A step of making a vault. */
export type Step = (typeof steps)[number]

/** Fewest characters that the vault takes (NIST SP 800-63B-4: 15 where a passphrase stands alone); the vault itself decides. */
export const fewestCharacters = 15

function problemOfAdministrator({ administrator, passphrase, again }: NewVault): string | null {
  if (administrator.trim() === '') return 'Give the name of the first administrator.'
  if ([...passphrase].length < fewestCharacters)
    return `The passphrase needs at least ${fewestCharacters} characters; four or more unrelated words are good.`
  return passphrase === again ? null : 'The two passphrases are not the same.'
}

function problemOfSheets({ sheets, folder }: NewVault): string | null {
  if (sheets === '') return 'Choose a folder for the two recovery sheets.'
  return isWithin(sheets, folder)
    ? 'The recovery sheets must not lie in the vault: whoever has both would need nothing else.'
    : null
}

const problems: { readonly [S in Step]: (vault: NewVault) => string | null } = {
  folder: ({ folder }) => (folder === '' ? 'Choose a folder for the vault.' : null),
  profile: ({ profile }) => (profile === '' ? 'Choose the policy that is closest to yours.' : null),
  administrator: problemOfAdministrator,
  sheets: problemOfSheets,
}

/** What is still wrong with a step, for its field; null where nothing is. The vault looks at everything once more. */
export function problemOf(step: Step, vault: NewVault): string | null {
  return problems[step](vault)
}

/** True where a folder is another one or lies in it. */
export function isWithin(folder: string, other: string): boolean {
  const plain = (path: string): string => path.replaceAll('\\', '/').replace(/\/+$/, '')
  return plain(folder) === plain(other) || plain(folder).startsWith(`${plain(other)}/`)
}
