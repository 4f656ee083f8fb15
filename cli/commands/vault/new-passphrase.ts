import type { Result } from '../../../core/result.ts'
import type { Arguments } from '../../arguments.ts'
import type { Session } from '../../session.ts'
import { newPassphraseOf } from '../../vault/sign-in.ts'

/** Where a passphrase that is to be set stands. */
export const passphraseFile = {
  name: 'passphrase-file',
  value: 'F',
  help: 'file that holds the new passphrase (else it is asked for twice, or a line of standard input)',
}

/** The passphrase that somebody is to have. */
export function newPassphrase(args: Arguments, session: Session, name: string): Promise<Result<string>> {
  return newPassphraseOf(session.signIn, args.text('passphrase-file'), `New passphrase of ${name}: `)
}
