import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';

const RATES = [1, 1.5, 2] as const;

function length(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A voice message: play, where it is, how long it is; the speed comes after the first play. Never plays by itself. */
export function Voice({ url, label, onBroken }: { url: string; label: string; onBroken: () => void }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [played, setPlayed] = useState(false);
  const [total, setTotal] = useState(0);
  const [at, setAt] = useState(0);
  const [rate, setRate] = useState<(typeof RATES)[number]>(1);
  const toggle = () => {
    const player = audio.current;
    if (player === null) return;
    setPlayed(true);
    if (player.paused) player.play().catch(onBroken);
    else player.pause();
  };
  const faster = () => {
    const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
    setRate(next);
    if (audio.current !== null) audio.current.playbackRate = next;
  };
  const Icon = playing ? Pause : Play;
  return (
    <fieldset aria-label={label} className="bubble flex items-center gap-2.5 !py-2 !pe-3.5 !ps-2">
      {/* biome-ignore lint/a11y/useMediaCaption: what customers say has no captions */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) =>
          Number.isFinite(event.currentTarget.duration) && setTotal(event.currentTarget.duration)
        }
        onError={onBroken}
      />
      <button
        type="button"
        aria-label={t(playing ? 'message.pause' : 'message.play')}
        className="grid size-8 flex-none place-items-center rounded-full bg-accent-text text-[var(--card)]"
        onClick={toggle}
      >
        <Icon size={14} fill="currentColor" aria-hidden />
      </button>
      <input
        type="range"
        min={0}
        max={total || 1}
        step={0.1}
        value={at}
        aria-label={t('message.position')}
        aria-valuetext={length(at)}
        className="h-1 w-28 accent-[var(--accent-text)]"
        onChange={(event) => {
          if (audio.current !== null) audio.current.currentTime = Number(event.target.value);
        }}
      />
      <span className="num text-fs2">{length(at > 0 ? at : total)}</span>
      {played && (
        <button
          type="button"
          className="num text-fs2 font-medium"
          aria-label={t('message.speed', { rate })}
          onClick={faster}
        >
          {rate}×
        </button>
      )}
    </fieldset>
  );
}
