import { useSyncExternalStore } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import type { ClipPages } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { DetailsPanel } from './details-panel.tsx'
import type { Selection } from './selection.ts'
import { SeveralPanel } from './several-panel.tsx'

/** The panel beside the hits: the one clip, or all that are selected. */
export function Beside({
  pages,
  selection,
  permissions,
  onOpen,
  onRedact,
  onChanged,
}: {
  readonly pages: ClipPages
  readonly selection: Selection
  readonly permissions: readonly Permission[]
  readonly onOpen: (clips: readonly ClipRow[]) => void
  readonly onRedact: (clip: ClipRow) => void
  readonly onChanged: (clip: ClipRow) => void
}) {
  useSyncExternalStore(pages.subscribe, pages.state)
  if (selection.clips.size > 1) {
    const clips = [...selection.clips.values()]
    const key = [...selection.clips.keys()].join(' ')
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
      onRedact={() => onRedact(current)}
      onChanged={onChanged}
    />
  )
}
