import type { FrameIndex } from '../../../../core/time.ts'
import type { Pane } from '../../player/index.ts'
import { hasOutlines } from '../model/looks.ts'
import type { OverlayLook } from '../preview/paint-overlay.ts'
import type { PictureMap } from '../preview/picture-map.ts'
import { chosenTrack, type Editor, shownProject } from '../session/editor-store.ts'
import { leakShownAt } from '../session/found-work.ts'

/** What the copy shows, and what was recorded, is looked at with nothing over it. */
export function overlayLook(
  { state, found }: Pick<Editor, 'state' | 'found'>,
  frame: FrameIndex,
  { map, pane }: PlacedPane,
): OverlayLook {
  const outlines = hasOutlines(state.look, pane)
  const track = outlines && state.writable && state.tool === 'select' ? chosenTrack(state, frame) : null
  return {
    ...{ project: shownProject(state), frame, map, pane, outlines, drawing: state.drawing, guides: state.guides },
    chosen: outlines ? state.chosen : null,
    handles: track?.id ?? null,
    found: outlines ? leakShownAt(found.getState(), frame) : null,
  }
}

/** A pane of the stage, and how the picture lies in it. */
export type PlacedPane = { readonly pane: Pane; readonly map: PictureMap }
