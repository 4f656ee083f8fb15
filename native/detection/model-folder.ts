import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ModelEntry, ModelManifest } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'

const manifestName = 'manifest.json'

/** Largest files that are read, in bytes. The largest shipped model has 9 MB. */
const largest = { manifest: 1 << 20, model: 1 << 29 }

/** Models and where they lie: the shipped ones, and those that a force has added. */
export type ModelFolder = {
  readonly path: string
  readonly manifest: ModelManifest
  /** Another folder, and the ids of the models that lie there. */
  readonly added?: { readonly path: string; readonly ids: ReadonlySet<string> }
}

/** A file of a models folder; `own` when the folder is a force's own. */
type Place = { readonly folder: string; readonly name: string; readonly own: boolean }

/** The models that come with Occlude: beside the sources, or beside the compiled `dist`. */
export function shippedModels(): string {
  const beside = join(import.meta.dirname, '../../models')
  return existsSync(join(beside, manifestName)) ? beside : join(import.meta.dirname, '../../../models')
}

/** Reads a folder's manifest. Fails with `model-missing` or `model-unusable`; model files are not read yet. */
export function openModelFolder(path: string = shippedModels()): Promise<Result<ModelFolder>> {
  return openFolder(path, false)
}

/**
 * The shipped models, with those of a force's own folder added when it is given. Fails as `openModelFolder` does, and
 * with `model-unusable` where the folder gives an id again or brings more than models.
 */
export async function openModels(ownFolder: string | null): Promise<Result<ModelFolder>> {
  const shipped = await openFolder(shippedModels(), false)
  if (!shipped.ok || ownFolder === null) return shipped
  const own = await openFolder(ownFolder, true)
  if (!own.ok) return own
  const { manifest } = shipped.value
  const problem = additionProblem(manifest, own.value.manifest)
  if (problem !== null) return failed({ kind: 'model-unusable', name: manifestName, problem, own: true })
  const { models } = own.value.manifest
  return ok({
    path: shipped.value.path,
    manifest: { ...manifest, models: [...manifest.models, ...models] },
    added: { path: ownFolder, ids: new Set(models.map((model) => model.id)) },
  })
}

/**
 * Reads a model file and checks its hash, every time: the bytes that are returned are those that were checked. Fails
 * with `model-missing`, `model-changed`, or `model-unusable` where it is too large to be one.
 */
export async function readModel(
  folder: ModelFolder,
  model: Pick<ModelEntry, 'id' | 'file' | 'sha256'>,
): Promise<Result<Uint8Array>> {
  const own = isAdded(folder, model)
  const place = { folder: own && folder.added ? folder.added.path : folder.path, name: model.file, own }
  const bytes = await readPlace(place, largest.model)
  if (!bytes.ok) return bytes
  const found = createHash('sha256').update(bytes.value).digest('hex')
  return found === model.sha256 ? bytes : failed({ kind: 'model-changed', name: model.file, ...ownership(place) })
}

/** True for a model of a force's own folder. */
export function isAdded({ added }: ModelFolder, model: Pick<ModelEntry, 'id'>): boolean {
  return added?.ids.has(model.id) === true
}

async function openFolder(path: string, own: boolean): Promise<Result<ModelFolder>> {
  const place = { folder: path, name: manifestName, own }
  const text = await readPlace(place, largest.manifest)
  if (!text.ok) return text
  const manifest = parseManifest(new TextDecoder().decode(text.value))
  if (manifest.ok) return ok({ path, manifest: manifest.value })
  return manifest.failure.kind === 'model-unusable' ? failed({ ...manifest.failure, ...ownership(place) }) : manifest
}

function additionProblem(shipped: ModelManifest, own: ModelManifest): string | null {
  const more = Object.keys(own).find((name) => name !== 'version' && name !== 'models')
  if (more !== undefined) return `${more}: only models can be added`
  const taken = new Set([...shipped.models, ...(shipped.sound ?? [])].map((model) => model.id))
  const again = own.models.find((model) => taken.has(model.id))
  return again ? `the id ${again.id} is that of a model which comes with Occlude; give yours another` : null
}

async function readPlace(place: Place, most: number): Promise<Result<Uint8Array>> {
  let file: FileHandle | null = null
  try {
    file = await open(join(place.folder, place.name), 'r')
    const facts = await file.stat()
    // Neither a folder nor a pipe, which would never end.
    if (!facts.isFile()) return missing(place)
    if (facts.size > most) {
      const problem = `it has ${Math.ceil(facts.size / 1e6)} MB, and no more than ${Math.floor(most / 1e6)} MB are read`
      return failed({ kind: 'model-unusable', name: place.name, problem, ...ownership(place) })
    }
    return ok(await file.readFile())
  } catch (error) {
    // Unreadable for whatever reason is as good as absent: nothing is detected without it.
    if (error instanceof Error && 'code' in error) return missing(place)
    throw error
  } finally {
    await file?.close()
  }
}

function missing(place: Place): Result<never> {
  return failed({ kind: 'model-missing', name: place.name, ...ownership(place) })
}

function ownership({ own }: Place): { readonly own?: true } {
  return own ? { own: true } : {}
}
