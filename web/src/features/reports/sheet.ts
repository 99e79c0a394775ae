import type { Report } from '@/api/types';
import { dayOf, total, week } from './model';

type Row = (string | number | null)[];

/** The tables of a report, each a file of its own: a spreadsheet takes one table at a time. */
export const SHEETS = ['summary', 'days', 'hours', 'people', 'platforms'] as const;
export type Sheet = (typeof SHEETS)[number];

export function sheetOf(report: Report, sheet: Sheet): Row[] {
  switch (sheet) {
    case 'summary':
      return summary(report);
    case 'days':
      return [
        ['day', 'inbound', 'outbound'],
        ...report.volume.map(({ at, inbound, outbound }): Row => [dayOf(Date.parse(at)), inbound, outbound]),
      ];
    case 'hours':
      return [
        ['weekday', 'hour', 'inbound'],
        ...week(report.by_hour).flatMap((hours, day) => hours.map((inbound, hour): Row => [day + 1, hour, inbound])),
      ];
    case 'people':
      return people(report);
    case 'platforms':
      return platforms(report);
  }
}

function summary(report: Report): Row[] {
  const { first_answer: first, resolution } = report;
  return [
    ['figure', 'value'],
    ['since', report.since],
    ['until', report.until],
    ['inbound', total(report, 'inbound')],
    ['outbound', total(report, 'outbound')],
    ['first_answers', first.count],
    ['first_answer_median_seconds', first.median_seconds],
    ['first_answer_p90_seconds', first.p90_seconds],
    ['waiting', first.waiting],
    ['resolved', resolution.count],
    ['resolution_median_seconds', resolution.median_seconds],
    ['resolution_p90_seconds', resolution.p90_seconds],
  ];
}

function people(report: Report): Row[] {
  const head = [
    'person',
    'sent',
    'chats',
    'first_answers',
    'median_first_answer_seconds',
    'resolved',
    'median_resolution_seconds',
  ];
  const rows = report.by_agent.map(
    (row): Row => [
      row.user?.name ?? '',
      row.sent,
      row.chats,
      row.first_answers,
      row.median_first_answer_seconds,
      row.resolved,
      row.median_resolution_seconds,
    ],
  );
  return [head, ...rows];
}

function platforms(report: Report): Row[] {
  const rows = report.by_platform.map(
    (row): Row => [
      row.platform,
      row.inbound,
      row.outbound,
      row.chats,
      row.first_answers,
      row.median_first_answer_seconds,
    ],
  );
  return [['platform', 'inbound', 'outbound', 'chats', 'first_answers', 'median_first_answer_seconds'], ...rows];
}
