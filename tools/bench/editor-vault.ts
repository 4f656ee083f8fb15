import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { Box } from '../../core/geometry/shape.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Track } from '../../core/redaction/project.ts'
import { redactionId } from '../../core/redaction/redaction-record.ts'
import { ok } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { draftOf, found, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'
import type { ClipRecipe } from '../clips/clip-recipe.ts'
import { makeClip } from '../clips/make-clip.ts'
import { aac, deterministic, picture, pictureInput, sound, soundInput, x264 } from '../clips/sources.ts'

const administrator = { name: 'Ada Admin', passphrase: 'correct horse battery staple' }

/** Whoever redacts in such a vault. */
export const editor = { name: 'Dora Disclosure', passphrase: 'wide green lamp over rivers' }

/** Frames in a minute of its clip. */
const minuteFrames = 1_800

/** A clip of some minutes at 30 frames/s, of one minute over and over. */
function lasting(minutes: number): ClipRecipe {
  const source = { width: 640, height: 360, rate: '30', frames: minuteFrames }
  const one = [...pictureInput(source), ...soundInput({ rate: 48_000, channels: 1, seconds: 60 }), ...x264, ...aac]
  const again = ['-stream_loop', String(minutes - 1), '-i', 'one.mp4', '-c', 'copy', ...deterministic]
  return {
    ...{ name: `editor-${minutes}-minutes`, fileName: 'clip.mp4', files: {} },
    runs: [
      [...one, ...deterministic, '-g', '60', 'one.mp4'],
      [...again, '-movflags', '+faststart', 'clip.mp4'],
    ],
    truth: {
      container: 'mov',
      picture: picture({ width: 640, height: 360, frames: minutes * minuteFrames }),
      sound: [sound({ channels: 1, seconds: minutes * 60 })],
      secrets: [],
    },
  }
}

/** Keys of each track, evenly over its frames. */
const keysEach = 60

/**
 * The nth of so many tracks. One lies in the middle of the picture for the whole clip, to be dragged; the others move about at its
 * edges, a tenth of the clip each, so that a tenth of them is there at a time.
 */
function track(nth: number, tracks: number, frames: number): Track {
  const isDragged = nth === 0
  const length = isDragged ? frames : Math.floor(frames / 10)
  const from = isDragged ? 0 : Math.floor(((nth * 7) % tracks) * ((frames - length) / tracks))
  const keys = Array.from({ length: isDragged ? 1 : keysEach }, (_, key) => {
    const box: Box = isDragged
      ? [280, 140, 80, 80]
      : [((nth * 37 + key) * 5) % 600, (nth % 2) * 290 + (key % 30), 30, 34]
    return { frame: frameIndex(from + Math.floor((key * length) / keysEach)), box }
  })
  const what = { id: `t${nth + 1}`, class: 'face', action: 'undecided', shape: 'ellipse' } as const
  return { ...what, keys, untilFrame: frameIndex(from + length) }
}

/** Puts tracks into a redaction as a detection does: they are in nobody's undo stack. */
async function propose(store: VaultStore, user: UserId, redaction: string, tracks: readonly Track[]): Promise<void> {
  const put = tracks.map((one, at) => ({ at, track: one }))
  const step = { kind: 'propose', command: { kind: 'replace-tracks', remove: [], put } } as const
  const left = { undecided: tracks.length, lookHere: 0 }
  found(
    await store.change(draftOf('redaction.propose', user), async (write) => {
      const steps = [{ revision: 1, at: instant('2026-11-23T10:00:00Z'), by: null, step }]
      return ok(await write.addRedactionSteps(redactionId(redaction), steps, left))
    }),
  )
}

/** What such a vault holds: one clip, and a redaction of it for each number of tracks, its purpose `<tracks> tracks`. */
export type EditorVault = { readonly minutes: number; readonly tracks: readonly number[] }

/** Makes a demonstration vault for one who redacts. */
export async function makeEditorVault(folder: string, { minutes, tracks }: EditorVault): Promise<void> {
  const profileText = await readFile(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
  const { store, user } = found(await createVault({ folder, profileText, administrator, demo: true }, testHost()))
  try {
    const { service } = found(await serviceOver(store))
    const call = async <M extends MethodName>(session: string, method: M, input: InputOf<M>): Promise<OutputOf<M>> =>
      found(await service.call(session, method, { input, reason: 'speed' }, quietWork))
    const grants = [
      { role: 'disclosure-officer', scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null },
    ]
    const begun = found(await service.begin(user)).session
    await call(begun, 'user.add', { ...editor, grants } as InputOf<'user.add'>)
    const { session } = found(await service.signIn(editor.name, editor.passphrase))
    const { text: mapping } = found(await openMapping(null))
    await call(session, 'clip.import', { paths: [await makeClip(lasting(minutes))], mapping })
    const { clips } = await call(session, 'clip.list', { query: { limit: 1 }, keep: null })
    const clip = String(clips[0]?.clip)
    // What is opened first makes the index; whoever opens it after that finds it.
    await call(session, 'clip.open', { clip })
    for (const number of tracks) {
      const { redaction } = await call(session, 'redaction.create', { clip, purpose: `${number} tracks` })
      const all = Array.from({ length: number }, (_, nth) => track(nth, number, minutes * minuteFrames))
      await propose(store, user, redaction, all)
    }
  } finally {
    await store.close()
  }
}
