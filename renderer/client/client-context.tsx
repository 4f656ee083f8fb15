import { createContext, type ReactNode, useContext } from 'react'
import type { WindowClient } from './window-client.ts'

const ClientContext = createContext<WindowClient | null>(null)

/** Gives everything below the way out of the window. */
export function ClientProvider({ client, children }: { readonly client: WindowClient; readonly children: ReactNode }) {
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>
}

/** The way out of the window. */
export function useClient(): WindowClient {
  const client = useContext(ClientContext)
  if (!client) throw new Error('a part of the window outside of its client')
  return client
}
