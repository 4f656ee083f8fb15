import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { OutputOf } from '../../../../contract/methods/all.ts'
import type { Failure } from '../../../../core/failure.ts'
import { useClient } from '../../../client/client-context.tsx'
import type { AskVault } from '../../../client/window-client.ts'
import { StepLines } from '../model/step-words.ts'
import type { Editor } from './editor-store.ts'

/** One step for people to read. */
export type StepLine = {
  readonly revision: number
  readonly at: string
  readonly by: string | null
  readonly words: string
}

/** Steps that are read in one call. */
const atOnce = 1_000

/** Reads a redaction's steps from the first on, and those that come later once they are there. */
class StepReader {
  readonly #ask: AskVault
  readonly #editor: Editor
  readonly #words: StepLines
  readonly #lines: StepLine[] = []
  /** Revision up to which steps have been read: not each of them has a line. */
  #taken = 0
  #reading: Promise<Failure | null> | null = null

  constructor(ask: AskVault, editor: Editor) {
    this.#ask = ask
    this.#editor = editor
    this.#words = new StepLines(editor.state.queue.edited)
  }

  /** All that is known by now, the latest first. */
  get lines(): readonly StepLine[] {
    return this.#lines.toReversed()
  }

  /** Reads what is not known yet of the steps up to a revision; what fails is told, and can be read again. */
  async readOn(until: number, signal: AbortSignal): Promise<Failure | null> {
    await this.#reading
    this.#reading = this.#read(until, signal)
    return this.#reading
  }

  async #read(until: number, signal: AbortSignal): Promise<Failure | null> {
    const { clip, redaction } = this.#editor.opened
    for (;;) {
      const after = this.#taken
      if (after >= until) return null
      const read = await this.#ask('redaction.steps', { clip, redaction, after, limit: atOnce }, { signal })
      if (signal.aborted) return null
      if (!read.ok) return read.failure
      if (read.value.steps.length === 0) return null
      for (const step of read.value.steps) this.#take(step)
    }
  }

  #take({ revision, at, by, step }: OutputOf<'redaction.steps'>['steps'][number]): void {
    const words = this.#words.take(step)
    if (words !== null) this.#lines.push({ revision, at, by, words })
    this.#taken = revision
  }
}

/** The steps of a redaction for as long as somebody looks at them. */
export function useStepLines(editor: Editor): {
  readonly lines: readonly StepLine[] | null
  readonly failure: Failure | null
} {
  const { ask } = useClient()
  const revision = useStore(editor.store, ({ queue }) => queue.revision)
  const [reader] = useState(() => new StepReader(ask, editor))
  const [known, setKnown] = useState<ReturnType<typeof useStepLines>>({ lines: null, failure: null })
  useEffect(() => {
    const leaving = new AbortController()
    void reader.readOn(revision, leaving.signal).then((failure) => {
      if (!leaving.signal.aborted) setKnown({ lines: reader.lines, failure })
    })
    return () => leaving.abort()
  }, [reader, revision])
  return known
}
