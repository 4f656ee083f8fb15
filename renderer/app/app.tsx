import { Body1, Button, FluentProvider, Spinner, Title2 } from '@fluentui/react-components'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../core/failure.ts'
import { ClientProvider } from '../client/client-context.tsx'
import type { WindowClient } from '../client/window-client.ts'
import { CopiesProvider } from '../features/redaction/index.ts'
import { FirstStart, Gate, SignIn, VaultRefused } from '../features/sign-in/index.ts'
import { FailureNotice } from '../ui/failure-notice.tsx'
import { type ThemeName, themes } from '../ui/theme.ts'
import { IdleWarning } from './idle-warning.tsx'
import { useActivity } from './use-activity.ts'
import { useZoom } from './use-zoom.ts'
import { createWindowStore, type WindowStore } from './window-store.ts'
import { Workplace } from './workplace.tsx'

const wantsLight = window.matchMedia('(prefers-color-scheme: light)')
const wantsContrast = window.matchMedia('(prefers-contrast: more)')

function watchSystemLook(changed: () => void): () => void {
  for (const query of [wantsLight, wantsContrast]) query.addEventListener('change', changed)
  return () => {
    for (const query of [wantsLight, wantsContrast]) query.removeEventListener('change', changed)
  }
}

function systemLook(): ThemeName {
  if (wantsContrast.matches) return 'high-contrast'
  return wantsLight.matches ? 'light' : 'dark'
}

/** What is said while the host cannot be reached. It is asked for again all the while. */
function Lost({ failure }: { readonly failure: Failure }) {
  const isStopped = failure.kind === 'connection-lost'
  return (
    <Gate>
      <Title2 as="h1">Occlude has lost its vault</Title2>
      {isStopped ? (
        <>
          <Body1 role="alert">
            The part of Occlude that holds the vault has stopped, and is being started again. What was saved is safe.
            You will be asked for your passphrase, and go on where you were.
          </Body1>
          <Spinner label="Starting again" />
        </>
      ) : (
        <FailureNotice failure={failure} title="The part of Occlude that holds the vault does not answer" />
      )}
      <Button appearance={isStopped ? 'secondary' : 'primary'} onClick={() => window.location.reload()}>
        Load the window again
      </Button>
    </Gate>
  )
}

function Stage({ store, client }: { readonly store: WindowStore; readonly client: WindowClient }) {
  const { host, lost, lockedBecause, nameBefore } = useStore(store)
  /** From the making of a vault until its recovery sheets were read about; whoever has made it is signed in meanwhile. */
  const [settingUp, setSettingUp] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const refresh = (): void => void store.refresh()
  const chooseVault = async (): Promise<void> => {
    const chosen = await client.askWindow('window.choose-folder', { purpose: 'vault' })
    if (!chosen.ok || chosen.value.path === null) return
    const taken = await client.askWindow('window.choose-vault', { folder: chosen.value.path })
    setRefused(taken.ok ? null : taken.failure)
    refresh()
  }
  if (lost !== null) return <Lost failure={lost} />
  if (host === null)
    return (
      <Gate>
        <Spinner label="Opening Occlude" />
      </Gate>
    )
  const notice = <VaultRefused failure={refused} problem={host.problem} />
  if (host.phase === 'no-vault' || settingUp)
    return (
      <FirstStart
        host={host}
        notice={notice}
        onOpen={() => void chooseVault()}
        onBegun={() => {
          setRefused(null)
          setSettingUp(true)
        }}
        onEnded={() => setSettingUp(false)}
      />
    )
  if (host.phase === 'signed-in') return <Workplace host={host} store={store} client={client} />
  return (
    <SignIn
      key={host.phase}
      host={host}
      notice={notice}
      lockedBecause={lockedBecause}
      nameBefore={lockedBecause === 'process' ? nameBefore : null}
      onSignedIn={() => {
        setRefused(null)
        refresh()
      }}
      onOtherVault={() => void chooseVault()}
    />
  )
}

/** The window, from the first start to the work in a vault. */
export function App({ client }: { readonly client: WindowClient }) {
  const store = useMemo(() => createWindowStore(client), [client])
  const preferences = useStore(store, (facts) => facts.preferences)
  const idleSeconds = useStore(store, (facts) => facts.idleSeconds)
  const person = useStore(store, (facts) => facts.host?.person?.user ?? null)
  const isHere = useStore(store, (facts) => facts.host?.phase === 'signed-in')
  const system = useSyncExternalStore(watchSystemLook, systemLook)
  useEffect(() => {
    const controller = new AbortController()
    void store.refresh()
    void store.follow(controller.signal)
    return () => controller.abort()
  }, [store])
  useActivity(client.askWindow, isHere)
  useZoom(
    preferences.zoom,
    useCallback(async (zoom) => (await store.setPreferences({ zoom })) === null, [store]),
  )
  const theme = preferences.theme === 'system' ? system : preferences.theme
  useEffect(() => {
    // Of the page as a whole: dialogs and lists lie beside what the provider holds, and have scrollbars and fields, too.
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark'
  }, [theme])
  return (
    <FluentProvider theme={themes[theme]} style={{ height: '100%' }}>
      <ClientProvider client={client}>
        <CopiesProvider person={person} isHere={isHere}>
          <Stage store={store} client={client} />
        </CopiesProvider>
        <IdleWarning seconds={idleSeconds} onStay={() => void client.askWindow('window.activity', { by: 'person' })} />
      </ClientProvider>
    </FluentProvider>
  )
}
