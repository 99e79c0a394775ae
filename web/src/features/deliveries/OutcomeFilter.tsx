import { useQuery } from '@tanstack/react-query';
import { Choice } from '@/components/ui/Choice';
import { useTranslation } from '@/i18n/use-translation';
import { type Outcome, troubledQuery } from './api';
import { Count } from './Lately';

/** Those that want looking at come first. */
const ORDER = ['parked', 'quarantined', 'unsupported', 'deferred', 'applied', 'duplicate', 'test'] as const;

type Props = { value: Outcome | null; onChange: (outcome: Outcome | null) => void };

export function OutcomeFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  const counts = {
    parked: useQuery(troubledQuery('parked')).data,
    quarantined: useQuery(troubledQuery('quarantined')).data,
  };
  const text = (outcome: (typeof ORDER)[number]) => {
    const count = outcome === 'parked' || outcome === 'quarantined' ? counts[outcome] : undefined;
    return (
      <>
        {t(`deliveries.outcome.${outcome}`)}
        {count !== undefined && count.count > 0 && (
          <span className="num text-3">
            <Count of={count} />
          </span>
        )}
      </>
    );
  };
  return (
    <Choice
      label={t('deliveries.which')}
      value={value ?? 'all'}
      options={[
        { value: 'all', text: t('deliveries.everything') },
        ...ORDER.map((outcome) => ({ value: outcome, text: text(outcome) })),
      ]}
      onChange={(next) => onChange(next === 'all' ? null : next)}
    />
  );
}
