import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { BrokenGlass } from './broken-glass.ts'
import { HeardClips } from './heard-clips.ts'
import { Openings } from './openings.ts'
import { Proposing } from './proposing.ts'
import { Redactions } from './redactions.ts'
import { Reviews } from './reviews.ts'
import type { ServicePorts } from './service-ports.ts'
import { Trials } from './trials.ts'

/** What sessions have in hand, and leave when they end. */
export class WorkInHand {
  readonly openings: Openings
  readonly redactions = new Redactions()
  readonly proposing: Proposing
  readonly heard = new HeardClips()
  readonly glass = new BrokenGlass()
  readonly reviews: Reviews
  readonly trials = new Trials()

  constructor({
    store,
    elapsed,
    after,
  }: Pick<ServicePorts, 'elapsed' | 'after'> & { readonly store: Pick<VaultStore, 'note'> }) {
    this.openings = new Openings(store)
    this.proposing = new Proposing(after)
    this.reviews = new Reviews(elapsed)
  }

  /** Ends what a session has open. */
  async close(session: string): Promise<void> {
    this.redactions.endSession(session)
    await this.openings.endSession(session)
  }

  /** Ends everything of a session that is over. */
  async end(session: string): Promise<void> {
    this.glass.endSession(session)
    await this.close(session)
  }

  /** Forgets what needs no entry of its own, of all sessions. */
  forgetAll(): void {
    this.glass.endAll()
    this.redactions.endAll()
    this.reviews.forgetAll()
    this.heard.forgetAll()
  }

  /** Ends what all sessions have open: the vault is about to be locked or closed. */
  async closeAll(): Promise<void> {
    await this.proposing.rest()
    this.redactions.endAll()
    this.reviews.forgetAll()
    this.heard.forgetAll()
    await this.openings.endAll()
  }
}
