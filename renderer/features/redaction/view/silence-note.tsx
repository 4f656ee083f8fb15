import { useStore } from 'zustand'
import type { EditorDesk } from '../session/editor-actions.ts'

/** Says, while it plays at a pace at which sound would count, that none is heard, and why; nothing where it is heard. */
export function SilenceNote({ desk: { session } }: { readonly desk: EditorDesk }) {
  const why = useStore(session.store, ({ transport, muted, soundState }) => {
    if (transport.rate !== 1 || soundState === 'opening' || session.footage.index.audio.length === 0) return null
    if (session.heardTrack() !== null) return null
    return muted ? 'it is turned off (M turns it on).' : 'this machine plays none, or it cannot be read.'
  })
  if (why === null) return null
  return (
    <p style={{ margin: 0, color: '#f5b84d' }} role="status">
      Sound does not count now: {why}
    </p>
  )
}
