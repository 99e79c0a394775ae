import { useTranslation } from '@/i18n/use-translation';

/** Kinds of elements that have a name here; a kind that nobody has described is told in Meta's own word. */
const KINDS = [
  'message',
  'message_edit',
  'reaction',
  'read',
  'delivery',
  'postback',
  'referral',
  'optin',
  'response_feedback',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'release_thread_control',
  'extend_thread_control',
  'app_roles',
  'account_linking',
  'policy_enforcement',
  'comments',
  'live_comments',
  'mentions',
  'mention',
  'feed',
  'story_insights',
  'leadgen',
] as const;

/** The name of a kind of element. */
export function useWhat(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => {
    const known = KINDS.find((one) => one === kind);
    return known === undefined ? kind : t(`deliveries.what.${known}`);
  };
}
