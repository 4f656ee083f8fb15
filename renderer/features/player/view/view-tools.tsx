import { Button, Label, Popover, PopoverSurface, PopoverTrigger, Slider, Tooltip } from '@fluentui/react-components'
import {
  ArrowRotateClockwise20Regular,
  Bookmark20Regular,
  BrightnessHigh20Regular,
  Camera20Regular,
  List20Regular,
  ZoomFit20Regular,
  ZoomIn20Regular,
  ZoomOut20Regular,
} from '@fluentui/react-icons'
import { useStore } from 'zustand'
import type { PlayerSession } from '../session/player-session.ts'
import { usualAids } from '../session/player-state.ts'
import type { DeskActions } from './perform-action.ts'
import { BarButton } from './transport-bar.tsx'

type ViewToolsProps = {
  readonly actions: DeskActions
  readonly canBookmark: boolean
  readonly canSnapshot: boolean
  readonly showsBookmarks: boolean
  readonly onBookmarks: () => void
}

/** How the picture is looked at, and what is taken down about it. */
export function ViewTools({ actions, canBookmark, canSnapshot, showsBookmarks, onBookmarks }: ViewToolsProps) {
  return (
    <div className="player-tools" role="toolbar" aria-label="View and notes">
      <ZoomNumber session={actions.session} />
      <BarButton actions={actions} action={{ kind: 'zoom', steps: -1 }} icon={<ZoomOut20Regular />} />
      <BarButton actions={actions} action={{ kind: 'zoom', steps: 1 }} icon={<ZoomIn20Regular />} />
      <BarButton actions={actions} action={{ kind: 'fit' }} icon={<ZoomFit20Regular />} />
      <BarButton actions={actions} action={{ kind: 'turn' }} icon={<ArrowRotateClockwise20Regular />} />
      <Aids session={actions.session} />
      {canBookmark && <BarButton actions={actions} action={{ kind: 'bookmark' }} icon={<Bookmark20Regular />} />}
      <Tooltip content="Show the bookmarks" relationship="label">
        <Button
          size="small"
          appearance="subtle"
          icon={<List20Regular />}
          aria-pressed={showsBookmarks}
          onClick={onBookmarks}
        />
      </Tooltip>
      {canSnapshot && <BarButton actions={actions} action={{ kind: 'snapshot' }} icon={<Camera20Regular />} />}
    </div>
  )
}

function ZoomNumber({ session }: { readonly session: PlayerSession }) {
  const zoom = useStore(session.store, (state) => state.pose.zoom)
  const text = zoom === 'fit' ? 'fit' : `${Math.round(zoom * (window.devicePixelRatio || 1) * 100)} %`
  return (
    <output className="player-zoom" aria-label="Zoom">
      {text}
    </output>
  )
}

function Aids({ session }: { readonly session: PlayerSession }) {
  const aids = useStore(session.store, (state) => state.aids)
  const changed = aids.brightness !== 1 || aids.contrast !== 1
  const set = (change: Partial<typeof aids>): void => session.setView({ aids: { ...aids, ...change } })
  return (
    <Popover>
      <PopoverTrigger disableButtonEnhancement>
        <Tooltip content="Brightness and contrast, for viewing only" relationship="label">
          <Button size="small" appearance={changed ? 'outline' : 'subtle'} icon={<BrightnessHigh20Regular />} />
        </Tooltip>
      </PopoverTrigger>
      <PopoverSurface aria-label="Brightness and contrast" className="player-popover">
        <Label htmlFor="player-brightness">Brightness</Label>
        <Slider
          id="player-brightness"
          {...{ min: 25, max: 400, value: aids.brightness * 100 }}
          onChange={(_, data) => set({ brightness: data.value / 100 })}
        />
        <Label htmlFor="player-contrast">Contrast</Label>
        <Slider
          id="player-contrast"
          {...{ min: 25, max: 400, value: aids.contrast * 100 }}
          onChange={(_, data) => set({ contrast: data.value / 100 })}
        />
        <p className="player-quiet">For viewing only. The evidence and its copies stay as they are.</p>
        <Button size="small" disabled={!changed} onClick={() => set(usualAids)}>
          As recorded
        </Button>
      </PopoverSurface>
    </Popover>
  )
}
