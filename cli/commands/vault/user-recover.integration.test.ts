import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVault } from '../../../native/vault/host/create-vault.ts'
import { openVault } from '../../../native/vault/host/open-vault.ts'
import { testHost } from '../../../native/vault/objects/synthetic/vault-desk.ts'
import { runOcclude } from '../../run.ts'
import { machineVaults } from '../../vault/machine-vaults.ts'
import { createVaultDoor } from '../../vault/vault-door.ts'

/** `occlude user recover` on a real vault: shares from files, from a terminal, from standard input. */

const admin = { name: 'Ada', passphrase: 'violet kettle runs uphill' }
let folder = ''
let sheets: readonly string[] = []
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-recover-'))
  const profileText = await readFile(new URL('../../../resources/profiles/blank.json', import.meta.url), 'utf8')
  const made = await createVault({ folder: at('vault'), profileText, administrator: admin, demo: true }, testHost())
  if (!made.ok) throw new Error(made.failure.kind)
  sheets = made.value.sheets.map(({ text }) => text)
  await made.value.store.close()
  for (const [number, text] of sheets.entries()) await writeFile(at(`${number + 1}.txt`), text)
})
afterAll(() => rm(folder, { recursive: true }))

type Typed = {
  readonly secrets?: readonly string[]
  readonly lines?: readonly string[]
  readonly piped?: readonly string[]
}

/** Next of these each time; null at the end, as on a terminal that is none. */
function oneByOne(given: readonly string[] = []): (question?: string) => Promise<string | null> {
  const left = [...given]
  return async () => left.shift() ?? null
}

async function run(words: readonly string[], typed: Typed = {}) {
  let told = ''
  let out = ''
  const code = await runOcclude(['user', 'recover', ...words, '--json'], {
    folder,
    version: '1.2.3',
    signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
    print: async (text) => {
      out += text
    },
    tell: (text) => {
      told += text
    },
    terminal: false,
    nowSeconds: () => 0,
    debug: false,
    environment: { vault: at('vault'), user: 'Ada', passphraseFile: null, noKeyring: true },
    asking: { secret: oneByOne(typed.secrets), line: oneByOne(typed.lines), input: oneByOne(typed.piped) },
    unopenedVaults: machineVaults('1.2.3'),
    vaultDoor: createVaultDoor('1.2.3'),
    makeEngine: () => {
      throw new Error('no engine is needed')
    },
    onAbandon: () => undefined,
  })
  return { code, told, answer: JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') }
}

/** The four lines of a sheet's code. */
function codeOf(sheet: string | undefined): readonly string[] {
  const lines = (sheet ?? '').split('\n').map((line) => line.trim())
  return lines.filter((line) => /^[0-9A-Z]{6}(-[0-9A-Z]{6}){3}$/.test(line))
}

const [first, second, third] = ['a bell rings under snow', 'two boats wait for rain', 'soft maps hide tall trees']
const files = ['--share-1', '1.txt', '--share-2', '2.txt']

it('takes the shares from files, the new passphrase from standard input, and needs a reason', async () => {
  for (const reason of [[], ['--reason', ''], ['--reason', '  ']]) {
    const without = await run(['Ada', ...files, ...reason], { piped: [first] })
    expect(without.answer.failures).toMatchObject([{ kind: 'reason-missing' }])
  }
  expect(await run(['Ada', ...files, '--reason', 'forgotten'], { piped: [first] })).toMatchObject({ code: 0 })
})

it('takes them as they are typed on a terminal, on one line or line by line', async () => {
  const lineByLine = [...codeOf(sheets[0]), codeOf(sheets[1]).join(' ').toLowerCase(), second, second]
  const typed = await run(['Ada'], { secrets: lineByLine, lines: ['forgotten again'] })
  expect([typed.told, typed.code]).toEqual(['', 0])
})

it('takes them from standard input, after the passphrase of the administrator that --user names', async () => {
  const shares = [codeOf(sheets[0]).join('-'), ...codeOf(sheets[1])]
  const wrong = await run(['Ada', '--user', 'Ada', '--reason', 'x'], {
    piped: ['not the passphrase', ...shares, third],
  })
  expect(wrong.answer.failures).toMatchObject([{ kind: 'wrong-passphrase' }])
  const signedIn = await run(['Ada', '--user', 'Ada', '--reason', 'seen by others'], {
    piped: [second, ...shares, third],
  })
  expect([signedIn.told, signedIn.code]).toEqual(['', 0])
  const opened = await openVault({ folder: at('vault') }, { name: 'Ada', passphrase: third }, testHost())
  if (!opened.ok) throw new Error(opened.failure.kind)
  const entries = await opened.value.store.read.auditEntries(0, 1000)
  await opened.value.store.close()
  const recoveries = entries.filter(({ action }) => action === 'user.recover')
  expect(recoveries.map(({ user, reason }) => [user?.name ?? null, reason])).toEqual([
    [null, 'forgotten'],
    [null, 'forgotten again'],
    ['Ada', 'seen by others'],
  ])
})

it('says which share it could not read, or misses', async () => {
  await writeFile(at('torn.txt'), (sheets[1] ?? '').slice(0, 300))
  const torn = await run(['Ada', '--share-1', '1.txt', '--share-2', 'torn.txt', '--reason', 'x'], { piped: [first] })
  expect(torn.answer.failures).toMatchObject([{ kind: 'bad-shares' }])
  expect(torn.told).toContain('Recovery sheet 2')
  const missing = await run(['Ada', '--share-1', '1.txt', '--reason', 'x'])
  expect(missing.answer.failures).toMatchObject([{ kind: 'usage' }])
  expect(missing.told).toContain('--share-2')
})
