import { type ReactNode, useState } from 'react';
import type { Report } from '@/api/types';
import { Bars } from '@/components/ui/Bars';
import { Face } from '@/components/ui/Face';
import { Select } from '@/components/ui/Field';
import { PlatformGlyph } from '@/components/ui/Platform';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { localeFor } from '@/lib/time';

type Column<Row> = {
  readonly key: string;
  readonly name: string;
  readonly of: (row: Row) => number | null;
  readonly say: (value: number | null) => string;
};

type Words = { readonly count: Column<never>['say']; readonly duration: Column<never>['say'] };

function useWords(): Words {
  const { language } = useTranslation();
  const duration = useDuration();
  const number = new Intl.NumberFormat(localeFor(language));
  return { count: (value) => (value === null ? '–' : number.format(value)), duration };
}

type Person = Report['by_agent'][number];

/** What each person did. */
export function People({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { count, duration } = useWords();
  const columns: readonly Column<Person>[] = [
    { key: 'sent', name: t('reports.column.sent'), of: (row) => row.sent, say: count },
    { key: 'chats', name: t('reports.column.chats'), of: (row) => row.chats, say: count },
    { key: 'first', name: t('reports.column.firstAnswers'), of: (row) => row.first_answers, say: count },
    {
      key: 'wait',
      name: t('reports.column.firstMedian'),
      of: (row) => row.median_first_answer_seconds,
      say: duration,
    },
    { key: 'resolved', name: t('reports.column.resolved'), of: (row) => row.resolved, say: count },
    { key: 'work', name: t('reports.column.workMedian'), of: (row) => row.median_resolution_seconds, say: duration },
  ];
  const nameOf = (row: Person) => row.user?.name ?? t('reports.elsewhere');
  return (
    <Compared
      title={t('reports.byAgent')}
      first={t('reports.column.person')}
      rows={report.by_agent}
      columns={columns}
      keyOf={(row) => row.user?.id ?? 'elsewhere'}
      nameOf={nameOf}
      show={(row) => (
        <span className="flex items-center gap-2.5">
          {row.user !== null && <Face id={row.user.id} name={row.user.name} size={22} />}
          <span className="cut max-w-56" title={nameOf(row)}>
            {nameOf(row)}
          </span>
        </span>
      )}
    />
  );
}

type Line = Report['by_platform'][number];

/** The same by platform. */
export function Platforms({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { count, duration } = useWords();
  const columns: readonly Column<Line>[] = [
    { key: 'inbound', name: t('reports.inbound'), of: (row) => row.inbound, say: count },
    { key: 'outbound', name: t('reports.outbound'), of: (row) => row.outbound, say: count },
    { key: 'chats', name: t('reports.column.chats'), of: (row) => row.chats, say: count },
    { key: 'first', name: t('reports.column.firstAnswers'), of: (row) => row.first_answers, say: count },
    {
      key: 'wait',
      name: t('reports.column.firstMedian'),
      of: (row) => row.median_first_answer_seconds,
      say: duration,
    },
  ];
  const platformOf = (row: Line) => (row.platform === 'FACEBOOK' ? 'FACEBOOK' : 'INSTAGRAM');
  return (
    <Compared
      title={t('reports.byPlatform')}
      first={t('reports.column.platform')}
      rows={report.by_platform}
      columns={columns}
      keyOf={(row) => row.platform}
      nameOf={(row) => platformName(platformOf(row))}
      show={(row) => (
        <span className="flex items-center gap-2.5">
          <PlatformGlyph platform={platformOf(row)} />
          {platformName(platformOf(row))}
        </span>
      )}
    />
  );
}

type ComparedProps<Row> = {
  title: string;
  /** Of what the rows are. */
  first: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  show: (row: Row) => ReactNode;
};

/** Rows of figures, and one column of them as bars. */
function Compared<Row>({ title, first, rows, columns, keyOf, nameOf, show }: ComparedProps<Row>) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(columns[0]?.key ?? '');
  const column = columns.find((one) => one.key === chosen);
  if (rows.length === 0) return null;
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4">
      <h2 className="mb-2 text-fs4">{title}</h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 desk:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <section
          className="relative overflow-x-auto"
          aria-label={title}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
        >
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{first}</th>
                {columns.map((one) => (
                  <th key={one.key} scope="col" className="end">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={keyOf(row)}>
                  <td>{show(row)}</td>
                  {columns.map((one) => (
                    <td key={one.key} className="end whitespace-nowrap">
                      {one.say(one.of(row))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {column !== undefined && (
          <div className="min-w-0">
            <div className="mb-3 w-48 max-w-full">
              <Select
                quiet
                label={t('reports.asBars', { title })}
                value={column.key}
                options={columns.map((one) => ({ value: one.key, text: one.name }))}
                onChange={setChosen}
              />
            </div>
            <Bars
              label={column.name}
              bars={rows.map((row) => ({
                key: keyOf(row),
                name: nameOf(row),
                value: column.of(row) ?? 0,
                text: column.say(column.of(row)),
              }))}
            />
          </div>
        )}
      </div>
    </section>
  );
}
