import { useMutation } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { ApiError } from '@/api/problem';
import type { Platform } from '@/api/types';
import { PlatformGlyph } from '@/components/ui/Platform';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { keepLogin, type Login } from '../address';
import { logInAtMeta } from '../api';
import { CopyBox } from '../CopyBox';
import { redirectOf } from '../meta';

/** Leaves for Meta's login and comes back to the next step. */
export function LoginWay({ at, login }: { at: Platform; login: Login }) {
  const { t } = useTranslation();
  const { config } = useSession();
  const leave = useMutation({
    mutationFn: () => {
      keepLogin(login);
      return logInAtMeta(at);
    },
  });
  return (
    <div className="grid gap-3">
      <p className="text-fs2 text-2">
        {t(config.mode === 'mock' ? 'accounts.wizard.loginMock' : 'accounts.wizard.login')}
      </p>
      {config.mode === 'real' && <CopyBox label={t('accounts.wizard.redirect')} text={redirectOf(config, at)} />}
      {leave.isError && (
        <Say tone="bad" alert>
          {leave.error instanceof ApiError ? leave.error.detail : t('common.unreachable')}
        </Say>
      )}
      <button
        type="button"
        className="btn btn-primary"
        aria-disabled={leave.isPending}
        onClick={() => leave.isPending || leave.mutate()}
      >
        <PlatformGlyph platform={at} size={16} />
        {t('accounts.wizard.loginAt', { where: platformName(at) })}
        <ExternalLink size={14} aria-hidden />
      </button>
    </div>
  );
}
