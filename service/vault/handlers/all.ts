import type { Handlers } from '../handler.ts'
import type { Openings } from '../openings.ts'
import type { Redactions } from '../redactions.ts'
import type { ServicePorts } from '../service-ports.ts'
import { accessHandlers } from './access-methods.ts'
import { auditHandlers } from './audit-methods.ts'
import { deskHandlers } from './desk-methods.ts'
import { disclosureHandlers } from './disclosure-methods.ts'
import { editHandlers } from './edit-methods.ts'
import { engineHandlers } from './engine-methods.ts'
import { importHandlers } from './import-methods.ts'
import { libraryHandlers } from './library-methods.ts'
import { pagePosterHandlers } from './page-posters.ts'
import { redactHandlers } from './redact-methods.ts'
import { redactionHandlers } from './redaction-methods.ts'
import { retentionHandlers } from './retention-methods.ts'
import { snapshotHandlers } from './snapshot-method.ts'
import { userHandlers } from './user-methods.ts'
import { vaultHandlers } from './vault-methods.ts'
import { viewingHandlers } from './viewing-methods.ts'

/** A handler for every method of the contract. */
export function handlersOf(ports: ServicePorts, openings: Openings, redactions: Redactions): Handlers {
  return {
    ...userHandlers(ports),
    ...vaultHandlers,
    ...libraryHandlers(ports),
    ...editHandlers(ports),
    ...accessHandlers,
    ...importHandlers(ports),
    ...engineHandlers(ports),
    ...redactHandlers(ports),
    ...disclosureHandlers(ports),
    ...redactionHandlers(ports, redactions),
    ...viewingHandlers(ports, openings),
    ...snapshotHandlers(ports, openings),
    ...deskHandlers(ports),
    ...pagePosterHandlers,
    ...retentionHandlers(ports),
    ...auditHandlers,
  }
}
