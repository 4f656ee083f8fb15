import { Button } from '@fluentui/react-components'
import type { Failure } from '../../../../core/failure.ts'
import { failedFrames } from '../../../../core/verification/report.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import type { PlayerSession } from '../../player/index.ts'

/** Frames that are led to; the rest are of the same kind, and the next check names them. */
const mostFrames = 5

/** Why a copy was not made or did not leave; where its check failed at frames, the way to them. */
export function CopyFailure({
  failure,
  title,
  session,
}: {
  readonly failure: Failure
  readonly title: string
  readonly session: PlayerSession
}) {
  const frames = 'report' in failure ? failedFrames(failure.report).slice(0, mostFrames) : []
  if (frames.length === 0) return <FailureNotice failure={failure} title={title} />
  return (
    <FailureNotice
      failure={failure}
      title={title}
      actions={frames.map((frame) => (
        <Button key={frame} size="small" onClick={() => session.command({ do: 'go-to', frame })}>
          Go to frame {frame}
        </Button>
      ))}
    />
  )
}
