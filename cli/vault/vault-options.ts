import type { OptionSpec } from '../arguments.ts'

/** Which vault, and who: taken by every command that goes into one. */
export const vaultOptions = {
  vault: { name: 'vault', value: 'DIR', help: 'the vault (or OCCLUDE_VAULT)' },
  user: {
    name: 'user',
    value: 'NAME',
    help: 'your name there (or OCCLUDE_USER); the passphrase is asked for, or read from standard input or OCCLUDE_PASSPHRASE_FILE',
  },
  reason: { name: 'reason', value: 'TEXT', help: 'why: it stands in the audit log' },
  clip: { name: 'clip', value: 'ID', help: 'a clip of the vault, instead of a file' },
  breakGlass: {
    name: 'break-glass',
    value: null,
    help: 'see a restricted clip although you are not on its list; information governance is told',
  },
} as const satisfies Record<string, OptionSpec>

/** What every command of a vault takes. */
export const signInOptions: readonly OptionSpec[] = [vaultOptions.vault, vaultOptions.user, vaultOptions.reason]
