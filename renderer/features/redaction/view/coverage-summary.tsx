import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { EditorDesk } from '../session/editor-actions.ts'
import { useStrips } from '../session/use-coverage.ts'
import { KeyButton } from './key-button.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '6px' },
  names: { margin: 0, padding: 0, listStyle: 'none', fontSize: '12px', color: tokens.colorNeutralForeground2 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
})

/** How much of the clip everybody has seen and heard; where, the timeline shows. */
export function CoverageSummary({ desk }: { readonly desk: EditorDesk }) {
  const styles = useStyles()
  const { review } = desk.editor
  const strips = useStrips(desk)
  const isUnfolded = useStore(review, (state) => state.isUnfolded)
  return (
    <div className={styles.root}>
      <ul className={styles.names} aria-label="Seen and heard">
        {strips.map(({ key, name, left }) => (
          <li key={key}>
            <span>
              {name}: {left}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <KeyButton {...{ desk, action: nextUnseen, text: 'Next not seen', disabled: false }} />
        <Button
          size="small"
          aria-pressed={isUnfolded}
          onClick={() => review.setState({ isUnfolded: !isUnfolded })}
          title="A strip for each reviewer, above the lanes"
        >
          Show where in the timeline
        </Button>
      </div>
    </div>
  )
}

const nextUnseen = { kind: 'next-unseen', by: 'own' } as const
