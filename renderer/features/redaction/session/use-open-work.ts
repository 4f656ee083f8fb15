import { useEffect, useMemo, useState } from 'react'
import type { Failure } from '../../../../core/failure.ts'
import { failed, ok, type Result } from '../../../../core/result.ts'
import { useClient } from '../../../client/client-context.tsx'
import type { AskVault } from '../../../client/window-client.ts'
import { openFootage } from '../../clip/index.ts'
import { type ClipFootage, closeAhead, openAhead } from '../../player/index.ts'
import { Editor } from './editor-store.ts'
import { purposeOf } from './known-purposes.ts'
import { openRedaction, queueRoads } from './open-redaction.ts'

/** A redaction that is open together with the footage that it is about. */
export type OpenWork = {
  readonly editor: Editor
  readonly footage: ClipFootage
  /** Names the viewing in calls that are a part of it. */
  readonly opening: string
  /** Saves what is unsaved, then lets go of both. */
  readonly close: () => Promise<void>
}

/** How long saving that did not work waits until it is tried again (milliseconds). */
const retryMilliseconds = 2_000

type Asked = { readonly clip: string; readonly redaction: string; readonly startFrame: number }

/** Opens the clip, and begins to decode where the player will begin; settled once that is under way. */
async function openPicture(ask: AskVault, { clip, startFrame }: Asked, reason: string): ReturnType<typeof openFootage> {
  const opened = await openFootage(ask, clip, reason)
  if (!opened.ok || opened.value.footage === null) return opened
  const { footage, close } = opened.value
  // Whatever is asked for next would otherwise be answered before the picture's bytes, and nothing be decoded meanwhile.
  await openAhead(footage, startFrame)
  const closeBoth = (): void => {
    closeAhead(footage)
    close()
  }
  return ok({ ...opened.value, close: closeBoth })
}

/** Opens a redaction and its clip for the redaction's own purpose: both stand in the log under it. */
async function openWork(ask: AskVault, asked: Asked, signal: AbortSignal): Promise<Result<OpenWork>> {
  const { clip, redaction } = asked
  const purpose = await purposeOf(ask, asked, signal)
  if (!purpose.ok) return purpose
  const reason = purpose.value
  // The clip first: its first frame is decoded while the redaction is read.
  const footage = await openPicture(ask, asked, reason)
  if (!footage.ok) return footage
  const { opening, close } = footage.value
  if (footage.value.footage === null) {
    close()
    return failed({ kind: 'no-picture', what: 'clip' })
  }
  const opened = await openRedaction(ask, { clip, redaction, reason }, signal)
  if (!opened.ok) {
    close()
    return opened
  }
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
  const editor = new Editor(opened.value, { ...queueRoads(ask, asked), rest })
  return ok({
    ...{ editor, opening, footage: footage.value.footage },
    close: async () => {
      editor.close()
      await editor.told()
      close()
      await editor.settled()
      await ask('redaction.close', { clip, redaction, hold: opened.value.hold })
    },
  })
}

/** Opens a redaction for as long as somebody looks at it; another `turn` opens it anew. */
export function useOpenWork({ clip, redaction, startFrame, turn }: Asked & { readonly turn: number }): {
  readonly work: OpenWork | null
  readonly failure: Failure | null
} {
  const { ask } = useClient()
  const [opened, setOpened] = useState<Result<OpenWork> | null>(null)
  const asked = useMemo(() => ({ clip, redaction, startFrame, turn }), [clip, redaction, startFrame, turn])
  useEffect(() => {
    const leaving = new AbortController()
    const opening = openWork(ask, asked, leaving.signal)
    void opening.then((answer) => {
      if (!leaving.signal.aborted) setOpened(answer)
    })
    return () => {
      leaving.abort()
      setOpened(null)
      // What has not answered yet is closed when it does.
      void opening.then((answer) => (answer.ok ? answer.value.close() : undefined))
    }
  }, [ask, asked])
  return { work: opened?.ok ? opened.value : null, failure: opened && !opened.ok ? opened.failure : null }
}
