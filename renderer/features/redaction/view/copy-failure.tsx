import { Button } from '@fluentui/react-components'
import type { Failure } from '../../../../core/failure.ts'
import { failedFrames, type VerificationReport } from '../../../../core/verification/report.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import type { EditorDesk } from '../session/editor-actions.ts'
import { FoundList } from './found-list.tsx'

/** Frames that are led to; the rest are of the same kind, and the next check names them. */
const mostFrames = 5

/** Frames at which something else went wrong than that something was found: that has a list of its own. */
function framesLeft({ checks, leaks }: VerificationReport): readonly number[] {
  const others = leaks.length > 0 ? checks.filter(({ check }) => check !== 'leaks') : checks
  return failedFrames({ checks: others, leaks: [] }).slice(0, mostFrames)
}

/** Why a copy was not made or did not leave; where its check failed, what was found and the way to the frames. */
export function CopyFailure({
  failure,
  title,
  desk,
}: {
  readonly failure: Failure
  readonly title: string
  readonly desk: EditorDesk
}) {
  const report = 'report' in failure ? failure.report : null
  const frames = report ? framesLeft(report) : []
  const ways = frames.map((frame) => (
    <Button key={frame} size="small" onClick={() => desk.session.command({ do: 'go-to', frame })}>
      Go to frame {frame}
    </Button>
  ))
  return (
    <>
      <FailureNotice failure={failure} title={title} {...(ways.length > 0 ? { actions: ways } : {})} />
      {report && report.leaks.length > 0 ? <FoundList desk={desk} /> : null}
    </>
  )
}
