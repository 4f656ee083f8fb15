import type { Failure } from '../../../core/failure.ts'
import type { HostState } from '../../client/window-client.ts'

/** The failure that keeps a chosen vault from being used, with what the host tells of it before anybody has opened it. */
export function failureOfProblem({ kind, folder }: NonNullable<HostState['problem']>): Failure {
  switch (kind) {
    case 'vault-missing':
      return { kind, name: folder }
    case 'slots-damaged':
      return { kind, at: 'it cannot be read' }
    case 'demo-vault-only':
      return { kind }
    case 'not-readable':
      return { kind: 'file-unreadable', name: folder }
  }
}
