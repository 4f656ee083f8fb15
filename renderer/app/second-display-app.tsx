import { FluentProvider, makeStyles } from '@fluentui/react-components'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { throughBrokenGlass } from '../client/broken-glass.ts'
import { ClientProvider } from '../client/client-context.tsx'
import type { SecondPicture, WindowClient } from '../client/window-client.ts'
import { FollowedClip } from '../features/clip/index.ts'
import type { FollowFrames } from '../features/player/index.ts'
import { themes } from '../ui/theme.ts'
import { createWindowStore, type WindowStore } from './window-store.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', backgroundColor: '#000', color: '#8f989f' },
  picture: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  rest: { margin: 'auto' },
  demo: { margin: 0, padding: '2px 12px', color: '#ffe9b3', backgroundColor: '#28200a', fontSize: '12px' },
})

/** Where somebody is in the clip that is followed, and how they look at it, each once. */
function framesOf(store: WindowStore, clip: string): FollowFrames {
  return (show) => {
    let last: SecondPicture | null = null
    const tell = ({ picture }: ReturnType<WindowStore['getState']>): void => {
      if (picture?.clip !== clip || picture === last) return
      last = picture
      show(picture)
    }
    tell(store.getState())
    return store.subscribe(tell)
  }
}

function Followed({
  store,
  client,
  clip,
  reason,
}: {
  readonly store: WindowStore
  readonly client: WindowClient
  readonly clip: string
  readonly reason: string
}) {
  const brokenGlass = useStore(store, ({ picture }) => picture?.brokenGlass ?? false)
  const through = useMemo(
    () => (brokenGlass ? throughBrokenGlass(client, reason) : client),
    [client, brokenGlass, reason],
  )
  const follow = useMemo(() => framesOf(store, clip), [store, clip])
  return (
    <ClientProvider client={through}>
      <FollowedClip key={`${clip} ${reason}`} clip={clip} reason={reason} follow={follow} />
    </ClientProvider>
  )
}

/** The window on the second display: the picture alone, of the clip and at the frame that somebody looks at in the window for work. */
export function SecondDisplayApp({ client }: { readonly client: WindowClient }) {
  const styles = useStyles()
  const store = useMemo(() => createWindowStore(client), [client])
  useEffect(() => {
    const controller = new AbortController()
    void store.refresh()
    void store.follow(controller.signal)
    return () => controller.abort()
  }, [store])
  const isHere = useStore(store, ({ host, lost }) => lost === null && host?.phase === 'signed-in')
  const isDemo = useStore(store, ({ host }) => host?.vault?.demo ?? false)
  const clip = useStore(store, ({ picture }) => picture?.clip ?? null)
  const reason = useStore(store, ({ picture }) => picture?.reason ?? null)
  return (
    <FluentProvider theme={themes.dark} style={{ height: '100%', colorScheme: 'dark' }}>
      <main className={styles.root} aria-label="Picture of the second display">
        {isDemo ? <p className={styles.demo}>Demonstration vault: use no real footage here.</p> : null}
        {isHere && clip !== null && reason !== null ? (
          <div className={styles.picture}>
            <Followed {...{ store, client, clip, reason }} />
          </div>
        ) : (
          <p className={styles.rest}>Nothing is shown.</p>
        )}
      </main>
    </FluentProvider>
  )
}
