import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { rotatedSize } from '../../../../core/geometry/rotation.ts'
import { strictRedactionPolicy } from '../../../../core/policy/redaction-policy.ts'
import { isForPlayer, Player, type PlayerProps, type PlayerSession, playerKeyOf } from '../../player/index.ts'
import { editorKeyOf, type PressedKey } from '../model/editor-keys.ts'
import { isReviewLook } from '../model/looks.ts'
import { panels } from '../model/panels.ts'
import { Crops } from '../session/crops.ts'
import {
  addDrawn,
  type EditorDesk,
  middleShape,
  performAmongFound,
  performEditorAction,
} from '../session/editor-actions.ts'
import type { Editor } from '../session/editor-store.ts'
import { useCamera } from '../session/use-camera.ts'
import { useCoverage } from '../session/use-coverage.ts'
import { useCopySound, useCover, useDivision } from '../session/use-covering.ts'
import { useFoundInCopy } from '../session/use-found-in-copy.ts'
import { useListening } from '../session/use-listening.ts'
import { usePolicy } from '../session/use-policy.ts'
import { useProposals } from '../session/use-proposals.ts'
import { useWatched } from '../session/use-review.ts'
import type { RulesOfCards } from './decide-part.tsx'
import { EditorBar } from './editor-bar.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { LanesView } from './lanes-view.tsx'
import { LookPanel } from './look-panel.tsx'
import { PictureOverlay } from './picture-overlay.tsx'
import { closePolygon } from './picture-pointer.ts'
import { RegionPanel } from './region-panel.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { SubjectPanel } from './subject-panel.tsx'
import { usePanelFocus } from './use-panel-focus.ts'
import { WholePanel } from './whole-panel.tsx'
import './redaction.css'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexGrow: 1,
    minHeight: 0,
    outlineStyle: 'none',
    '@media (max-width: 900px)': { flexDirection: 'column', overflowY: 'auto', overflowX: 'hidden' },
  },
  work: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: '420px',
    '@media (max-width: 900px)': { flexShrink: 0 },
  },
  player: { display: 'flex', flexGrow: 1, minHeight: '240px' },
  side: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    width: '320px',
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 900px)': { width: '100%', minHeight: '480px' },
  },
  tabs: { flexShrink: 0, flexWrap: 'wrap' },
  tab: { padding: '6px 3px' },
  said: { minHeight: '20px', margin: 0, padding: '0 12px', color: '#ffe9b3', fontSize: '12px', flexShrink: 0 },
})

type ViewProps = {
  readonly editor: Editor
  /** Names the viewing of the footage. */
  readonly opening: string
  readonly mayDisclose: boolean
  readonly player: Omit<PlayerProps, 'cover' | 'over' | 'onSession' | 'bookmarks'>
}

/** The player with what is decided about the picture over, beside and below it. */
export function EditorView({ editor, opening, mayDisclose, player }: ViewProps) {
  const styles = useStyles()
  const [session, setSession] = useState<PlayerSession | null>(null)
  const root = useRef<HTMLElement>(null)
  const fields = { reason: useRef<HTMLInputElement>(null), name: useRef<HTMLInputElement>(null) }
  const desk = useDesk(editor, session, { ...fields, root })
  // The picture and what lies over it come to the screen before the cards do: for those there is a place already.
  const besideDesk = useDeferredValue(desk)
  const rules = usePolicy()
  const soundSpeed = rules?.soundSpeed ?? 1
  useListening(editor, player.footage.index.audio.length > 0, rules)
  const onShown = useWatched(editor, session, { opening, soundSpeed })
  useCoverage(editor)
  const reviews = useStore(editor.store, ({ look }) => isReviewLook(look))
  useCopySound(editor, session, player.footage)
  useStrayKeys(root)
  useCamera(editor, session)
  const cover = useCover(editor, session, player.footage)
  const divided = useDivision(editor, session)
  const over = useCallback(
    (open: PlayerSession) => <PictureOverlay editor={editor} session={open} divided={divided} cover={cover} />,
    [editor, divided, cover],
  )
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (desk && takesKey(event, desk)) {
      event.preventDefault()
      event.stopPropagation()
    } else handToPlayer(event, root.current)
  }
  return (
    <section ref={root} className={styles.root} aria-label="Redaction editor" onKeyDownCapture={onKeyDown}>
      <div className={styles.work}>
        {desk ? <EditorBar desk={desk} /> : null}
        <div className={styles.player}>
          <Player
            {...player}
            {...{
              bookmarks: none,
              over,
              divided,
              onSession: setSession,
              pacing: reviews ? 'every-frame' : 'keep-time',
            }}
            {...(cover ? { cover } : {})}
            onShown={(frame, passedOver) => {
              onShown(frame)
              player.onShown?.(frame, passedOver)
            }}
          />
        </div>
        {session ? <LanesView editor={editor} session={session} /> : null}
      </div>
      {besideDesk ? (
        <Side desk={besideDesk} {...{ fields, mayDisclose }} policy={rules ?? strictRedactionPolicy} />
      ) : (
        <div className={styles.side} />
      )}
    </section>
  )
}

const none: PlayerProps['bookmarks'] = []

type Fields = {
  readonly reason: React.RefObject<HTMLInputElement | null>
  readonly name: React.RefObject<HTMLInputElement | null>
}

type DeskParts = Fields & { readonly root: React.RefObject<HTMLElement | null> }

function useDesk(editor: Editor, session: PlayerSession | null, { reason, name, root }: DeskParts): EditorDesk | null {
  const focusPanel = usePanelFocus(editor, root)
  return useMemo(
    () =>
      session && {
        editor,
        session,
        focus: (field) => {
          if (field === 'panel') return focusPanel()
          editor.set({ panel: 'subjects' })
          // The panel may have to be there first.
          requestAnimationFrame(() => (field === 'reason' ? reason : name).current?.focus())
        },
      },
    [editor, session, reason, name, focusPanel],
  )
}

/** Whether a key was the editor's; it is done then. */
function takesKey(event: KeyboardEvent<HTMLElement>, desk: EditorDesk): boolean {
  if (!isForPlayer(event)) return false
  if (event.key === 'Enter' && !isInList(event) && takesEnter(desk)) return true
  const key = editorKeyOf(pressedKey(event))
  if (key) (isAmongFound(event) ? performAmongFound : performEditorAction)(key.action, desk)
  return key !== null
}

/** What was found in a copy is before whoever presses a key there, and no card. */
function isAmongFound({ target }: Pick<KeyboardEvent, 'target'>): boolean {
  return target instanceof Element && target.closest('[aria-label="Found in the copy"]') !== null
}

/** In a list Enter is about what is chosen there. */
function isInList({ target }: Pick<KeyboardEvent, 'target'>): boolean {
  return target instanceof Element && target.closest('[role="listbox"]') !== null
}

function pressedKey({ key, code, shiftKey, ctrlKey, altKey, metaKey }: PressedKey): PressedKey {
  return { key, code, shiftKey, ctrlKey, altKey, metaKey }
}

/** Enter ends what is being drawn; with nothing drawn yet a shape in the middle is put down, to be moved by keys. */
function takesEnter({ editor, session }: EditorDesk): boolean {
  const { tool } = editor.state
  const { video } = session.footage.index
  if (tool === 'select' || !video) return false
  if (tool === 'polygon') closePolygon({ editor, session })
  else addDrawn({ editor, session }, middleShape(rotatedSize(video, video.rotation), tool))
  return true
}

/** Keys by which people move within a list, a row of tabs or a slider. */
const movingKeys: ReadonlySet<string> = new Set([
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...['Home', 'End', 'PageUp', 'PageDown', 'Enter', ' '],
])
const movedWithin = '[role="listbox"], [role="tablist"], [role="combobox"], [role="toolbar"]'

/** Presses a key on the player; answers whether somebody took it. What is taken scrolls nothing. */
function pressOn(player: HTMLElement, pressed: PressedKey): boolean {
  const event = { ...pressedKey(pressed), bubbles: true, cancelable: true }
  return !player.dispatchEvent(new globalThis.KeyboardEvent('keydown', event))
}

/** Keys of the player work everywhere in the editor, but in fields. Others stay where they were pressed: they would be done twice. */
function handToPlayer(event: KeyboardEvent<HTMLElement>, root: HTMLElement | null): void {
  const { target } = event
  const player = root?.querySelector<HTMLElement>('.player-desk')
  if (!player || !isForPlayer(event) || !(target instanceof HTMLElement) || player.contains(target)) return
  if (movingKeys.has(event.key) && target.closest(movedWithin)) return
  if (playerKeyOf(event) && pressOn(player, event)) event.preventDefault()
}

/** When what had the focus goes (a button that ends with its work), keys come to nobody: then they are the editor's. */
function useStrayKeys(root: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const hand = (event: globalThis.KeyboardEvent): void => {
      const player = root.current?.querySelector<HTMLElement>('.player-desk')
      // Behind a dialog nothing is pressed.
      if (event.target !== document.body || !player || player.closest('[aria-hidden=true]')) return
      const isOurs = event.key === 'Enter' || editorKeyOf(pressedKey(event)) || playerKeyOf(event)
      if (isOurs && pressOn(player, event)) event.preventDefault()
    }
    window.addEventListener('keydown', hand)
    return () => window.removeEventListener('keydown', hand)
  }, [root])
}

type SideProps = {
  readonly desk: EditorDesk
  readonly fields: Fields
  readonly policy: RulesOfCards
  readonly mayDisclose: boolean
}

function Side({ desk, fields, policy, mayDisclose }: SideProps) {
  const styles = useStyles()
  const { editor, session } = desk
  const panel = useStore(editor.store, (state) => state.panel)
  const said = useStore(editor.store, (state) => state.said)
  const crops = useMemo(() => new Crops(session), [session])
  useEffect(() => () => crops.close(), [crops])
  const proposals = useProposals(desk)
  useFoundInCopy(desk)
  return (
    <aside className={styles.side} aria-label="Decisions">
      <TabList
        size="small"
        className={styles.tabs}
        selectedValue={panel}
        onTabSelect={(_, { value }) => {
          const chosen = panels.find((one) => one.panel === value)
          if (chosen) editor.set({ panel: chosen.panel })
        }}
      >
        {panels.map((one) => (
          <Tab key={one.panel} value={one.panel} className={styles.tab}>
            {one.name}
          </Tab>
        ))}
      </TabList>
      <p className={styles.said} role="status">
        {said}
      </p>
      {panel === 'subjects' ? <SubjectPanel {...{ desk, crops, policy, fields, proposals }} /> : null}
      {panel === 'region' ? <RegionPanel desk={desk} /> : null}
      {panel === 'whole' ? <WholePanel desk={desk} grounds={policy.grounds} /> : null}
      {panel === 'history' ? <HistoryPanel editor={editor} /> : null}
      {panel === 'review' ? <ReviewPanel {...{ desk, mayDisclose }} /> : null}
      {panel === 'looks' ? <LookPanel desk={desk} /> : null}
    </aside>
  )
}
