import { unlinkSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import type { Failure } from '../../core/failure.ts'
import type { ByteSink } from '../../core/ports/bytes.ts'
import type { CopyDocuments, CopyTarget, PublishedCopy, UnpublishedCopy } from '../../core/ports/copy-target.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { entryOrNull, type FileIdentity, identityOf, sameFile } from './file-identity.ts'
import { bytesOfHandle, hashOfBytes } from './file-source.ts'
import { checkOutputPath, type OutputPath, partialPathOf } from './output-path.ts'
import { createPartial, placePartial, removeIfThere, writePartial, writeWholeFile } from './place-file.ts'
import { codeOf, writingFailure } from './storage-failure.ts'

/** A copy and its documents in one folder: `X.mp4`, `X.certificate.json`, `X.project.json`, or else `X.verification.json`. */
export type FileCopyTarget = CopyTarget & {
  /** Where `keepReport` puts the report. */
  readonly reportPath: string
  /** Removes unfinished files at once, for a process that is about to end. */
  removeUnfinished(): void
}

type Places = {
  readonly copy: OutputPath
  readonly certificate: OutputPath
  readonly project: OutputPath
  readonly report: OutputPath
}

function placesBeside(copy: OutputPath): Places {
  const { dir, name } = parse(copy.path)
  const beside = (suffix: string): OutputPath => {
    const path = join(dir, `${name}.${suffix}.json`)
    return { ...copy, path, name: basename(path) }
  }
  const report = beside('verification')
  return {
    copy,
    certificate: beside('certificate'),
    project: beside('project'),
    // An earlier report is about a copy that never came to be: the next one takes its place.
    report: { ...report, overwrite: true },
  }
}

/**
 * Checks the place for a copy and for everything that goes beside it. Fails before any work is done: missing folder,
 * something there already (unless `overwrite`), or a file that is an input of this very run.
 */
export async function createCopyTarget(copy: OutputPath): Promise<Result<FileCopyTarget>> {
  const places = placesBeside(copy)
  for (const place of [places.copy, places.certificate, places.project, places.report]) {
    const free = await checkOutputPath(place)
    if (!free.ok) return free
  }
  const unfinished = new Set<string>()
  return ok({
    reportPath: places.report.path,
    begin: async () => {
      try {
        const partial = partialPathOf(copy.path)
        const handle = await createPartial(copy.path)
        unfinished.add(partial)
        return ok(unpublishedCopy(places, handle, identityOf(await handle.stat({ bigint: true })), unfinished))
      } catch (error) {
        return failed(writingFailure(error, copy.name))
      }
    },
    keepReport: async (report) => {
      const written = await writeWholeFile(places.report, report)
      return written.ok ? ok(places.report.path) : written
    },
    removeUnfinished: () => {
      for (const path of unfinished) removeNow(path)
      unfinished.clear()
    },
  })
}

function removeNow(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Writes at offsets and remembers why it could not. */
function sinkOf(handle: FileHandle, name: string): { readonly sink: ByteSink; readonly fault: () => Failure | null } {
  let fault: Failure | null = null
  const write = async (offset: number, bytes: Uint8Array): Promise<void> => {
    try {
      let written = 0
      while (written < bytes.length) {
        const part = await handle.write(bytes, written, bytes.length - written, offset + written)
        written += part.bytesWritten
      }
    } catch (error) {
      fault ??= writingFailure(error, name)
      throw error
    }
  }
  return { sink: { write }, fault: () => fault }
}

function unpublishedCopy(
  places: Places,
  handle: FileHandle,
  identity: FileIdentity,
  unfinished: Set<string>,
): UnpublishedCopy {
  const partial = partialPathOf(places.copy.path)
  const { sink, fault } = sinkOf(handle, places.copy.name)
  let open = true
  let finished: { readonly sha256: string; readonly modified: bigint } | null = null
  const end = async (): Promise<void> => {
    open = false
    unfinished.delete(partial)
    await handle.close()
  }
  /** Removes the name only while it is still ours: another run may have taken it. */
  const removeOwn = async (path: string): Promise<void> => {
    const entry = await entryOrNull(path)
    if (entry && sameFile(identityOf(entry), identity)) await removeIfThere(path)
  }
  const discard = async (): Promise<void> => {
    if (!open) return
    await end()
    await removeOwn(partial)
  }
  const untouched = async (): Promise<boolean> => {
    const entry = await entryOrNull(partial)
    return entry !== null && sameFile(identityOf(entry), identity) && entry.mtimeNs === finished?.modified
  }
  return {
    sink,
    fault,
    discard,
    finish: async () => {
      try {
        await handle.sync()
        const stats = await handle.stat({ bigint: true })
        const bytes = bytesOfHandle(handle, Number(stats.size))
        const sha256 = await hashOfBytes(bytes)
        finished = { sha256, modified: stats.mtimeNs }
        return ok({ bytes, sha256 })
      } catch (error) {
        return failed(writingFailure(error, places.copy.name))
      }
    },
    publish: async (copy, documents) => {
      if (!open || finished?.sha256 !== copy.sha256)
        throw new Error('only the finished file that was checked can be published')
      if (!(await untouched())) {
        await discard()
        return failed({ kind: 'output-taken', name: places.copy.name })
      }
      await end()
      const published = await publishAll(places, documents)
      if (!published.ok) await removeOwn(partial)
      return published
    },
  }
}

/**
 * Documents first, the copy last: whoever finds a copy finds its certificate. Where an old copy is replaced it goes first,
 * since it is the one that a player may hold open: nothing else has been touched then. What was placed before a failure
 * goes again, so that no copy stands without its documents.
 */
async function publishAll(places: Places, documents: CopyDocuments): Promise<Result<PublishedCopy>> {
  const placed: OutputPath[] = []
  const undo = async (failure: Failure): Promise<Result<PublishedCopy>> => {
    for (const place of placed) await removeIfThere(place.path)
    await removeIfThere(partialPathOf(places.certificate.path))
    await removeIfThere(partialPathOf(places.project.path))
    return failed(failure)
  }
  for (const [place, text] of [
    [places.certificate, documents.certificate],
    [places.project, documents.project],
  ] as const) {
    const written = await writePartial(place, text)
    if (!written.ok) return undo(written.failure)
  }
  const documentPlaces = [places.project, places.certificate]
  for (const place of places.copy.overwrite ? [places.copy, ...documentPlaces] : [...documentPlaces, places.copy]) {
    try {
      await placePartial(place)
      placed.push(place)
    } catch (error) {
      return undo(writingFailure(error, place.name))
    }
  }
  await removeIfThere(places.report.path)
  return ok({ copy: places.copy.path, certificate: places.certificate.path, project: places.project.path })
}
