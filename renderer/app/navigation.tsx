import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components'
import {
  ClipboardClockRegular,
  ClipboardTaskListLtrRegular,
  InfoRegular,
  KeyboardRegular,
  LockClosedRegular,
  PeopleRegular,
  SendRegular,
  SettingsRegular,
  ShieldTaskRegular,
  SignOutRegular,
  VideoClipMultipleRegular,
} from '@fluentui/react-icons'
import type { ComponentType } from 'react'
import type { View, ViewDescription } from './views.ts'

const icons: Readonly<Record<View, ComponentType>> = {
  library: VideoClipMultipleRegular,
  redactions: ClipboardTaskListLtrRegular,
  disclosures: SendRegular,
  retention: ClipboardClockRegular,
  people: PeopleRegular,
  audit: ShieldTaskRegular,
  settings: SettingsRegular,
  keyboard: KeyboardRegular,
  about: InfoRegular,
}

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    width: '88px',
    flexShrink: 0,
    padding: tokens.spacingHorizontalXS,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    ...shorthands.borderRight('1px', 'solid', tokens.colorNeutralStroke2),
    overflowY: 'auto',
  },
  place: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '2px',
    paddingBlock: tokens.spacingVerticalS,
    ...shorthands.borderStyle('none'),
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    cursor: 'pointer',
    '& svg': { width: '22px', height: '22px' },
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outlineStyle: 'solid', outlineWidth: '2px', outlineColor: tokens.colorStrokeFocus2 },
  },
  last: { marginTop: 'auto' },
  current: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    color: tokens.colorNeutralForeground2BrandSelected,
  },
})

/** The way between the places of the window. What somebody may not do is not there. */
export function Navigation({
  places,
  current,
  onGo,
  onLock,
  onSignOut,
}: {
  readonly places: readonly ViewDescription[]
  readonly current: string
  readonly onGo: (view: View) => void
  readonly onLock: () => void
  readonly onSignOut: () => void
}) {
  const styles = useStyles()
  return (
    <nav className={styles.root} aria-label="Places">
      {places.map(({ view, name }) => {
        const Icon = icons[view]
        const isCurrent = view === current || (view === 'library' && (current === 'clip' || current === 'redaction'))
        return (
          <button
            key={view}
            type="button"
            className={mergeClasses(styles.place, isCurrent && styles.current)}
            {...(isCurrent ? { 'aria-current': 'page' } : {})}
            onClick={() => onGo(view)}
          >
            <Icon />
            {name}
          </button>
        )
      })}
      <button type="button" className={mergeClasses(styles.place, styles.last)} title="Ctrl + L" onClick={onLock}>
        <LockClosedRegular />
        Lock
      </button>
      <button type="button" className={styles.place} onClick={onSignOut}>
        <SignOutRegular />
        Sign out
      </button>
    </nav>
  )
}
