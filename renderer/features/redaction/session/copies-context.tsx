import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { Copies } from './copies.ts'
import type { CopyWork } from './copy-work.ts'

const CopiesContext = createContext<Copies | null>(null)

type ProviderProps = {
  /** Whoever is signed in, or was when the vault was locked. */
  readonly person: string | null
  /** Somebody is signed in. */
  readonly isHere: boolean
  readonly children: ReactNode
}

/** Keeps the copies that somebody makes: leaving a redaction stops none, and over a lock goes on what runs. */
export function CopiesProvider({ person, isHere, children }: ProviderProps) {
  const [copies, setCopies] = useState(() => new Copies(person))
  // Before anything is shown to somebody else.
  if (copies.person !== person) setCopies(new Copies(person))
  useEffect(() => () => copies.leave(), [copies])
  useEffect(() => {
    if (!isHere) copies.leave()
  }, [copies, isHere])
  return <CopiesContext.Provider value={copies}>{children}</CopiesContext.Provider>
}

/** The copy of a redaction. */
export function useCopying(redaction: string): CopyWork {
  const copies = useContext(CopiesContext)
  if (!copies) throw new Error('copies are made for somebody who is signed in')
  return copies.copying(redaction)
}
