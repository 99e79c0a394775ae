import { useTranslation } from '@/i18n/use-translation';
import { type NotifyPrefs, setNotifyPrefs } from '@/lib/notify';

/** From when to when nothing is told. */
export function QuietHours({ quiet }: { quiet: NonNullable<NotifyPrefs['quiet']> }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-3">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="flex items-center gap-2 text-2">
          {t(`settings.quietEnd.${end}`)}
          <span className="field w-32">
            <input
              type="time"
              required
              value={clockOf(quiet[end])}
              onChange={(event) => {
                const minute = minuteOf(event.target.value);
                if (minute !== null) setNotifyPrefs({ quiet: { ...quiet, [end]: minute } });
              }}
            />
          </span>
        </label>
      ))}
      <p role="status" className="text-fs2 text-3">
        {quiet.from === quiet.to && t('settings.quietNever')}
        {quiet.from > quiet.to && t('settings.quietNight')}
      </p>
    </div>
  );
}

function clockOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function minuteOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
