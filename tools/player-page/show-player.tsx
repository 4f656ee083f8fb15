import { FluentProvider, webLightTheme } from '@fluentui/react-components'
import { useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import {
  type Bookmark,
  type ClipFootage,
  Player,
  type PlayerProps,
  SideBySide,
} from '../../renderer/features/player/index.ts'

type Shown = {
  readonly title: string
  readonly footage: ClipFootage
  readonly onShown: NonNullable<PlayerProps['onShown']>
  readonly pacing: NonNullable<PlayerProps['pacing']>
}

/** 22 Nov 2026 14:03:07 UTC. */
const recordedOn = Date.UTC(2026, 10, 22, 14, 3, 7)

/** What somebody notes, kept for as long as the page stands. */
function PlayerOnItsOwn({ title, footage, onShown, pacing }: Shown) {
  const [bookmarks, setBookmarks] = useState<readonly Bookmark[]>([])
  const [offsetSeconds, setOffset] = useState(0)
  return (
    <Player
      {...{ title, footage, bookmarks, onShown, pacing }}
      recorded={{ startMilliseconds: recordedOn, offsetSeconds, zone: 'Europe/London' }}
      preEventSeconds={Math.min(30, footage.index.video ? 0.4 : 0)}
      onBookmark={async (frame, note) => {
        setBookmarks((all) => [...all, { id: `${all.length}`, frame, note }])
        return true
      }}
      onRemoveBookmark={(id) => setBookmarks((all) => all.filter((bookmark) => bookmark.id !== id))}
      onOffset={setOffset}
      onSnapshot={() => undefined}
    />
  )
}

/** Puts the player into the page; answers how to take it out. */
export function showPlayer(place: HTMLElement, shown: Shown): () => void {
  const root: Root = createRoot(place)
  root.render(
    <FluentProvider theme={webLightTheme}>
      <div className="page">
        <PlayerOnItsOwn {...shown} />
      </div>
    </FluentProvider>,
  )
  return () => root.unmount()
}

/** Clips beside each other, each begun some seconds after the one before. */
function PlayersSideBySide({ clips, apart }: { readonly clips: readonly ClipFootage[]; readonly apart: number }) {
  const [offsets, setOffsets] = useState<readonly number[]>(clips.map(() => 0))
  return (
    <SideBySide
      clips={clips.map((footage, at) => ({
        footage,
        title: `Clip ${at + 1}`,
        recorded: {
          startMilliseconds: recordedOn + at * apart * 1000,
          offsetSeconds: offsets[at] ?? 0,
          zone: 'Europe/London',
        },
        preEventSeconds: 0,
      }))}
      onOffset={(at, offset) => setOffsets((all) => all.with(at, offset))}
    />
  )
}

/** Puts clips side by side into the page; answers how to take them out. */
export function showSideBySide(place: HTMLElement, clips: readonly ClipFootage[], apart: number): () => void {
  const root: Root = createRoot(place)
  root.render(
    <FluentProvider theme={webLightTheme}>
      <div className="page">
        <PlayersSideBySide {...{ clips, apart }} />
      </div>
    </FluentProvider>,
  )
  return () => root.unmount()
}
