import type { Failure } from '../../../core/failure.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import type { HostState } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { failureOfProblem } from './vault-problem.ts'

/** Says why the vault that was just chosen was not taken, or that of the last time cannot be used; nothing where neither is so. */
export function VaultRefused({
  failure,
  problem,
}: {
  readonly failure: Failure | null
  readonly problem: HostState['problem']
}) {
  if (failure !== null) return <FailureNotice failure={failure} title="This vault was not opened" />
  if (problem === null) return null
  const title = `The vault in ${displayName(problem.folder)} cannot be used`
  return <FailureNotice failure={failureOfProblem(problem)} title={title} />
}
