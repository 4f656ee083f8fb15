import { useSyncExternalStore } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import type { ClipRow } from '../../client/window-client.ts'
import type { ClipPages } from './clip-pages.ts'
import { DetailsPanel } from './details-panel.tsx'
import type { Selection } from './selection.ts'
import { SeveralPanel } from './several-panel.tsx'

/** The panel beside the hits: the one clip, or all that are selected. */
export function Beside({
  pages,
  selection,
  permissions,
  onOpen,
}: {
  readonly pages: ClipPages
  readonly selection: Selection
  readonly permissions: readonly Permission[]
  readonly onOpen: (clips: readonly ClipRow[]) => void
}) {
  useSyncExternalStore(pages.subscribe, pages.state)
  const onChanged = (row: ClipRow): void => pages.replace(row)
  if (selection.clips.size > 1) {
    const clips = [...selection.clips].map((clip) => pages.rowOf(clip)).filter((clip) => clip !== null)
    const key = [...selection.clips].join(' ')
    return (
      <SeveralPanel
        key={key}
        clips={clips}
        permissions={permissions}
        onOpen={() => onOpen(clips)}
        onChanged={onChanged}
      />
    )
  }
  const current = pages.rowAt(selection.at)
  if (current === null) return null
  return (
    <DetailsPanel
      key={current.clip}
      clip={current}
      permissions={permissions}
      onOpen={() => onOpen([current])}
      onChanged={onChanged}
    />
  )
}
