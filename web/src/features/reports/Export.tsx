import { Download } from 'lucide-react';
import type { Report } from '@/api/types';
import { Menu, MenuItem } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import type { Period } from './model';
import { SHEETS, sheetOf } from './sheet';

/** The report's tables as files, one for each. */
export function Export({ report, period }: { report: Report; period: Period }) {
  const { t } = useTranslation();
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="btn btn-s ms-auto">
          <Download size={14} aria-hidden />
          {t('common.csv')}
        </button>
      }
    >
      {SHEETS.map((sheet) => (
        <MenuItem
          key={sheet}
          onSelect={() =>
            download(`report-${sheet}-${period.since}-${period.until}.csv`, 'text/csv', csvOf(sheetOf(report, sheet)))
          }
        >
          {t(`reports.sheet.${sheet}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
