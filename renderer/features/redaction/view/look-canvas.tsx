import { makeStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { useSame } from '../../../ui/use-same.ts'
import type { LookPictures, ShownPlaces } from '../session/look-pictures.ts'

const useStyles = makeStyles({
  picture: { display: 'block', width: '100%', height: 'auto', backgroundColor: '#000', borderRadius: '4px' },
})

type Named = { readonly name: string | undefined }

function isSameName(one: Named, other: Named): boolean {
  return one.name === other.name
}

type CanvasProps = {
  readonly look: ReviewLook
  readonly shown: ShownPlaces
  readonly pictures: LookPictures | null
  readonly width: number
}

/** The picture of a place, four to three; black until it is there. The words beside it say what it shows. */
export function LookCanvas({ look, shown, pictures, width }: CanvasProps) {
  const styles = useStyles()
  const canvas = useRef<HTMLCanvasElement>(null)
  const wanted = useSame({ look, shown, name: pictures?.nameOf(look, shown) }, isSameName)
  const height = (width * 3) / 4
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!pictures || !context) return
    context.clearRect(0, 0, width, height)
    return pictures.want(wanted.look, wanted.shown, (picture) => context.drawImage(picture, 0, 0, width, height))
  }, [pictures, wanted, width, height])
  return <canvas ref={canvas} width={width} height={height} className={styles.picture} />
}
