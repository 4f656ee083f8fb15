import { resolve } from 'node:path'
import { type InputOf, type ItemOf, type MethodName, methods, type OutputOf } from '../contract/methods/all.ts'
import { plainLine } from '../contract/wording/plain-line.ts'
import type { Work } from '../core/ports/work.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { EngineOptions, ProcessEngine } from '../native/engine/engine.ts'
import type { FileIdentity } from '../native/evidence/file-identity.ts'
import { type FileSource, openFileSource } from '../native/evidence/file-source.ts'
import { readTextFile } from '../native/evidence/text-file.ts'
import type { Arguments } from './arguments.ts'
import { terminalJson } from './terminal-text.ts'
import {
  type Asking,
  passphraseOf,
  reasonOf,
  type SignInPorts,
  userOf,
  type VaultEnvironment,
  vaultFolderOf,
} from './vault/sign-in.ts'
import type { UnopenedVaults } from './vault/unopened-vaults.ts'
import type { VaultClient, VaultDoor, VaultSignIn } from './vault/vault-client.ts'

/** What the process lends a session. */
export type SessionHost = {
  /** Folder that relative paths are meant from. */
  readonly folder: string
  readonly work: Work
  /** Prints on standard output; answers when more may come. */
  readonly print: (text: string) => Promise<void>
  readonly makeEngine: (options: EngineOptions) => ProcessEngine
  readonly environment: VaultEnvironment
  readonly asking: Asking
  readonly vaultDoor: VaultDoor
  readonly unopenedVaults: UnopenedVaults
  /** Registers what has to be tidied up should the process have to end at once. */
  readonly onAbandon: (tidy: () => void) => void
}

/** A file that was read for its value. */
export type ReadFile<T> = { readonly value: T; readonly name: string; readonly identity: FileIdentity }

/** One run of one command: opens what it reads, and closes all of it in the end. */
export class Session {
  readonly json: boolean
  readonly #host: SessionHost
  readonly #opened: FileSource[] = []
  #engine: ProcessEngine | null = null
  #vault: VaultClient | null = null
  #passphrase: string | null = null

  constructor(host: SessionHost, json: boolean) {
    this.#host = host
    this.json = json
  }

  get work(): Work {
    return this.#host.work
  }

  /** Prints on standard output: with `--json` lines of JSON, else text that is fit for a terminal. */
  print(text: string): Promise<void> {
    return this.#host.print(this.json ? terminalJson(text) : text)
  }

  onAbandon(tidy: () => void): void {
    this.#host.onAbandon(tidy)
  }

  /** The absolute path of what a person typed. */
  locate(given: string): string {
    return resolve(this.#host.folder, given)
  }

  /** The media engine; made on first use, so that a mistyped command starts no process. */
  engine(threads: number | null = null, modelsFolder: string | null = null): ProcessEngine {
    if (!this.#engine) {
      const options = {
        ...(threads === null ? {} : { threads }),
        ...(modelsFolder === null ? {} : { modelsFolder: this.locate(modelsFolder) }),
      }
      const engine = this.#host.makeEngine(options)
      this.#host.onAbandon(() => engine.close())
      this.#engine = engine
    }
    return this.#engine
  }

  /** Opens a clip for reading. */
  async openClip(given: string): Promise<Result<FileSource>> {
    const opened = await openFileSource(this.locate(given), given)
    if (opened.ok) this.#opened.push(opened.value)
    return opened
  }

  /** Reads a JSON file with one of the contract's readers; no file given is null. */
  async readFile<T>(
    given: string | null,
    read: (text: string, name: string) => Result<T>,
  ): Promise<Result<ReadFile<T> | null>> {
    if (given === null) return ok(null)
    const file = await readTextFile(this.locate(given), given)
    if (!file.ok) return file
    const value = read(file.value.text, given)
    return value.ok ? ok({ value: value.value, name: given, identity: file.value.identity }) : value
  }

  /** As `readFile`, for a file that has to be given with an option. */
  async readNeeded<T>(
    option: string,
    given: string | null,
    read: (text: string, name: string) => Result<T>,
  ): Promise<Result<ReadFile<T>>> {
    const file = await this.readFile(given, read)
    if (!file.ok) return file
    return file.value ? ok(file.value) : failed({ kind: 'usage', detail: `--${option} is missing.` })
  }

  /** Reads who signs in to which vault. */
  get signIn(): SignInPorts {
    const { environment, asking } = this.#host
    return { environment, asking, locate: (given) => this.locate(given) }
  }

  /** What can be done with vaults without being signed in to one. */
  get unopenedVaults(): UnopenedVaults {
    return this.#host.unopenedVaults
  }

  /** Reads the passphrase that this run signs in with: once, however often it is needed. */
  async passphraseOf(user: string): Promise<Result<string>> {
    if (this.#passphrase !== null) return ok(this.#passphrase)
    const passphrase = await passphraseOf(this.signIn, `Passphrase of ${plainLine(user)}: `)
    if (passphrase.ok) this.#passphrase = passphrase.value
    return passphrase
  }

  /** Signs in to the vault that the words and the environment name; it stays open until the session ends. */
  async openVault(args: Arguments): Promise<Result<VaultClient>> {
    if (this.#vault) return ok(this.#vault)
    const asked = await this.#signInOf(args)
    if (!asked.ok) return asked
    const opened = await this.#host.vaultDoor.open(asked.value)
    if (opened.ok) this.#vault = opened.value
    return opened
  }

  /** Holds the vault open for other commands until this run is stopped; `onOpen` is told its folder once it is. Answers the folder. */
  async holdVault(args: Arguments, onOpen: (folder: string) => Promise<void>): Promise<Result<string>> {
    const asked = await this.#signInOf(args)
    if (!asked.ok) return asked
    const { folder } = asked.value
    const held = await this.#host.vaultDoor.hold(asked.value, this.work.signal, () => onOpen(folder))
    return held.ok ? ok(folder) : held
  }

  /** Locks a vault that another program holds open; nobody has to sign in. */
  lockVault(folder: string): ReturnType<VaultDoor['lock']> {
    return this.#host.vaultDoor.lock(folder)
  }

  async #signInOf(args: Arguments): Promise<Result<VaultSignIn>> {
    const folder = vaultFolderOf(args, this.signIn)
    if (!folder.ok) return folder
    const user = userOf(args, this.signIn)
    if (!user.ok) return user
    const passphrase = await this.passphraseOf(user.value)
    if (!passphrase.ok) return passphrase
    const { noKeyring } = this.#host.environment
    return ok({ folder: folder.value, user: user.value, passphrase: passphrase.value, noKeyring })
  }

  /** Calls a method of the vault; the reason comes from the words, or is asked for where the method needs one. */
  async callVault<M extends MethodName>(
    args: Arguments,
    name: M,
    input: InputOf<M>,
    onItem?: (item: ItemOf<M>) => void | Promise<void>,
  ): Promise<Result<OutputOf<M>>> {
    const client = await this.openVault(args)
    if (!client.ok) return client
    const reason = await reasonOf(args, this.signIn, methods[name].reason === 'required')
    const request = { input, reason, breakGlass: args.flag('break-glass') }
    return client.value.call(name, request, { ...this.work, ...(onItem ? { onItem } : {}) })
  }

  async close(): Promise<void> {
    await this.#vault?.close()
    await this.#engine?.close()
    for (const clip of this.#opened) await clip.close()
  }
}
