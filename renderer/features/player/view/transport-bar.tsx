import { Button, Tooltip } from '@fluentui/react-components'
import {
  ArrowRepeatAll20Regular,
  FastForward20Filled,
  Next20Regular,
  Pause20Filled,
  Play20Filled,
  Previous20Regular,
  Rewind20Filled,
  Speaker220Regular,
  SpeakerMute20Regular,
} from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useStore } from 'zustand'
import type { PlayerState } from '../session/player-state.ts'
import { fastestSound } from '../sound/sound-player.ts'
import { type PlayerAction, playerKeys } from '../transport/keyboard-map.ts'
import type { TransportCommand } from '../transport/transport.ts'
import { type DeskActions, performAction } from './perform-action.ts'

/** The buttons that move through a clip. Each says its key. */
export function TransportBar({ actions }: { readonly actions: DeskActions }) {
  const { session } = actions
  const rate = useStore(session.store, (state) => state.transport.rate)
  const loop = useStore(session.store, (state) => state.transport.loop)
  const muted = useStore(session.store, (state) => state.muted)
  const sound = useStore(session.store, (state) => state.sound)
  const soundState = useStore(session.store, (state) => state.soundState)
  const transport = (command: TransportCommand): PlayerAction => ({ kind: 'transport', command })
  return (
    <div className="player-transport" role="toolbar" aria-label="Play">
      <BarButton actions={actions} action={transport({ do: 'step', by: -1 })} icon={<Previous20Regular />} />
      <BarButton actions={actions} action={transport({ do: 'back' })} icon={<Rewind20Filled />} pressed={rate < 0} />
      <BarButton
        actions={actions}
        action={transport({ do: 'toggle' })}
        icon={rate === 0 ? <Play20Filled /> : <Pause20Filled />}
        main
      />
      <BarButton
        actions={actions}
        action={transport({ do: 'forward' })}
        icon={<FastForward20Filled />}
        pressed={rate > 1}
      />
      <BarButton actions={actions} action={transport({ do: 'step', by: 1 })} icon={<Next20Regular />} />
      <BarButton
        actions={actions}
        action={transport({ do: 'loop' })}
        icon={<ArrowRepeatAll20Regular />}
        pressed={loop}
      />
      <output className="player-rate" aria-label="Speed">
        {rate === 0 ? 'stopped' : `${rate < 0 ? '−' : ''}${Math.abs(rate)}×`}
      </output>
      <BarButton
        actions={actions}
        action={{ kind: 'mute' }}
        icon={muted || sound === null ? <SpeakerMute20Regular /> : <Speaker220Regular />}
        pressed={muted}
        disabled={sound === null}
      />
      <span className="player-sound" role="status" aria-label="Sound">
        {soundText({ soundState, sound, muted }, rate)}
      </span>
      {sound !== null && session.soundTracks > 1 && (
        <Tooltip content="Next sound track (T)" relationship="description">
          <Button size="small" appearance="subtle" onClick={() => performAction({ kind: 'next-sound' }, actions)}>
            Track {sound + 1} of {session.soundTracks}
          </Button>
        </Tooltip>
      )}
    </div>
  )
}

function soundText(
  { soundState, sound, muted }: Pick<PlayerState, 'soundState' | 'sound' | 'muted'>,
  rate: number,
): string {
  if (soundState === 'opening') return ''
  if (sound === null) return 'no sound'
  if (soundState === 'lost') return 'sound lost'
  if (rate < 0 || rate > fastestSound) return 'silent'
  return muted ? 'muted' : ''
}

type BarButtonProps = {
  readonly actions: DeskActions
  readonly action: PlayerAction
  readonly icon: ReactElement
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly main?: true
}

/** A button for what a key does: named by the keyboard map. */
export function BarButton({ actions, action, icon, pressed, disabled, main }: BarButtonProps) {
  const key = playerKeys.find((candidate) => JSON.stringify(candidate.action) === JSON.stringify(action))
  if (!key) throw new Error('a button without a key')
  return (
    <Tooltip content={`${key.does} (${key.shown})`} relationship="label">
      <Button
        size="small"
        appearance={main ? 'primary' : 'subtle'}
        icon={icon}
        disabled={disabled ?? false}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={() => performAction(action, actions)}
      />
    </Tooltip>
  )
}
