import { failed, ok, type Result } from '../../../core/result.ts'
import { openRecoveryFolder, type RecoveryFolder, writeRecoverySheets } from '../../../hosts/recovery-folder.ts'
import { type Arguments, required } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import type { Session } from '../../session.ts'
import { factLines, shownText } from '../../vault/shown.ts'
import { newPassphraseOf, passphraseIn, vaultFolderOf } from '../../vault/sign-in.ts'
import type { AskedVault, MadeVault } from '../../vault/unopened-vaults.ts'
import { vaultOptions } from '../../vault/vault-options.ts'
import { profileTextOf } from './vault-profile-text.ts'

type Words = {
  readonly folder: string
  readonly admin: string
  readonly profile: string
  readonly shares: { readonly path: string; readonly name: string }
}

function readWords(args: Arguments, session: Session): Result<Words> {
  const folder = vaultFolderOf(args, session.signIn)
  if (!folder.ok) return folder
  const admin = required(args, 'admin')
  if (!admin.ok) return admin
  const profile = required(args, 'profile')
  if (!profile.ok) return profile
  const shares = required(args, 'shares')
  if (!shares.ok) return shares
  const place = { path: session.locate(shares.value), name: shares.value }
  return ok({ folder: folder.value, admin: admin.value, profile: profile.value, shares: place })
}

/** The administrator's passphrase: new, so that a person types it twice. */
function passphraseFor(admin: string, session: Session): Promise<Result<string>> {
  const { passphraseFile } = session.signIn.environment
  if (passphraseFile !== null) return passphraseIn(passphraseFile, session.signIn)
  return newPassphraseOf(session.signIn, null, `New passphrase of ${admin}: `)
}

async function prepare(
  args: Arguments,
  session: Session,
): Promise<Result<{ readonly asked: Omit<AskedVault, 'keepSheets'>; readonly sheets: RecoveryFolder }>> {
  const words = readWords(args, session)
  if (!words.ok) return words
  const { folder, admin, profile, shares } = words.value
  const profileText = await profileTextOf(profile, session)
  if (!profileText.ok) return profileText
  const there = await session.unopenedVaults.look(folder)
  if (there.ok && !there.value.unfinished)
    return failed({ kind: 'vault-exists', name: args.text('vault') ?? 'this folder' })
  if (!there.ok && there.failure.kind !== 'vault-missing') return there
  const passphrase = await passphraseFor(admin, session)
  if (!passphrase.ok) return passphrase
  const sheets = await openRecoveryFolder(shares, folder)
  if (!sheets.ok) return sheets
  const { noKeyring } = session.signIn.environment
  const keys = { passphrase: passphrase.value, profileText: profileText.value, noKeyring }
  return ok({ asked: { folder, admin, demo: args.flag('demo'), ...keys }, sheets: sheets.value })
}

function outcomeOf(
  { asked, made }: { readonly asked: Pick<AskedVault, 'folder' | 'admin' | 'demo'>; readonly made: MadeVault },
  shares: readonly string[],
) {
  const { vaultId, signer, deviceSecret, replacedUnfinished } = made
  const { admin, demo } = asked
  const lines = [
    ...(replacedUnfinished
      ? [
          'An earlier "vault init" into this folder had not come to its end. Nobody had opened that vault: what it had left was removed.',
        ]
      : []),
    ...factLines([
      ['vault', asked.folder],
      ['vault id', vaultId],
      ['admin', shownText(admin)],
      ['signing key', signer],
      ['opened by', deviceSecret ? 'passphrase, on this machine' : 'passphrase alone (no credential store was used)'],
    ]),
    ...shares.map((path) => `recovery     ${path}`),
    '',
    'Print both recovery sheets, give them to two different people, and delete these files.',
    'Both together open the vault without any passphrase; without them a lost passphrase is lost for good.',
    ...(demo ? ['This is a demonstration vault: put no real footage in it.'] : []),
  ]
  return told({ vault: asked.folder, vaultId, admin, demo, signer, deviceSecret, replacedUnfinished, shares }, lines)
}

/** `occlude vault init`. */
export const vaultInitCommand: Command = {
  name: 'vault init',
  group: 'vault',
  summary: 'make a vault, its first administrator and the recovery sheets',
  operands: [],
  options: [
    vaultOptions.vault,
    { name: 'admin', value: 'NAME', help: 'name of the first administrator' },
    {
      name: 'profile',
      value: 'essex|kent|campus|blank',
      help: "the policy that it works by (or a force's own profile, a file)",
    },
    { name: 'shares', value: 'OUTDIR', help: 'folder for the two recovery sheets, outside of the vault' },
    { name: 'demo', value: null, help: 'a demonstration vault, marked as one for good' },
    sharedOptions.json,
  ],
  details: [
    'Makes an encrypted vault in a folder that is empty, not there yet, or what an interrupted "vault init" has left. The passphrase',
    'of the administrator is asked for twice, or read from OCCLUDE_PASSPHRASE_FILE or standard input; it is never an argument.',
    'Writes recovery-share-1 and recovery-share-2, each as PDF and text. Give each to another person, on paper, and delete the files.',
    'An administrator sees no footage: add people with "occlude user add".',
  ],
  examples: [
    'vault init --vault footage --admin "Control Room" --profile essex --shares sheets',
    'vault init --vault demo --admin admin --profile blank --shares demo-sheets --demo',
  ],
  async run(args, session): Promise<Outcome> {
    const prepared = await prepare(args, session)
    if (!prepared.ok) return stopped(prepared.failure)
    const { asked, sheets } = prepared.value
    const made = await session.unopenedVaults.create({
      ...asked,
      keepSheets: (pair) => writeRecoverySheets(sheets, pair),
    })
    if (!made.ok) return stopped(made.failure)
    const shares = sheets.outputs.map(({ path }) => path)
    return outcomeOf({ asked, made: made.value }, shares)
  },
}
