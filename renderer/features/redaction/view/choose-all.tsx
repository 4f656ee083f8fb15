import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { memo } from 'react'
import { useStore } from 'zustand'
import { choicesOfAll } from '../model/several.ts'
import type { EditorDesk } from '../session/editor-actions.ts'

const useStyles = makeStyles({
  root: { flexShrink: 0, display: 'flex', gap: '8px', alignItems: 'center', padding: '2px 10px' },
  quiet: { fontSize: '12px', color: tokens.colorNeutralForeground2 },
})

type ChooseProps = { readonly desk: EditorDesk }

/** Chooses all cards of a kind, to be decided about at once. */
export const ChooseAll = memo(function ChooseAll({ desk }: ChooseProps) {
  const styles = useStyles()
  const { store } = desk.editor
  const cards = useStore(store, ({ subjects }) => subjects.length)
  const several = useStore(store, (state) => state.several)
  if (cards === 0) return null
  return (
    <div className={styles.root}>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            size="small"
            title="Then decide about all of them at once; Shift or Ctrl and a click choose more cards"
          >
            Choose all …
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <Choices desk={desk} />
        </MenuPopover>
      </Menu>
      <span className={styles.quiet} role="status">
        {several.size > 1 ? `${several.size} of ${cards} chosen` : `${cards} ${cards === 1 ? 'card' : 'cards'}`}
      </span>
    </div>
  )
})

/** Counted only for whoever has opened the menu. */
function Choices({ desk: { editor } }: ChooseProps) {
  const subjects = useStore(editor.store, (state) => state.subjects)
  return (
    <MenuList>
      {choicesOfAll.map((choice) => {
        const count = subjects.filter(choice.takes).length
        return (
          <MenuItem key={choice.name} disabled={count === 0} onClick={() => editor.chooseAll(choice)}>
            {choice.name} ({count})
          </MenuItem>
        )
      })}
    </MenuList>
  )
}
