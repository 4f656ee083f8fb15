import { FluentProvider, webDarkTheme } from '@fluentui/react-components'
import { useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { type Bookmark, type ClipFootage, Player, type PlayerProps } from '../../renderer/features/player/index.ts'

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
      onBookmark={(frame, note) => setBookmarks((all) => [...all, { id: `${all.length}`, frame, note }])}
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
    <FluentProvider theme={webDarkTheme}>
      <div className="page">
        <PlayerOnItsOwn {...shown} />
      </div>
    </FluentProvider>,
  )
  return () => root.unmount()
}
