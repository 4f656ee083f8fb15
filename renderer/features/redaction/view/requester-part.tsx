import { Button, Field, makeStyles, Textarea } from '@fluentui/react-components'
import { memo, useEffect, useEffectEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { Crops } from '../session/crops.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import { noteRequester } from '../session/note-requester.ts'
import { Crop } from './crop.tsx'
import { PhotoButton, RequesterPhoto } from './requester-photo.tsx'

const useStyles = makeStyles({
  root: { flexShrink: 0, display: 'flex', gap: '10px', alignItems: 'flex-start', padding: '6px 10px' },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  pictures: { display: 'flex', flexDirection: 'column', gap: '4px', flexShrink: 0 },
  button: { minWidth: 0, padding: '0 6px' },
})

/** Longest description, in UTF-16 units. */
const mostWords = 2000

type RequesterProps = { readonly desk: EditorDesk; readonly crops: Crops }

/** Who asks, always in sight beside the cards: what they say of themselves, and how they look. It is kept with the redaction. */
export const RequesterPart = memo(function RequesterPart({ desk, crops }: RequesterProps) {
  const styles = useStyles()
  const { editor, session } = desk
  const note = useStore(editor.store, ({ queue }) => queue.edited.project.requester)
  const writable = useStore(editor.store, (state) => state.writable)
  const description = note?.description ?? ''
  const picture = note?.picture ?? null
  const photo = note?.photo ?? null
  const [written, setWritten] = useState(description)
  useEffect(() => setWritten(description), [description])
  const give = (): void => {
    const given = written.trim()
    if (given !== description) noteRequester(editor, { description: given })
  }
  const giveLast = useEffectEvent(give)
  // Whoever leaves the panel by a key leaves no field behind: what was written is saved all the same.
  useEffect(() => () => giveLast(), [])
  return (
    <section className={styles.root} aria-label="Requester">
      {photo !== null || picture ? (
        <div className={styles.pictures}>
          {photo === null ? null : <RequesterPhoto photo={photo} />}
          {picture ? <Crop place={picture} crops={crops} side={64} label="How the requester looks" /> : null}
        </div>
      ) : null}
      <div className={styles.words}>
        <Field label="Requester: how they look, when they are there" size="small">
          <Textarea
            size="small"
            rows={2}
            resize="none"
            disabled={!writable}
            value={written}
            textarea={{ maxLength: mostWords }}
            onChange={(_, { value }) => setWritten(value)}
            onBlur={give}
          />
        </Field>
        <div className={styles.buttons}>
          <Button
            size="small"
            className={styles.button}
            disabled={!writable}
            title="Pin the picture of whoever is chosen (Shift + E)"
            onClick={() => performEditorAction({ kind: 'pin-requester' }, desk)}
          >
            Pin the chosen
          </Button>
          <PhotoButton editor={editor} has={photo !== null} disabled={!writable} />
          {picture ? (
            <>
              <Button
                size="small"
                className={styles.button}
                onClick={() => session.command({ do: 'go-to', frame: picture.frame })}
              >
                Go there
              </Button>
              <Button
                size="small"
                className={styles.button}
                disabled={!writable}
                onClick={() => noteRequester(editor, { picture: null })}
              >
                Unpin
              </Button>
            </>
          ) : null}
        </div>
      </div>
    </section>
  )
})
