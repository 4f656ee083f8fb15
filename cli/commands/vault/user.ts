import type { OutputOf } from '../../../contract/methods/all.ts'
import type { Grant, Reach } from '../../../core/access/access-object.ts'
import { type Role, roles } from '../../../core/access/roles.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type Arguments, required } from '../../arguments.ts'
import { type Command, type Outcome, sharedOptions, stopped, told } from '../../command.ts'
import { momentOption } from '../../vault/asked-moment.ts'
import { columns, shownDay, shownText } from '../../vault/shown.ts'
import { signInOptions } from '../../vault/vault-options.ts'
import { newPassphrase, passphraseFile } from './new-passphrase.ts'
import { userRecover } from './user-recover.ts'

const grantOptions = [
  { name: 'role', value: 'ROLE', help: `one of ${roles.join(', ')}` },
  {
    name: 'scope',
    value: 'force=A,B;area=C;team=D',
    help: 'where the role is good (default: everywhere)',
  },
  { name: 'from', value: 'DATE', help: 'first day of the role' },
  { name: 'until', value: 'DATE', help: 'last day of the role' },
]

const scopeParts = { force: 'forces', area: 'areas', team: 'teams' } as const

function isScopePart(name: string): name is keyof typeof scopeParts {
  return Object.hasOwn(scopeParts, name)
}

/** Reads `force=Essex Police;area=Colchester,Clacton`. */
function readScope(text: string | null): Result<Grant['scope']> {
  const scope: { forces: Reach; areas: Reach; teams: Reach } = { forces: 'all', areas: 'all', teams: 'all' }
  for (const part of (text ?? '').split(';').filter((each) => each.trim() !== '')) {
    const [name = '', ...rest] = part.split('=')
    const values = rest
      .join('=')
      .split(',')
      .map((value) => value.trim())
    const known = name.trim()
    if (!isScopePart(known) || values.includes(''))
      return failed({ kind: 'usage', detail: `a scope is force=A,B;area=C;team=D, not "${part}"` })
    scope[scopeParts[known]] = values
  }
  return ok(scope)
}

function readRole(text: string): Result<Role> {
  const role = roles.find((each) => each === text)
  return role ? ok(role) : failed({ kind: 'usage', detail: `--role is one of ${roles.join(', ')}, not "${text}"` })
}

function readGrant(args: Arguments): Result<Grant> {
  const asked = required(args, 'role')
  if (!asked.ok) return asked
  const role = readRole(asked.value)
  if (!role.ok) return role
  const scope = readScope(args.text('scope'))
  if (!scope.ok) return scope
  const from = momentOption(args, 'from', 'begin')
  if (!from.ok) return from
  const until = momentOption(args, 'until', 'end')
  return until.ok ? ok({ role: role.value, scope: scope.value, from: from.value, until: until.value }) : until
}

const knownAsHelp = 'collar number or another name of theirs in the records of clips'

type UserRow = OutputOf<'user.add'>

function rolesOf({ grants }: UserRow): string {
  return grants.map(({ role }) => role).join(', ')
}

function outcomeOf(user: UserRow, line: string): Outcome {
  return told({ ...user }, [line])
}

const userAdd: Command = {
  name: 'user add',
  group: 'vault',
  summary: 'let a named person in',
  operands: ['NAME'],
  options: [
    ...grantOptions,
    { name: 'known-as', value: 'TEXT', help: `${knownAsHelp}; may be given several times`, many: true },
    passphraseFile,
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Gives somebody a name, a role and a first passphrase. Nobody shares an account. Who administers, audits or governs sees no footage.',
    'Who recorded a clip cannot approve copies of it. The vault knows them by their name and by every --known-as.',
    'A passphrase has at least 15 characters (12 where the machine has a credential store); several unrelated words make a good one.',
  ],
  examples: [
    'user add "D. Officer" --role disclosure-officer --scope "force=Essex Police" --passphrase-file first.txt',
  ],
  async run(args, session) {
    const name = args.operands[0] ?? ''
    const grant = readGrant(args)
    if (!grant.ok) return stopped(grant.failure)
    // Signed in first: on standard input the own passphrase is the first line, the new one the second.
    const client = await session.openVault(args)
    if (!client.ok) return stopped(client.failure)
    const passphrase = await newPassphrase(args, session, name)
    if (!passphrase.ok) return stopped(passphrase.failure)
    const input = { name, grants: [grant.value], passphrase: passphrase.value, knownAs: [...args.list('known-as')] }
    const added = await session.callVault(args, 'user.add', input)
    if (!added.ok) return stopped(added.failure)
    return outcomeOf(added.value, `${shownText(name)} may sign in as ${grant.value.role}.`)
  },
}

const userList: Command = {
  name: 'user list',
  group: 'vault',
  summary: 'list who may use the vault',
  operands: [],
  options: [...signInOptions, sharedOptions.json],
  details: ['Lists everybody, also those who have left: what they did stays theirs.'],
  examples: ['user list --json'],
  async run(args, session) {
    const listed = await session.callVault(args, 'user.list', {})
    if (!listed.ok) return stopped(listed.failure)
    const { users } = listed.value
    const rows = users.map((user) => [
      shownText(user.name),
      shownText(user.knownAs.join(', ')),
      rolesOf(user),
      shownDay(user.createdAt),
      user.disabledAt === null ? 'yes' : `no, since ${shownDay(user.disabledAt)}`,
    ])
    return told({ users }, columns(['NAME', 'KNOWN AS', 'ROLES', 'SINCE', 'MAY SIGN IN'], rows))
  },
}

const userDisable: Command = {
  name: 'user disable',
  group: 'vault',
  summary: 'let a leaver in no more',
  operands: ['NAME'],
  options: [...signInOptions, sharedOptions.json],
  details: [
    'Takes their key away and changes the keys of the vault; nobody else needs a new passphrase. What they did stays in the log.',
  ],
  examples: ['user disable "D. Officer" --reason "left the force"'],
  async run(args, session) {
    const name = args.operands[0] ?? ''
    const gone = await session.callVault(args, 'user.disable', { name })
    return gone.ok
      ? outcomeOf(gone.value, `${shownText(name)} can open nothing any more; the keys are changed.`)
      : stopped(gone.failure)
  },
}

const userRole: Command = {
  name: 'user role',
  group: 'vault',
  summary: 'give somebody another role',
  operands: ['NAME'],
  options: [...grantOptions, ...signInOptions, sharedOptions.json],
  details: ['The new role takes the place of all that they had.'],
  examples: ['user role "D. Officer" --role supervisor --scope "team=B"'],
  async run(args, session) {
    const name = args.operands[0] ?? ''
    const grant = readGrant(args)
    if (!grant.ok) return stopped(grant.failure)
    const changed = await session.callVault(args, 'user.role', { name, grants: [grant.value] })
    if (!changed.ok) return stopped(changed.failure)
    return outcomeOf(changed.value, `${shownText(name)} is ${grant.value.role} now.`)
  },
}

const userKnownAs: Command = {
  name: 'user known-as',
  group: 'vault',
  summary: 'say by which names clips know somebody',
  operands: ['NAME'],
  options: [
    { name: 'as', value: 'TEXT', help: `${knownAsHelp}; may be given several times; none: takes all away`, many: true },
    ...signInOptions,
    sharedOptions.json,
  ],
  details: [
    'Who recorded a clip cannot approve copies of it. The vault knows them by their name and by these.',
    'They take the place of those before, and count at once, for what was approved as well.',
  ],
  examples: ['user known-as "D. Officer" --as "PC 1234" --as 4711'],
  async run(args, session) {
    const name = args.operands[0] ?? ''
    const given = args.list('as')
    if (given.length === 0) return stopped({ kind: 'usage', detail: '--as is missing; "--as none" takes all away' })
    const knownAs = given.length === 1 && given[0] === 'none' ? [] : [...given]
    const changed = await session.callVault(args, 'user.known-as', { name, knownAs })
    if (!changed.ok) return stopped(changed.failure)
    const shown = knownAs.length === 0 ? 'their own name alone' : knownAs.map(shownText).join(', ')
    return outcomeOf(changed.value, `Clips know ${shownText(name)} by ${shown} now.`)
  },
}

const userPassphrase: Command = {
  name: 'user passphrase',
  group: 'vault',
  summary: 'change your own passphrase',
  operands: [],
  options: [passphraseFile, ...signInOptions, sharedOptions.json],
  details: ['Signs in with the old passphrase, then sets the new one.'],
  examples: ['user passphrase --user "D. Officer"'],
  async run(args, session) {
    const client = await session.openVault(args)
    if (!client.ok) return stopped(client.failure)
    const name = args.text('user') ?? session.signIn.environment.user ?? ''
    const old = await session.passphraseOf(name)
    if (!old.ok) return stopped(old.failure)
    const fresh = await newPassphrase(args, session, name)
    if (!fresh.ok) return stopped(fresh.failure)
    const input = { oldPassphrase: old.value, newPassphrase: fresh.value }
    const changed = await session.callVault(args, 'user.passphrase', input)
    return changed.ok ? told({}, ['The passphrase is changed.']) : stopped(changed.failure)
  },
}

/** `occlude user ...`. */
export const userCommands: readonly Command[] = [
  userAdd,
  userList,
  userDisable,
  userRole,
  userKnownAs,
  userPassphrase,
  userRecover,
]
