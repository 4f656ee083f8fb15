import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OutputOf } from '../../../../contract/methods/all.ts'
import type { Failure } from '../../../../core/failure.ts'
import type { Progress } from '../../../../core/ports/work.ts'
import { failed, type Result } from '../../../../core/result.ts'
import type { Leak } from '../../../../core/verification/report.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { type DisclosureForm, emptyForm, heldBackOf } from '../model/disclosure-form.ts'

/** What is done with a copy: tried, of which nothing is kept; made; or written out of the vault. */
type CopyDeed = 'trying' | 'making' | 'disclosing'

/** The copy of a redaction, and what is done with it. */
export type CopyState = {
  readonly running: CopyDeed | null
  /** It is to be made once those before it are. */
  readonly waits: boolean
  /** How far making it has come, and in how many seconds. */
  readonly come: { readonly progress: Progress; readonly seconds: number } | null
  readonly failed: { readonly what: CopyDeed; readonly failure: Failure } | null
  /** What checking the last trial copy told, and of which project; null: none, or a copy was checked since. */
  readonly tried: OutputOf<'redaction.trial'> | null
  /** The copy, and the project that it shows. */
  readonly copy: { readonly id: string; readonly projectSha256: string } | null
  /** What was written out of the vault, and where. */
  readonly disclosed: { readonly files: number; readonly folder: string } | null
}

/** A form that is filled in, and the passphrase of the archive; null: there is none. */
type Disclosure = {
  readonly form: DisclosureForm & { readonly folder: string }
  readonly passphrase: string | null
}

type Project = {
  readonly clip: string
  readonly redaction: string
  readonly purpose: string
  readonly projectSha256: string
}

/** Settled once everything is saved, or nothing will be. */
type Saved = () => Promise<void>

/** What a certificate says about what was approved; its holder checks the rest of it. */
const released = z.object({ payload: z.object({ release: z.object({ projectSha256: z.string() }) }) })

/** Where the copies of other redactions are made before this one; `null` of `take`: it was stopped before its turn. */
type Turns = {
  readonly isFree: boolean
  take<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T | null>
}

/**
 * Making a redaction's copy and disclosing it. It belongs to the redaction, not to what is looked at of it: looking at something else
 * stops nothing and forgets nothing.
 */
export class CopyWork {
  readonly store: StoreApi<CopyState> = createStore(() => ({
    ...{ running: null, waits: false, come: null, failed: null },
    ...{ tried: null, copy: null, disclosed: null },
  }))
  /** What the disclosure is to be: it outlives a look at something else. */
  readonly form: StoreApi<DisclosureForm> = createStore(() => emptyForm)
  readonly #turns: Turns
  #making = new AbortController()
  /** Whether a copy is to be made once everything is saved. */
  #isSaving = false
  /** The project whose copy was last looked for. */
  #wanted: string | null = null

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /** Makes the copy, unless something is under way. */
  async make(ask: AskVault, { clip, redaction, purpose, projectSha256 }: Project): Promise<void> {
    const input = { clip, redaction, threads: null, models: null }
    const made = await this.#inTurn('making', (signal, onProgress) =>
      ask('redaction.render', input, { signal, reason: purpose, onProgress }),
    )
    if (made?.ok) this.store.setState({ copy: { id: made.value.copy, projectSha256 }, disclosed: null })
    // What the copy itself has shown counts for more.
    if (made && (made.ok || 'report' in made.failure)) this.store.setState({ tried: null })
  }

  /** Makes a copy for its check alone, unless something is under way; `saved` is waited for, so that it is of what the window shows. */
  async tryOut(
    ask: AskVault,
    { clip, redaction, purpose }: Omit<Project, 'projectSha256'>,
    saved: Saved,
  ): Promise<void> {
    const input = { clip, redaction, threads: null, models: null }
    const tried = await this.#inTurn(
      'trying',
      (signal, onProgress) => ask('redaction.trial', input, { signal, reason: purpose, onProgress }),
      saved,
    )
    if (tried?.ok) this.store.setState({ tried: tried.value })
  }

  /** Finds what the last trial copy told, whoever asked for it: also one that went on while the vault was locked. */
  async findTried(ask: AskVault, { clip, redaction }: Pick<Project, 'clip' | 'redaction'>): Promise<void> {
    if (this.store.getState().tried !== null) return
    const found = await ask('redaction.tried', { clip, redaction })
    // Meanwhile somebody may have begun another, or have learnt what a copy itself shows.
    const { running, tried, failed } = this.store.getState()
    if (found.ok && running === null && tried === null && failed === null)
      this.store.setState({ tried: found.value.tried })
  }

  /** Makes a copy once everything is saved, where that is waited for, and those before it are made: nobody waits for what is not saved. */
  #inTurn<T>(
    what: 'trying' | 'making',
    make: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Result<T>>,
    saved: Saved | null = null,
  ): Promise<Result<T> | null> {
    const making = new AbortController()
    const { signal } = making
    return this.#run(what, async () => {
      this.#making = making
      this.#isSaving = saved !== null
      if (saved) await Promise.race([saved(), aborted(signal)])
      this.#isSaving = false
      if (signal.aborted) return failed({ kind: 'cancelled' })
      this.store.setState({ waits: !this.#turns.isFree })
      const answer = await this.#turns.take(signal, () => {
        this.store.setState({ waits: false })
        return make(signal, this.#comeSince(performance.now()))
      })
      return answer ?? failed({ kind: 'cancelled' })
    })
  }

  /** Writes a copy out of the vault, unless something is under way. Once it is begun it is finished. */
  async disclose(ask: AskVault, copy: string, { form, passphrase }: Disclosure): Promise<void> {
    const { recipient, route, reason, folder, schedule } = form
    const looked = schedule ? { scheduleSha256: schedule.sha256 } : {}
    const to = { clip: copy, folder, recipient, route, heldBack: heldBackOf(form), ...looked, passphrase }
    const onProgress = this.#comeSince(performance.now())
    const done = await this.#run('disclosing', () =>
      ask('copy.disclose', { ...to, threads: null, models: null }, { reason, onProgress }),
    )
    if (done?.ok) this.store.setState({ disclosed: { files: done.value.files.length, folder } })
    // What was said about its rows is about no rows that there are: it is to be looked at anew.
    else if (done?.failure.kind === 'schedule-moved') this.form.setState({ schedule: null, choices: new Map() })
  }

  /** Each stage has a pace of its own. */
  #comeSince(now: number): (progress: Progress) => void {
    let begun = { stage: '', at: now }
    return (progress) => {
      if (progress.stage !== begun.stage && begun.stage !== '') begun.at = performance.now()
      begun = { stage: progress.stage, at: begun.at }
      this.store.setState({ come: { progress, seconds: (performance.now() - begun.at) / 1_000 } })
    }
  }

  /** Finds the newest copy that shows a project: each copy's certificate names the one that was approved. */
  async find(ask: AskVault, { clip, projectSha256 }: Pick<Project, 'clip' | 'projectSha256'>): Promise<void> {
    this.#wanted = projectSha256
    if (this.store.getState().copy?.projectSha256 === projectSha256) return
    const shown = await ask('clip.show', { clip })
    for (const id of shown.ok ? shown.value.copies.toReversed() : []) {
      const copy = await ask('clip.show', { clip: id })
      if (!copy.ok || !shows(copy.value, projectSha256)) continue
      // One that was made meanwhile is newer, and the project may be another by now.
      if (this.#wanted === projectSha256 && this.store.getState().copy?.projectSha256 !== projectSha256)
        this.store.setState({ copy: { id, projectSha256 }, disclosed: null })
      return
    }
  }

  /** What was disclosed is said no longer: it can go to somebody else as well. */
  discloseAgain(): void {
    this.store.setState({ disclosed: null })
    this.form.setState({ recipient: '', folder: null })
  }

  /** Stops making the copy, or trying it. */
  cancel(): void {
    this.#making.abort()
  }

  /** Gives up what the vault was not asked for yet: nobody else is to ask for it. True where nothing is left that runs. */
  leave(): boolean {
    const { running, waits } = this.store.getState()
    const isAsked = running !== null && !waits && !this.#isSaving
    if (!isAsked) this.cancel()
    return !isAsked
  }

  async #run<T>(what: CopyDeed, work: () => Promise<Result<T>>): Promise<Result<T> | null> {
    if (this.store.getState().running !== null) return null
    this.store.setState({ running: what, come: null, failed: null })
    const answer = await work()
    const isSaid = !answer.ok && answer.failure.kind !== 'cancelled'
    this.store.setState({ running: null, waits: false, failed: isSaid ? { what, failure: answer.failure } : null })
    return answer
  }
}

/** Settled once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function shows({ certificate }: OutputOf<'clip.show'>, projectSha256: string): boolean {
  const said = released.safeParse(certificate)
  return said.success && said.data.payload.release.projectSha256 === projectSha256
}

const none: readonly Leak[] = []

/** What the latest check of a copy, tried, made or written out, has found that should be hidden. */
export function leaksIn({ failed, tried }: Pick<CopyState, 'failed' | 'tried'>): readonly Leak[] {
  if (failed && 'report' in failed.failure) return failed.failure.report.leaks
  return tried?.report.leaks ?? none
}
