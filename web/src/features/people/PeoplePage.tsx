import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Invited } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { Dialog } from '@/components/ui/Dialog';
import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';
import { AuditLog } from './AuditLog';
import { InviteForm } from './InviteForm';
import { OneTimePassword } from './OneTimePassword';
import { PeopleList } from './PeopleList';

const TABS = ['people', 'audit'] as const;

/** Who works here and what they may do; and what was done. */
export function PeoplePage() {
  const { t } = useTranslation();
  const [tab, setTab] = useState<(typeof TABS)[number]>('people');
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  return (
    <Page
      title={t('people.title')}
      tools={
        <>
          <Choice
            label={t('people.title')}
            value={tab}
            options={TABS.map((one) => ({ value: one, text: t(`people.tab.${one}`) }))}
            onChange={setTab}
          />
          {tab === 'people' && (
            <button type="button" className="btn btn-primary ms-auto" onClick={() => setInviting(true)}>
              <UserPlus size={16} aria-hidden />
              {t('people.invite')}
            </button>
          )}
        </>
      }
    >
      <div className="mx-auto max-w-[900px]">
        {tab === 'people' ? <PeopleList onPassword={setInvited} /> : <AuditLog />}
      </div>
      <Dialog
        open={inviting}
        onClose={() => setInviting(false)}
        title={t('people.invite')}
        closeLabel={t('common.close')}
      >
        <InviteForm
          onInvited={(person) => {
            setInviting(false);
            setInvited(person);
          }}
        />
      </Dialog>
      <OneTimePassword person={invited} onClose={() => setInvited(null)} />
    </Page>
  );
}
