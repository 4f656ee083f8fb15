import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Editor } from '../session/editor-store.ts'

/** Steps of the way from one side to the other. */
const steps = 1_000

/** Where the picture is divided: dragged, or moved by arrow keys. Moved past React; there only where the picture is divided. */
export function SplitDivider({ editor }: { readonly editor: Editor }) {
  const isSplit = useStore(editor.store, ({ look }) => look === 'split')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const place = (): void => {
      if (field.current) field.current.value = String(Math.round(editor.state.divider * steps))
    }
    place()
    return editor.store.subscribe(place)
  }, [editor])
  if (!isSplit) return null
  return (
    <input
      ref={field}
      type="range"
      className="redaction-divider"
      aria-label="Divider: as recorded to its left, as redacted to its right"
      min={0}
      max={steps}
      defaultValue={Math.round(editor.state.divider * steps)}
      onInput={({ currentTarget }) => editor.set({ divider: currentTarget.valueAsNumber / steps })}
      // After a drag keys are the editor's again; whoever came by keyboard stays.
      onPointerUp={({ currentTarget }) => currentTarget.closest<HTMLElement>('.player-desk')?.focus()}
    />
  )
}
