import type { Report } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';

export function Tables({ report }: { report: Report }) {
  const { t } = useTranslation();
  const duration = useDuration();
  return (
    <>
      <section className="min-w-0 rounded-card border border-line bg-panel p-4">
        <h2 className="mb-2 text-fs4">{t('reports.byAgent')}</h2>
        <div className="overflow-x-auto">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('reports.column.person')}</th>
                <Head name={t('reports.column.sent')} />
                <Head name={t('reports.column.chats')} />
                <Head name={t('reports.column.firstAnswers')} />
                <Head name={t('reports.column.firstMedian')} />
                <Head name={t('reports.column.resolved')} />
                <Head name={t('reports.column.workMedian')} />
              </tr>
            </thead>
            <tbody>
              {report.by_agent.map((row) => (
                <tr key={row.user?.id ?? 'elsewhere'}>
                  <td>
                    <span className="flex items-center gap-2.5">
                      {row.user !== null && <Face id={row.user.id} name={row.user.name} size={22} />}
                      <span className="cut">{row.user?.name ?? t('reports.elsewhere')}</span>
                    </span>
                  </td>
                  <td className="end">{row.sent}</td>
                  <td className="end">{row.chats}</td>
                  <td className="end">{row.first_answers}</td>
                  <td className="end">{duration(row.median_first_answer_seconds)}</td>
                  <td className="end">{row.resolved}</td>
                  <td className="end">{duration(row.median_resolution_seconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="min-w-0 rounded-card border border-line bg-panel p-4">
        <h2 className="mb-2 text-fs4">{t('reports.byPlatform')}</h2>
        <div className="overflow-x-auto">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('reports.column.platform')}</th>
                <Head name={t('reports.inbound')} />
                <Head name={t('reports.outbound')} />
                <Head name={t('reports.column.chats')} />
                <Head name={t('reports.column.firstAnswers')} />
                <Head name={t('reports.column.firstMedian')} />
              </tr>
            </thead>
            <tbody>
              {report.by_platform.map((row) => (
                <tr key={row.platform}>
                  <td>{platformName(row.platform === 'FACEBOOK' ? 'FACEBOOK' : 'INSTAGRAM')}</td>
                  <td className="end">{row.inbound}</td>
                  <td className="end">{row.outbound}</td>
                  <td className="end">{row.chats}</td>
                  <td className="end">{row.first_answers}</td>
                  <td className="end">{duration(row.median_first_answer_seconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

function Head({ name }: { name: string }) {
  return (
    <th scope="col" className="end">
      {name}
    </th>
  );
}
