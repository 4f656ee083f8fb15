import { Button, Input } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { PlayerSession } from '../session/player-session.ts'
import { shownClipTime } from '../transport/recorded-time.ts'
import type { Bookmark } from './player.tsx'

type BookmarkListProps = {
  readonly session: PlayerSession
  readonly bookmarks: readonly Bookmark[]
  readonly onBookmark?: (frame: number, note: string) => Promise<boolean>
  readonly onRemove?: (id: string) => void
}

/** Longest note that a bookmark takes. */
const longestNote = 500

/** The clip's bookmarks and their notes, and a place for the next. */
export function BookmarkList({ session, bookmarks, onBookmark, onRemove }: BookmarkListProps) {
  const [note, setNote] = useState('')
  const add = async (): Promise<void> => {
    const isSaved = await onBookmark?.(session.store.getState().transport.frame, note.trim())
    // What could not be saved stays where it was written, and what was written meanwhile as well.
    if (isSaved) setNote((now) => (now === note ? '' : now))
  }
  return (
    <aside className="player-bookmarks" aria-label="Bookmarks">
      {onBookmark && (
        <div className="player-bookmark-new">
          <Input
            size="small"
            value={note}
            maxLength={longestNote}
            aria-label="Note for a bookmark at this frame"
            placeholder="Note"
            onChange={(_, data) => setNote(data.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void add()
            }}
          />
          <Button size="small" onClick={() => void add()}>
            Bookmark
          </Button>
        </div>
      )}
      {bookmarks.length === 0 && <p className="player-quiet">No bookmarks in this clip yet.</p>}
      <ol>
        {bookmarks
          .toSorted((a, b) => a.frame - b.frame)
          .map((bookmark) => (
            <li key={bookmark.id}>
              <Button
                size="small"
                appearance="subtle"
                onClick={() => session.command({ do: 'go-to', frame: bookmark.frame })}
              >
                {shownClipTime(session.times.secondsOf(bookmark.frame))}
              </Button>
              <span className="player-bookmark-note">{bookmark.note}</span>
              {onRemove && (
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<Dismiss16Regular />}
                  aria-label={`Remove the bookmark at frame ${bookmark.frame}`}
                  onClick={() => onRemove(bookmark.id)}
                />
              )}
            </li>
          ))}
      </ol>
    </aside>
  )
}
