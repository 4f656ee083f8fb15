import { FluentProvider } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { themes } from '../../../ui/theme.ts'

/** On the element itself, since its classes are handed on to what opens over the page. */
const filling = {
  display: 'flex',
  flex: 1,
  flexDirection: 'column',
  minWidth: 0,
  minHeight: 0,
  height: '100%',
} as const

/** The player is dark in every look of the window: what is judged is the picture. */
export function DarkSurround({ children }: { readonly children: ReactNode }) {
  return (
    <FluentProvider theme={themes.dark} style={filling}>
      {children}
    </FluentProvider>
  )
}
