import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { PicturePose, PlayerSession } from '../../player/index.ts'
import { followingPose } from '../model/camera.ts'
import type { Editor } from './editor-store.ts'

function isSamePose(one: PicturePose, other: PicturePose): boolean {
  return one.zoom === other.zoom && one.turn === other.turn && one.centre.join() === other.centre.join()
}

/** Keeps somebody in view while frames come to the screen. Ends itself where the view is moved by hand, or nobody is left. */
class Camera {
  readonly #editor: Editor
  readonly #session: PlayerSession
  readonly #key: string
  readonly #before: PicturePose
  /** The pose that was set last; another one is somebody's own. */
  #own: PicturePose

  constructor(editor: Editor, session: PlayerSession, key: string) {
    this.#editor = editor
    this.#session = session
    this.#key = key
    this.#before = session.store.getState().pose
    this.#own = this.#before
  }

  look(): void {
    if (this.#editor.state.following !== this.#key) return
    const { pose, room, shown } = this.#session.store.getState()
    const { video } = this.#session.footage.index
    const subject = this.#editor.state.subjects.find(({ key }) => key === this.#key)
    if (!isSamePose(pose, this.#own))
      this.#editor.set({ following: null, said: 'The view was moved by hand, and stays' })
    else if (!subject || !video) this.#editor.set({ following: null })
    else if (room && shown !== null) this.#show(followingPose(subject.tracks, shown, { video, room, turn: pose.turn }))
  }

  /** Shows what was before it, unless somebody has moved the view since. */
  end(): void {
    if (isSamePose(this.#session.store.getState().pose, this.#own)) this.#session.setView({ pose: this.#before })
  }

  #show(pose: PicturePose | null): void {
    if (!pose || isSamePose(pose, this.#own)) return
    // First: setting it is looked at again, within the call.
    this.#own = pose
    this.#session.setView({ pose })
  }
}

/** While somebody is followed they stay in view, frame after frame, past React. */
export function useCamera(editor: Editor, session: PlayerSession | null): void {
  const following = useStore(editor.store, (state) => state.following)
  useEffect(() => {
    if (!session || following === null) return
    const camera = new Camera(editor, session, following)
    camera.look()
    const endings = [
      session.store.subscribe(({ shown, pose, room }, before) => {
        if (shown !== before.shown || pose !== before.pose || room !== before.room) camera.look()
      }),
      editor.store.subscribe(({ subjects }, before) => {
        if (subjects !== before.subjects) camera.look()
      }),
    ]
    return () => {
      for (const end of endings) end()
      camera.end()
    }
  }, [editor, session, following])
}
