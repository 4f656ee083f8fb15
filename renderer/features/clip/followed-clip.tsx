import { useEffect, useState } from 'react'
import type { Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FollowedPicture, type FollowFrames } from '../player/index.ts'
import { type OpenedClip, openFootage } from './open-footage.ts'

/** Longest reason that the log takes. */
const longestReason = 2_000

function useOpened(clip: string, reason: string): Result<OpenedClip> | null {
  const { ask } = useClient()
  const [opened, setOpened] = useState<Result<OpenedClip> | null>(null)
  useEffect(() => {
    let gone = false
    const why = `Shown on the second display: ${reason}`.slice(0, longestReason)
    const opening = openFootage(ask, clip, why)
    void opening.then((answer) => {
      if (!gone) setOpened(answer)
    })
    return () => {
      gone = true
      setOpened(null)
      void opening.then((answer) => answer.ok && answer.value.close())
    }
  }, [ask, clip, reason])
  return opened
}

type FollowedProps = { readonly clip: string; readonly reason: string; readonly follow: FollowFrames }

/** A clip that is opened for a purpose given elsewhere, and shows the frames that somebody goes to there. The log has an entry of its own. */
export function FollowedClip({ clip, reason, follow }: FollowedProps) {
  const opened = useOpened(clip, reason)
  if (!opened) return null
  if (!opened.ok) return <FailureNotice failure={opened.failure} title="The picture cannot be shown here" />
  const { footage } = opened.value
  return footage ? <FollowedPicture footage={footage} follow={follow} /> : null
}
