import type { Handlers } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import type { WorkInHand } from '../work-in-hand.ts'
import { accessHandlers } from './access-methods.ts'
import { auditHandlers } from './audit-methods.ts'
import { deskHandlers } from './desk-methods.ts'
import { disclosureHandlers } from './disclosure-methods.ts'
import { editHandlers } from './edit-methods.ts'
import { engineHandlers } from './engine-methods.ts'
import { importHandlers } from './import-methods.ts'
import { libraryHandlers } from './library-methods.ts'
import { pagePosterHandlers } from './page-posters.ts'
import { proposingHandlers } from './proposing-methods.ts'
import { queueHandlers } from './queue-methods.ts'
import { redactHandlers } from './redact-methods.ts'
import { redactionHandlers } from './redaction-methods.ts'
import { renderHandlers } from './render-method.ts'
import { retentionHandlers } from './retention-methods.ts'
import { reviewHandlers } from './review-methods.ts'
import { snapshotHandlers } from './snapshot-method.ts'
import { trialHandlers } from './trial-method.ts'
import { userHandlers } from './user-methods.ts'
import { vaultHandlers } from './vault-methods.ts'
import { viewingHandlers } from './viewing-methods.ts'

/** A handler for every method of the contract. */
export function handlersOf(ports: ServicePorts, inHand: WorkInHand): Handlers {
  const { openings, redactions, reviews, trials } = inHand
  const reviewing = { ...ports, openings, redactions, reviews, trials }
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
    ...redactionHandlers(ports, inHand),
    ...queueHandlers(ports, inHand),
    ...proposingHandlers(ports, inHand),
    ...reviewHandlers(reviewing),
    ...renderHandlers(reviewing),
    ...trialHandlers(reviewing),
    ...viewingHandlers(ports, openings),
    ...snapshotHandlers(ports, openings),
    ...deskHandlers(ports),
    ...pagePosterHandlers,
    ...retentionHandlers(ports),
    ...auditHandlers,
  }
}
