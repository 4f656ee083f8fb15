import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { Copies } from './copies.ts'
import type { CopyWork } from './copy-work.ts'

const CopiesContext = createContext<Copies | null>(null)

/** Keeps the copies of whoever is signed in, for as long as they are: leaving a redaction stops none. */
export function CopiesProvider({ children }: { readonly children: ReactNode }) {
  const [copies] = useState(() => new Copies())
  useEffect(() => () => copies.leave(), [copies])
  return <CopiesContext.Provider value={copies}>{children}</CopiesContext.Provider>
}

/** The copy of a redaction. */
export function useCopying(redaction: string): CopyWork {
  const copies = useContext(CopiesContext)
  if (!copies) throw new Error('copies are made for somebody who is signed in')
  return copies.copying(redaction)
}
