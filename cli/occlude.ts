import { readFileSync } from 'node:fs'
import { createMediaEngine } from '../native/engine/engine.ts'
import { exitCodes } from './exit-codes.ts'
import { runOcclude } from './run.ts'
import { machineVaults } from './vault/machine-vaults.ts'
import { terminalAsking } from './vault/terminal-asking.ts'
import { createVaultDoor } from './vault/vault-door.ts'

/**
 * The headless host: `occlude COMMAND ...`. Wires the process to one run: standard streams, Ctrl-C, the exit code. Relative
 * paths are meant from where the person typed, which npm tells in INIT_CWD.
 */

/** How long stopped work may take to tidy up before the process ends all the same (milliseconds). */
const graceAfterSignal = 450

const controller = new AbortController()
const tidyUps: (() => void)[] = []

/** Ends at once, without unfinished files and engine processes left behind. */
function leave(code: number): never {
  for (const tidy of tidyUps) tidy()
  process.exit(code)
}

function onSignal(): void {
  if (controller.signal.aborted) leave(exitCodes.cancelled)
  controller.abort()
  setTimeout(() => leave(exitCodes.cancelled), graceAfterSignal).unref()
}

process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
process.on('SIGHUP', onSignal)

/** A reader that has seen enough (`| head`) is no fault. */
process.stdout.on('error', () => leave(exitCodes.done))

function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve())
  })
}

function ownVersion(): string {
  const description: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof description === 'object' && description !== null && 'version' in description
    ? String(description.version)
    : 'unknown'
}

process.exitCode = await runOcclude(process.argv.slice(2), {
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  version: ownVersion(),
  signal: controller.signal,
  print,
  tell: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  nowSeconds: () => performance.now() / 1000,
  debug: process.env['OCCLUDE_DEBUG'] === '1',
  environment: {
    vault: process.env['OCCLUDE_VAULT'] ?? null,
    user: process.env['OCCLUDE_USER'] ?? null,
    passphraseFile: process.env['OCCLUDE_PASSPHRASE_FILE'] || null,
    noKeyring: process.env['OCCLUDE_NO_KEYRING'] === '1',
  },
  asking: terminalAsking(process.stdin, process.stderr, onSignal),
  vaultDoor: createVaultDoor(ownVersion()),
  unopenedVaults: machineVaults(ownVersion()),
  makeEngine: createMediaEngine,
  onAbandon: (tidy) => void tidyUps.push(tidy),
})
