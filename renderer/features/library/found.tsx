import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState, useSyncExternalStore } from 'react'
import type { ClipPages } from '../../client/clip-pages.ts'
import { BreakGlass, type BrokenGlass } from './break-glass.tsx'
import { mostSelected } from './selection.ts'
import { clipsWords } from './several.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    gap: tokens.spacingHorizontalL,
    alignItems: 'center',
    minHeight: '32px',
    paddingInline: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
})

function selectedWords(selected: number): string {
  if (selected < 2) return ''
  const most = selected === mostSelected ? ', the most at a time' : ''
  return ` · ${selected.toLocaleString('en-GB')} selected${most}`
}

/** How many clips were found and how many are selected; and the way to one that is restricted to others. */
export function Found({
  pages,
  selected,
  choosing,
  onBreakGlass,
}: {
  readonly pages: ClipPages
  readonly selected: number
  /** Rows of a range are being fetched. */
  readonly choosing: boolean
  /** Null: may see no footage. */
  readonly onBreakGlass: ((broken: BrokenGlass) => void) | null
}) {
  const styles = useStyles()
  const { total, restricted } = useSyncExternalStore(pages.subscribe, pages.state)
  const [asking, setAsking] = useState(false)
  return (
    <div className={styles.root}>
      <output>
        {total === null ? 'Searching …' : clipsWords(total)}
        {choosing ? ' · selecting …' : selectedWords(selected)}
        {restricted > 0 ? ` · ${clipsWords(restricted)} restricted to others` : ''}
      </output>
      {restricted > 0 && onBreakGlass ? (
        <Button size="small" appearance="subtle" onClick={() => setAsking(true)}>
          See one that cannot wait
        </Button>
      ) : null}
      {asking ? <BreakGlass onCancel={() => setAsking(false)} onGiven={(broken) => onBreakGlass?.(broken)} /> : null}
    </div>
  )
}
