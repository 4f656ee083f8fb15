import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { type EditableField, type EditedFields, editableFields, fieldsOf } from './editable-fields.ts'

/** Clips that something was done with, and those that were left as they were, with the reason. */
export type DoneWithSeveral<T> = {
  readonly done: readonly { readonly clip: ClipRow; readonly value: T }[]
  readonly left: readonly { readonly clip: ClipRow; readonly failure: Failure }[]
}

/** Does the same with one clip after the other; one that fails stops no other, being stopped does. */
export async function withEach<T>(
  clips: readonly ClipRow[],
  act: (clip: ClipRow) => Promise<Result<T>>,
  { signal, onDone }: { readonly signal: AbortSignal; readonly onDone: (done: number) => void },
): Promise<DoneWithSeveral<T>> {
  const done: { clip: ClipRow; value: T }[] = []
  const left: { clip: ClipRow; failure: Failure }[] = []
  for (const clip of clips) {
    const answer: Result<T> = signal.aborted ? { ok: false, failure: { kind: 'cancelled' } } : await act(clip)
    if (answer.ok) done.push({ clip, value: answer.value })
    else left.push({ clip, failure: answer.failure })
    onDone(done.length + left.length)
  }
  return { done, left }
}

/** What the clips have in common stands in the form; where they differ it is empty, and left alone it stays each clip's own. */
export function fieldsInCommon(clips: readonly ClipRow[]): EditedFields {
  const filled = clips.map(fieldsOf)
  const common = (field: EditableField): string => {
    const values = new Set(filled.map((fields) => fields[field]))
    return values.size === 1 ? ([...values][0] ?? '') : ''
  }
  return Object.fromEntries(editableFields.map((field) => [field, common(field)])) as EditedFields
}

/** `3 clips`, `1 clip`. */
export function clipsWords(count: number): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? 'clip' : 'clips'}`
}
