import type { components } from './schema';

type Schemas = components['schemas'];

/** The document calls some closed sets plain strings; the contract lists their values, and these types hold them. */
type Narrow<T, Values> = Omit<T, keyof Values> & Values;

export type Platform = 'INSTAGRAM' | 'FACEBOOK';
export type User = Schemas['User'];
export type ReplyWindow = Narrow<Schemas['ReplyWindow'], { state: 'open' | 'human_agent' | 'closed' | 'unknown' }>;
export type Chat = Narrow<Schemas['Chat'], { platform: Platform; reply_window: ReplyWindow }>;
export type Attachment = Schemas['Attachment'];
export type Message = Narrow<Schemas['Message'], { platform: Platform; direction: 'inbound' | 'outbound' }>;
export type Account = Narrow<Schemas['InstagramAccount'], { status: 'active' | 'expiring' | 'reconnect' | 'paused' }>;
export type AuthConfig = Narrow<Schemas['PublicConfig'], { mode: 'mock' | 'real' }>;
