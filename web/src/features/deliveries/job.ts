import type { Managed } from '@/api/accounts';
import type { OutboxJob } from '@/api/types';

/** Kinds of work that have a name of their own here; others show the server's. */
export const KINDS = [
  'send',
  'mark_seen',
  'conversion',
  'template_status',
  'fetch_profile',
  'fetch_message',
  'fetch_post',
  'fetch_mention',
  'fetch_comment',
  'sample_account',
  'find_stories',
  'sample_story',
  'erase_person',
] as const;

/** Why something was not taken, by the server's codes; anything else it says is in words already. */
export const WHYS = [
  'reply_window_closed',
  'person_unavailable',
  'no_such_person',
  'object_missing',
  'content_refused',
  'permission_missing',
  'owner_action_needed',
  'other_app_in_control',
  'private_reply_impossible',
  'business_restricted',
  'earlier_part_failed',
  'held_too_long',
  'account_disconnected',
  'account_inactive',
  'file_gone',
  'rejected_by_meta',
  'gave_up',
  'capi_token_required',
] as const;

/** How a piece of work stands, its account's state included. */
export type Standing = 'line' | 'later' | 'running' | 'lost' | 'paused' | 'reconnect' | 'failed' | 'done';

type Holder = Pick<Managed, 'status'>;

export function standingOf(job: Pick<OutboxJob, 'state' | 'run_at'>, account: Holder | null, now: number): Standing {
  if (job.state === 'running' || job.state === 'failed' || job.state === 'done') return job.state;
  if (account?.status === 'reconnect') return 'reconnect';
  if (account?.status === 'paused') return 'paused';
  if (job.state === 'waiting') return 'lost';
  return Date.parse(job.run_at) > now ? 'later' : 'line';
}

/** Kinds whose subject is a chat of ours. */
export function chatOf(job: Pick<OutboxJob, 'kind' | 'subject'>): string | null {
  return job.kind === 'fetch_profile' || job.kind === 'mark_seen' ? job.subject : null;
}
