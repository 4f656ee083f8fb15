import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { trackingClipOf } from '../../../../core/tracking/tracking-clip.ts'
import { type LeakFinding, leakFindings } from '../../../../core/verification/leak-findings.ts'
import { openLeaks } from '../../../../core/verification/open-leaks.ts'
import type { Leak } from '../../../../core/verification/report.ts'
import type { PlayerSession } from '../../player/index.ts'
import { hideLeaks, leaksHidden } from '../model/found-commands.ts'
import { hidFoundWords } from '../model/found-words.ts'
import type { Editor } from './editor-store.ts'
import { foundOf } from './found-work.ts'

type Desk = { readonly editor: Editor; readonly session: PlayerSession }

/** Frames that may lie between two leaks of one thing: half a second, for which tracks of leaks are held, too. */
const gapSeconds = 0.5

/** Takes what a check has found in a copy; none: nothing, or no copy was checked. */
export function takeFound({ editor, session }: Desk, leaks: readonly Leak[]): void {
  if (editor.found.getState().leaks === leaks) return
  const rate = trackingClipOf(session.footage.index)?.framesPerSecond ?? 0
  editor.found.setState(foundOf(leaks, (all) => leakFindings(all, rate * gapSeconds)))
}

/**
 * Goes to where something was found most surely, with its box over the picture. What is looked at as the copy shows it, or as it was
 * recorded, is looked at with outlines from then on: nothing may lie over those.
 */
export function showFinding({ editor, session }: Desk, finding: LeakFinding): void {
  const { look } = editor.state
  if (look === 'redacted' || look === 'recorded') editor.set({ look: 'outlines' })
  editor.found.setState({ shown: finding })
  session.command({ do: 'go-to', frame: finding.strongest.frame })
}

/** Takes the box away from the picture. */
export function dismissFinding({ found }: Pick<Editor, 'found'>): void {
  found.setState({ shown: null })
}

/** What of it a project would still show. */
export function stillOpen(
  leaks: readonly Leak[],
  project: RedactionProject,
  { footage }: PlayerSession,
): readonly Leak[] {
  const clip = trackingClipOf(footage.index)
  return clip ? openLeaks(leaks, project, clip) : []
}

/** Hides all that was found in the copy and would still show, as one step; says what came of it. */
export function hideWhatWasFound({ editor, session }: Desk): void {
  editor.set({ said: hiding({ editor, session }) })
}

function hiding({ editor, session }: Desk): string {
  const { leaks } = editor.found.getState()
  const clip = trackingClipOf(session.footage.index)
  if (!clip || leaks.length === 0) return 'Nothing that should be hidden was found in a copy'
  if (!editor.state.writable) return 'Only whoever has it open for writing can hide what was found'
  const command = hideLeaks(stillOpen(leaks, editor.project, session), editor.project, clip)
  if (!command || !editor.do(command)) return 'All that was found is hidden by now, or was decided about'
  dismissFinding(editor)
  const words = hidFoundWords(leaksHidden(command))
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: a card each among people and things`
}
