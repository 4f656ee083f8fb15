import { Button, makeStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import type { Editor } from '../session/editor-store.ts'
import { noteRequester } from '../session/note-requester.ts'
import { photoFrom, pictureOf } from '../session/requester-photo.ts'

const useStyles = makeStyles({
  photo: { backgroundColor: '#000', borderRadius: '4px', flexShrink: 0 },
  button: { minWidth: 0, padding: '0 6px' },
})

const side = 64

/** The photograph that the requester sent, whole within its square. */
export function RequesterPhoto({ photo }: { readonly photo: string }) {
  const styles = useStyles()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let isLeft = false
    void pictureOf(photo).then((image) => {
      const context = isLeft ? null : canvas.current?.getContext('2d')
      if (image && context) {
        const scale = side / Math.max(image.width, image.height)
        const [wide, high] = [image.width * scale, image.height * scale]
        context.clearRect(0, 0, side, side)
        context.drawImage(image, (side - wide) / 2, (side - high) / 2, wide, high)
      }
      image?.close()
    })
    return () => {
      isLeft = true
    }
  }, [photo])
  return (
    <canvas
      ref={canvas}
      width={side}
      height={side}
      className={styles.photo}
      role="img"
      aria-label="Photograph of the requester"
    />
  )
}

type PhotoProps = { readonly editor: Editor; readonly has: boolean; readonly disabled: boolean }

/** Takes a photograph from a file, or takes it away. */
export function PhotoButton({ editor, has, disabled }: PhotoProps) {
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const photo = await photoFrom(file)
    if (photo === null) editor.set({ said: 'That file is no picture that can be read here' })
    else noteRequester(editor, { photo })
  }
  if (has)
    return (
      <Button
        size="small"
        className={styles.button}
        disabled={disabled}
        onClick={() => noteRequester(editor, { photo: null })}
      >
        Remove photo
      </Button>
    )
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label="File of the photograph"
        onChange={({ target }) => {
          void take(target.files?.[0])
          target.value = ''
        }}
      />
      <Button
        size="small"
        className={styles.button}
        disabled={disabled}
        title="A photograph that the requester sent, from a file; a small copy is kept with the redaction"
        onClick={() => input.current?.click()}
      >
        Photo …
      </Button>
    </>
  )
}
