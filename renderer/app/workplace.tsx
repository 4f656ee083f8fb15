import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '../../core/access/permissions.ts'
import { throughBrokenGlass } from '../client/broken-glass.ts'
import { ClientProvider, useClient } from '../client/client-context.tsx'
import { ClipRulesProvider } from '../client/clip-rules.tsx'
import type { HostState, WindowClient, WorkEvent } from '../client/window-client.ts'
import { Audit } from '../features/audit/index.ts'
import { ClipDesk } from '../features/clip/index.ts'
import { Disclosures } from '../features/disclosures/index.ts'
import { About, Keyboard } from '../features/help/index.ts'
import { createLibraryStore, Library } from '../features/library/index.ts'
import { People } from '../features/people/index.ts'
import { RedactionDesk } from '../features/redaction/index.ts'
import { Redactions } from '../features/redactions/index.ts'
import { Retention } from '../features/retention/index.ts'
import { Settings } from '../features/settings/index.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Navigation } from './navigation.tsx'
import { SecondDisplayButton } from './second-display-button.tsx'
import { StatusBar } from './status-bar.tsx'
import { usePlayback } from './use-activity.ts'
import { useSecondDisplay } from './use-second-display.ts'
import { useSignOut } from './use-sign-out.tsx'
import { viewsFor } from './views.ts'
import type { Place, WindowStore } from './window-store.ts'
import { WorkLine } from './work-line.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', backgroundColor: tokens.colorNeutralBackground1 },
  middle: { display: 'flex', flexGrow: 1, minHeight: 0 },
  main: { flexGrow: 1, minWidth: 0, minHeight: 0 },
})

type PlaceProps = { readonly host: HostState; readonly store: WindowStore; readonly client: WindowClient }

/** What is below sees a restricted clip although its person is not on the list; null: as usual. */
function ThroughGlass({ reason, children }: { readonly reason: string | null; readonly children: ReactNode }) {
  const client = useClient()
  const through = useMemo(() => (reason === null ? client : throughBrokenGlass(client, reason)), [client, reason])
  return <ClientProvider client={through}>{children}</ClientProvider>
}

/** The redactions of a clip, at the frame that somebody was looking at. */
function redactionPlace(clip: string, store: WindowStore, brokenGlass: string | undefined): Place {
  const glass = brokenGlass === undefined ? {} : { brokenGlass }
  return { view: 'redaction', clip, redaction: null, frame: store.frameNow() ?? 0, ...glass }
}

/** The clip that somebody has opened, seen as it is or through broken glass. */
function ClipPlace({
  place,
  permissions,
  store,
  onPlayed,
}: Pick<PlaceProps, 'store'> & {
  readonly place: Extract<Place, { readonly view: 'clip' }>
  readonly permissions: readonly Permission[]
  readonly onPlayed: () => void
}) {
  const { askWindow } = useClient()
  const purpose = useStore(store, (facts) => facts.purpose)
  const displays = useStore(store, (facts) => facts.displays)
  const { onPicture, onLook } = useSecondDisplay(askWindow, displays.second)
  const [clip, other] = place.clips
  return (
    <ThroughGlass reason={place.brokenGlass ?? null}>
      <ClipDesk
        key={place.clips.join()}
        clips={place.clips}
        permissions={permissions}
        purpose={purpose}
        onPurpose={store.keepPurpose}
        startFrame={place.frame}
        onFrame={(frame) => {
          store.keepFrame(frame)
          onPlayed()
          const reason = store.getState().purpose
          if (clip && reason) onPicture({ clip, reason, frame, brokenGlass: place.brokenGlass !== undefined })
        }}
        onLook={onLook}
        tools={
          // Clips beside each other are for one person at one display.
          other ? null : (
            <>
              {clip && permissions.includes('redact') ? (
                <Button size="small" onClick={() => store.go(redactionPlace(clip, store, place.brokenGlass))}>
                  Redact
                </Button>
              ) : null}
              <SecondDisplayButton
                displays={displays}
                onShow={(show) => void askWindow('window.second-display', { show })}
              />
            </>
          )
        }
        onBack={() => store.go({ view: 'library' })}
      />
    </ThroughGlass>
  )
}

/** The redactions of a clip, or the one that somebody works on. */
function RedactionPlace({
  place,
  permissions,
  store,
  onPlayed,
}: Pick<PlaceProps, 'store'> & {
  readonly place: Extract<Place, { readonly view: 'redaction' }>
  readonly permissions: readonly Permission[]
  readonly onPlayed: () => void
}) {
  const { clip, redaction } = place
  return (
    <ThroughGlass reason={place.brokenGlass ?? null}>
      <RedactionDesk
        key={`${clip} ${redaction}`}
        clip={clip}
        redaction={redaction}
        permissions={permissions}
        startFrame={place.frame}
        onFrame={(frame) => {
          store.keepFrame(frame)
          onPlayed()
        }}
        onRedaction={(chosen) => store.go({ ...place, redaction: chosen })}
        backTo={place.from === 'redactions' ? 'Redactions' : 'Library'}
        onBack={() => store.go({ view: place.from ?? 'library' })}
      />
    </ThroughGlass>
  )
}

/** Changes whenever another clip of the queue is through. */
function queueTurn({ work }: { readonly work: readonly WorkEvent[] }): string {
  const queued = work.filter(({ method }) => method === 'redaction.queue')
  return queued.map(({ state, progress }) => `${state} ${progress.files?.done ?? 0}`).join()
}

/** All redactions, read again whenever the queue has come further. */
function RedactionsPlace({ store }: Pick<PlaceProps, 'store'>) {
  const turn = useStore(store, queueTurn)
  return (
    <Redactions
      turn={turn}
      onOpen={({ clip, redaction }) => store.go({ view: 'redaction', clip, redaction, frame: 0, from: 'redactions' })}
    />
  )
}

function CurrentPlace({ host, store, client }: PlaceProps) {
  const place = useStore(store, (facts) => facts.place)
  const preferences = useStore(store, (facts) => facts.preferences)
  const purpose = useStore(store, (facts) => facts.purpose)
  const onPlayed = usePlayback(client.askWindow)
  const permissions = host.person?.permissions ?? []
  // Details stand beside the list only where there is room for both.
  const [library] = useState(() => createLibraryStore(window.innerWidth > 860))
  const may = (permission: Permission): boolean => permissions.includes(permission)
  switch (place.view) {
    case 'settings':
      return (
        <Settings
          permissions={permissions}
          preferences={preferences}
          onChange={(change) => void store.setPreferences(change)}
        />
      )
    case 'keyboard':
      return <Keyboard />
    case 'about':
      return <About host={host} />
    case 'people':
      return <People self={host.person?.user ?? ''} />
    case 'audit':
      return <Audit mayRead={may('audit.read')} mayVerify={may('audit.verify')} />
    case 'redactions':
      return <RedactionsPlace store={store} />
    case 'disclosures':
      return <Disclosures audits={!may('library')} />
    case 'retention':
      return (
        <Retention
          mayReview={may('retention.review')}
          mayApply={may('retention.apply')}
          maySeeNotices={may('vault.profile')}
        />
      )
    case 'clip':
      return <ClipPlace place={place} permissions={permissions} store={store} onPlayed={onPlayed} />
    case 'redaction':
      return <RedactionPlace place={place} permissions={permissions} store={store} onPlayed={onPlayed} />
    case 'library':
      return may('library') ? (
        <Library
          permissions={permissions}
          store={library}
          purpose={purpose}
          onPurpose={store.keepPurpose}
          onRedact={({ clip }) => store.go({ view: 'redaction', clip, redaction: null, frame: 0 })}
          onOpen={(clips) => store.go({ view: 'clip', clips: clips.map(({ clip }) => clip), frame: 0 })}
          onBreakGlass={({ clip, reason }) => {
            store.keepPurpose(reason)
            store.go({ view: 'clip', clips: [clip], frame: 0, brokenGlass: reason })
          }}
        />
      ) : (
        <EmptyState title={`Welcome, ${host.person?.name ?? ''}`}>
          Your role has no library. What you may do is in the bar on the left.
        </EmptyState>
      )
  }
}

/** What somebody who is signed in works in. */
export function Workplace({ host, store, client }: PlaceProps) {
  const styles = useStyles()
  const view = useStore(store, ({ place }) => (place.view === 'redaction' && place.from) || place.view)
  const wasCutOff = useStore(store, (facts) => facts.wasCutOff)
  const work = useStore(store, (facts) => facts.work)
  const log = useStore(store, (facts) => facts.log)
  const { signOut, question } = useSignOut(client.askWindow, work)
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'l') return
      event.preventDefault()
      void client.askWindow('window.lock', {})
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [client])
  return (
    <div className={styles.root}>
      {host.vault?.demo ? (
        <MessageBar intent="warning" layout="singleline">
          <MessageBarBody>Demonstration vault: use no real footage here.</MessageBarBody>
        </MessageBar>
      ) : null}
      {wasCutOff ? (
        <MessageBar intent="warning" politeness="assertive">
          <MessageBarBody>
            The connection to the vault broke and was made again. What was saved is safe. A clip that was open was
            closed: it asks for your reason again. Work that was under way has stopped: begin it again.
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={store.seenCutOff}>
              Understood
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      <div className={styles.middle}>
        <Navigation
          places={viewsFor(host.person?.permissions ?? [])}
          current={view}
          onGo={(view) => store.go({ view })}
          onLock={() => void client.askWindow('window.lock', {})}
          onSignOut={signOut}
        />
        <main className={styles.main}>
          <ClipRulesProvider rules={host.clipRules}>
            <CurrentPlace host={host} store={store} client={client} />
          </ClipRulesProvider>
        </main>
      </div>
      {question}
      <StatusBar host={host} log={log}>
        <WorkLine
          work={work}
          onStop={(each) => void client.askWindow('window.stop-work', { work: each })}
          onSeen={store.seenWork}
        />
      </StatusBar>
    </div>
  )
}
