import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { Scrolled } from '../../../ui/scrolled.tsx'
import { shownClipTime } from '../../player/index.ts'
import { lookKey, onPage, pageOf, pagesOf } from '../model/look-pages.ts'
import { lookQuestions, lookWords } from '../model/look-stops.ts'
import { isReviewLook } from '../model/looks.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { goToPlace, type Looks, useLooks, useShowPage } from '../session/use-looks.ts'
import { CountingNote } from './counting-note.tsx'
import { LookCanvas } from './look-canvas.tsx'
import { LookPage, viewedWords } from './look-page.tsx'

const narrow = '@media (max-width: 900px)'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '0 12px 12px',
    overflowY: 'auto',
    outlineOffset: '-2px',
    // What stays at the top covers what is scrolled to.
    scrollPaddingTop: '330px',
    [narrow]: { display: 'grid', gridTemplateColumns: '240px minmax(0, 1fr)', overflowY: 'visible' },
  },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: '12px', lineHeight: '17px' },
  words: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  chosen: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    paddingBottom: '6px',
    backgroundColor: tokens.colorNeutralBackground1,
    [narrow]: { alignSelf: 'start' },
  },
  picture: { maxWidth: '248px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '6px', alignItems: 'center' },
})

/** Pixels of the large one: as it was made. */
const pictureWidth = 400

/** Pages of pictures of the places to look at first, and how to work them off. */
export function LookPanel({ desk }: { readonly desk: EditorDesk }) {
  const styles = useStyles()
  const state = useLooks(desk)
  const showPage = useShowPage(desk, state)
  const watches = useStore(desk.editor.store, ({ look }) => isReviewLook(look))
  const { looks, at, shown } = state
  const chosen = looks[at]
  if (!chosen)
    return (
      <Scrolled className={styles.root} label="Look here first">
        <p className={styles.quiet}>
          Nothing that was found is weak anywhere in what the copy shows. Regions that you draw are not listed: you have
          looked at them.
        </p>
      </Scrolled>
    )
  return (
    <Scrolled className={styles.root} label="Look here first">
      <Chosen {...{ desk, state, chosen }} />
      <div className={styles.part}>
        {watches ? <CountingNote desk={desk} /> : null}
        <LookPage desk={desk} looks={state} onShowPage={showPage} />
        <Pages {...{ desk, state, showPage }} />
        <p className={styles.quiet}>
          {shown.isCovered
            ? 'The pictures are as redacted.'
            : 'The pictures are as recorded, with outlines; P shows them as redacted.'}{' '}
          A place counts as viewed once its frame was shown as redacted in the large picture: these small ones do not
          count.
        </p>
        <p className={styles.quiet}>
          In the pictures arrows choose, Enter goes to the frame, Shift + Enter shows what of the page is not viewed,
          one frame after another, Alt + Page Down turns the page.
        </p>
      </div>
    </Scrolled>
  )
}

function countWords(looks: readonly ReviewLook[], viewed: Looks['viewed']): string {
  const all = `${looks.length.toLocaleString('en-GB')} ${looks.length === 1 ? 'place' : 'places'} to look at first`
  const seen = looks.filter(({ frame }) => viewed(frame) === true).length
  return looks.every(({ frame }) => viewed(frame) === null) ? all : `${all}, ${seen.toLocaleString('en-GB')} viewed`
}

type ChosenProps = { readonly desk: EditorDesk; readonly state: Looks; readonly chosen: ReviewLook }

/** The chosen place, large enough to be judged, and what is asked there. */
function Chosen({ desk, state, chosen }: ChosenProps) {
  const styles = useStyles()
  const { at, looks, shown, pictures, viewed } = state
  const { who, why } = lookWords(chosen, shown.project)
  return (
    <div className={styles.chosen}>
      <p className={styles.quiet}>{countWords(looks, viewed)}</p>
      <div className={styles.picture}>
        <LookCanvas look={chosen} {...{ shown, pictures }} width={pictureWidth} />
      </div>
      <p className={styles.words}>
        {at + 1} of {looks.length}: {who === null ? why : `${who} ${why}`}
      </p>
      <p className={styles.quiet}>{lookQuestions[chosen.why]}</p>
      <p className={styles.quiet}>
        Frame {chosen.frame}, {shownClipTime(desk.session.times.secondsOf(chosen.frame))}:{' '}
        {viewedWords(viewed(chosen.frame))}
      </p>
    </div>
  )
}

type PagesProps = { readonly desk: EditorDesk; readonly state: Looks; readonly showPage: () => void }

function Pages({ desk, state: { looks, at }, showPage }: PagesProps) {
  const styles = useStyles()
  const isShowing = useStore(desk.editor.looks, (state) => state.isShowing)
  const [page, pages] = [pageOf(at), pagesOf(looks.length)]
  const turnTo = (to: number): void => {
    const look = looks[to * onPage]
    if (look) desk.editor.looks.setState({ at: lookKey(look) })
  }
  return (
    <>
      <div className={styles.buttons}>
        <Button
          size="small"
          disabledFocusable={page === 0}
          title="Alt + Page Up, in the pictures"
          onClick={() => turnTo(page - 1)}
        >
          Previous page
        </Button>
        <span>
          Page {page + 1} of {pages}
        </span>
        <Button
          size="small"
          disabledFocusable={page === pages - 1}
          title="Alt + Page Down, in the pictures"
          onClick={() => turnTo(page + 1)}
        >
          Next page
        </Button>
      </div>
      <div className={styles.buttons}>
        <Button size="small" title="Enter, in the pictures" onClick={() => goToPlace(desk, looks[at])}>
          Go to this frame
        </Button>
        <Button size="small" appearance="primary" title="Shift + Enter, in the pictures" onClick={showPage}>
          {isShowing ? 'Stop' : 'Show this page, frame by frame'}
        </Button>
      </div>
    </>
  )
}
