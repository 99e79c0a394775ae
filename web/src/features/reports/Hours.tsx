import clsx from 'clsx';
import type { Report } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { localeFor } from '@/lib/time';
import { shade, week } from './model';

/** A Monday, to name the days of the week by. */
const MONDAY = new Date(2026, 10, 23, 12).getTime();
const DAY = 86_400_000;
const SHADES = [0, 22, 45, 70, 100];

/** When customers write, by hour of the week: the darker, the more. */
export function Hours({ byHour }: { byHour: Report['by_hour'] }) {
  const { t, language } = useTranslation();
  const grid = week(byHour);
  const most = Math.max(0, ...grid.flat());
  const dayName = new Intl.DateTimeFormat(localeFor(language), { weekday: 'short' });
  const hourName = new Intl.DateTimeFormat(localeFor(language), { hour: 'numeric' });
  const hourAt = (hour: number) => hourName.format(new Date(2026, 10, 23, hour));
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="text-fs4">{t('reports.hours')}</h2>
        <Scale most={most} />
      </div>
      <section
        className="relative overflow-x-auto"
        aria-label={t('reports.hours')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        <table className="w-full min-w-[640px] table-fixed border-separate border-spacing-[2px] text-fs1 text-3">
          <thead>
            <tr>
              <td className="w-10" />
              {Array.from({ length: 24 }, (_, hour) => (
                <th key={hourAt(hour)} scope="col" className="whitespace-nowrap text-start font-normal">
                  {hour % 6 === 0 ? hourAt(hour) : <span className="sr-only">{hourAt(hour)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.map((hours, weekday) => {
              const day = dayName.format(MONDAY + weekday * DAY);
              return (
                <tr key={day}>
                  <th scope="row" className="w-10 text-start font-normal">
                    {day}
                  </th>
                  {hours.map((value, hour) => (
                    <td
                      key={hourAt(hour)}
                      title={t('reports.hourTitle', { day, hour: hourAt(hour), count: value })}
                      className="h-6 rounded-[3px] bg-raised p-0 light:bg-sunken"
                      style={value === 0 ? undefined : groundOf(SHADES[shade(value, most)])}
                    >
                      <span className="sr-only">{value}</span>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** What the shades mean. */
function Scale({ most }: { most: number }) {
  const { t, language } = useTranslation();
  const number = new Intl.NumberFormat(localeFor(language));
  return (
    <p className="num flex items-center gap-1 text-fs1 text-3">
      <span className="me-1">{t('reports.perHour')}</span>0
      {SHADES.map((share, step) => (
        <span
          key={share}
          className={clsx('size-3 rounded-[3px]', step === 0 && 'bg-raised light:bg-sunken')}
          style={step === 0 ? undefined : groundOf(share)}
          aria-hidden="true"
        />
      ))}
      {number.format(most)}
    </p>
  );
}

function groundOf(share: number | undefined) {
  return { background: `color-mix(in srgb, var(--s1) ${share}%, var(--raised))` };
}
