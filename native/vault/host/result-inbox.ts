import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobResult } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { isId, type ObjectId, objectId } from '../../../core/vault/ids.ts'
import { removeIfThere, syncFolder, writeWholeFile } from '../../evidence/place-file.ts'
import { codeOf, readingFailure, writingFailure } from '../../evidence/storage-failure.ts'
import { readFileEnd } from '../keys/bounded-file.ts'
import { boundTo } from '../keys/key-derivation.ts'
import { isSignedBy, type KeyPair, sign } from '../keys/key-pairs.ts'
import { openSealed, sealToPublicKey } from '../keys/sealed-box.ts'
import type { SegmentKey } from '../segments/segment-format.ts'

/** Folder of results that wait for the vault to be opened. */
export const inboxName = 'inbox'

/** A result of records and keys is some kilobytes. */
const mostBytes = 8 * 1024 * 1024

/** A data key that came with a result. */
export type SealedKey = SegmentKey & { readonly object: ObjectId }

/** A result as it is sealed. */
export type SealedResult = {
  /** `seq` of the entry with which its lease began; that one holds the public key that its signature is checked with. */
  readonly lease: number
  readonly result: JobResult
  readonly keys: readonly SealedKey[]
}

/** What was found of a result: `unreadable` is anything that was not sealed to this vault, or was changed. */
export type FoundResult =
  | {
      readonly id: string
      readonly kind: 'sealed'
      readonly lease: number
      readonly sealed: SealedResult
      readonly isBy: (publicKey: Uint8Array) => boolean
    }
  | { readonly id: string; readonly kind: 'unreadable' }

function binding(vaultId: string, id: string): Uint8Array {
  return boundTo('inbox-result', vaultId, id)
}

function fileOf(folder: string, id: string): string {
  return join(folder, inboxName, `${id}.sealed`)
}

function toText({ lease, result, keys }: SealedResult): string {
  const hexKeys = keys.map(({ object, key, fileId }) => ({
    object,
    key: Buffer.from(key).toString('hex'),
    fileId: Buffer.from(fileId).toString('hex'),
  }))
  return JSON.stringify({ version: 1, lease, result, keys: hexKeys })
}

/**
 * Seals a result to the vault's inbox key, durably: nobody in this process can open it again. It is signed with the key of its
 * lease, since everybody who can write to the folder could seal something.
 */
export async function sealResult(
  { folder, vaultId, id }: { readonly folder: string; readonly vaultId: string; readonly id: string },
  { inbox, signer }: { readonly inbox: Uint8Array; readonly signer: Uint8Array },
  sealed: SealedResult,
): Promise<Result<void>> {
  const text = Buffer.from(toText(sealed), 'utf8')
  const signature = sign(signer, Buffer.concat([binding(vaultId, id), text]))
  const plain = Buffer.concat([signature, text])
  const box = sealToPublicKey(inbox, plain, binding(vaultId, id))
  text.fill(0)
  plain.fill(0)
  try {
    await mkdir(join(folder, inboxName), { mode: 0o700, recursive: true })
    const file = fileOf(folder, id)
    return await writeWholeFile({ path: file, name: `${inboxName}/${id}`, overwrite: false, inputs: [] }, box)
  } catch (error) {
    return failed(writingFailure(error, inboxName))
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bytesIn(value: unknown, length: number): Uint8Array | null {
  if (typeof value !== 'string' || value.length !== 2 * length || !/^[0-9a-f]*$/.test(value)) return null
  return new Uint8Array(Buffer.from(value, 'hex'))
}

function keyIn(value: unknown): SealedKey | null {
  if (!isRecord(value)) return null
  const { object } = value
  const [key, fileId] = [bytesIn(value['key'], 32), bytesIn(value['fileId'], 16)]
  return typeof object === 'string' && isId(object) && key && fileId ? { object: objectId(object), key, fileId } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The frame of a result. Its records are taken as they are once the signature says that a lease of this vault made them. */
function resultIn(text: string): SealedResult | null {
  const value = parsed(text)
  if (!isRecord(value) || value['version'] !== 1) return null
  const { lease, result, keys } = value
  if (typeof lease !== 'number' || !Number.isSafeInteger(lease) || lease < 0) return null
  if (!isRecord(result) || !isRecord(result['draft']) || !Array.isArray(keys)) return null
  if (!Array.isArray(result['clips']) || !Array.isArray(result['objects'])) return null
  if (!Array.isArray(result['blocks'] ?? [])) return null
  const read = keys.map(keyIn).filter((key) => key !== null)
  return read.length === keys.length ? { lease, result: result as JobResult, keys: read } : null
}

function open(box: Uint8Array, place: { readonly vaultId: string; readonly id: string }, inbox: KeyPair): FoundResult {
  const { vaultId, id } = place
  const plain = openSealed(inbox, box, binding(vaultId, id))
  if (!plain || plain.length < 64) return { id, kind: 'unreadable' }
  const [signature, text] = [plain.slice(0, 64), plain.slice(64)]
  const sealed = resultIn(Buffer.from(text).toString('utf8'))
  plain.fill(0)
  if (!sealed) return { id, kind: 'unreadable' }
  const signed = Buffer.concat([binding(vaultId, id), text])
  return { id, kind: 'sealed', lease: sealed.lease, sealed, isBy: (key) => isSignedBy(key, signed, signature) }
}

/** The ids of everything in the inbox, in order. */
export async function inboxIds(folder: string): Promise<Result<readonly string[]>> {
  try {
    return ok((await namesIn(folder)).toSorted().map((name) => name.slice(0, -'.sealed'.length)))
  } catch (error) {
    return failed(readingFailure(error, inboxName))
  }
}

/** One result, opened with the inbox key. What is no result, whatever it is, is `unreadable`; nothing is removed. */
export async function readResult(
  folder: string,
  place: { readonly vaultId: string; readonly id: string },
  inbox: KeyPair,
): Promise<Result<FoundResult>> {
  const { id } = place
  try {
    const end = await readFileEnd(fileOf(folder, id), `${id}.sealed`, mostBytes)
    const bytes = end.ok && end.value?.whole ? end.value.bytes : null
    return ok(bytes ? open(bytes, place, inbox) : { id, kind: 'unreadable' })
  } catch (error) {
    return failed(readingFailure(error, inboxName))
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(join(folder, inboxName))
    return names.filter((name) => name.endsWith('.sealed') && isId(name.slice(0, -'.sealed'.length)))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Removes a result that has been taken in. */
export async function removeResult(folder: string, id: string): Promise<Result<void>> {
  return change(() => removeIfThere(fileOf(folder, id)), folder, id)
}

/** Puts a result that cannot be taken in out of the way, under a name that is not looked at again. */
export async function setAside(folder: string, id: string): Promise<Result<void>> {
  return change(() => rename(fileOf(folder, id), join(folder, inboxName, `${id}.refused`)), folder, id)
}

async function change(run: () => Promise<void>, folder: string, id: string): Promise<Result<void>> {
  try {
    await run()
    await syncFolder(fileOf(folder, id))
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, inboxName))
  }
}
