import type { AuthConfig, Platform } from '@/api/types';

/** Where Meta sends what happens (the guide's addresses; each takes both platforms). */
const CALLBACKS = { INSTAGRAM: '/api/webhooks/instagram', FACEBOOK: '/api/webhooks/facebook' } as const;

/** The fields of Meta's webhook form that something here comes of, by Meta's names for each product. */
export const FIELDS_TO_TICK = {
  INSTAGRAM: [
    'messages',
    'messaging_postbacks',
    'messaging_optins',
    'message_reactions',
    'message_edit',
    'messaging_seen',
    'messaging_referral',
    'messaging_handover',
    'standby',
    'comments',
    'live_comments',
    'mentions',
    'story_insights',
  ],
  FACEBOOK: [
    'messages',
    'messaging_postbacks',
    'messaging_optins',
    'message_echoes',
    'message_deliveries',
    'message_reads',
    'message_reactions',
    'messaging_referrals',
    'messaging_handovers',
    'messaging_policy_enforcement',
    'standby',
    'feed',
    'mention',
  ],
} as const;

/** Where this server is for Meta; without a public address, where it is for this browser. */
function originOf(config: AuthConfig): string {
  return config.webhook_url === null ? window.location.origin : new URL(config.webhook_url).origin;
}

export const callbackOf = (config: AuthConfig, platform: Platform) => `${originOf(config)}${CALLBACKS[platform]}`;

/** Where Meta's login sends the browser back to; it has to be entered there word for word. */
export const redirectOf = (config: AuthConfig, platform: Platform) =>
  `${originOf(config)}/api/oauth/${platform.toLowerCase()}/callback`;

export const deauthorizeOf = (config: AuthConfig) => `${originOf(config)}/api/meta/deauthorize`;

export const dataDeletionOf = (config: AuthConfig) => `${originOf(config)}/api/meta/data-deletion`;
