import type { components } from './schema';

type Schemas = components['schemas'];

/** Every listed field of an answer is present, null where empty (contract §1); the document only says "not required". */
type Present<T> = T extends readonly (infer Item)[]
  ? Present<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Present<Exclude<T[Key], undefined>> }
    : T;

/** The document calls some closed sets plain strings; the contract lists their values, and these types hold them. */
type Narrow<T, Values> = Omit<Present<T>, keyof Values> & Values;

export type Platform = 'INSTAGRAM' | 'FACEBOOK';
export type User = Schemas['User'];
export type Me = Schemas['Me'];
export type LoginInfo = Present<Schemas['LoginInfo']>;
export type ReplyWindow = Present<Schemas['ReplyWindow']>;
export type Chat = Narrow<Schemas['Chat'], { platform: Platform }>;
export type Attachment = Present<Schemas['Attachment']>;
export type Message = Narrow<Schemas['Message'], { platform: Platform; direction: 'inbound' | 'outbound' }>;
export type Note = Present<Schemas['Note']>;
export type Entry = Schemas['Entry'];
export type Upload = Present<Schemas['Upload']>;
export type Rich = Schemas['Rich'];
export type Template = Narrow<Schemas['Template'], { platform: Platform }>;
export type ListedComment = Present<Schemas['ListedComment']>;
export type Mention = Present<Schemas['Mention']>;
export type Account = Narrow<Schemas['InstagramAccount'], { status: 'active' | 'expiring' | 'reconnect' | 'paused' }>;
export type AuthConfig = Narrow<Schemas['PublicConfig'], { mode: 'mock' | 'real' }>;
export type Page = Narrow<Schemas['FacebookPage'], { status: Account['status'] }>;
export type Check = Present<Schemas['Check']>;
export type History = Narrow<Schemas['History'], { state: 'running' | 'waiting' | 'idle' }>;
export type Health = Narrow<Schemas['Health'], { checks: Check[] }>;
export type Conversion = Present<Schemas['MarketingEvent']>;
export type ConversionTotal = Present<Schemas['ConversionTotal']>;
export type Delivery = Present<Schemas['DeliverySummary']>;
export type DeliveryDetail = Present<Schemas['DeliveryDetail']>;
export type OutboxJob = Present<Schemas['OutboxJob']>;
export type AuditEntry = Present<Schemas['AuditEntry']>;
export type Invited = Schemas['Invited'];
export type Report = Present<Schemas['Report']>;
export type LoginChoice = Narrow<Schemas['Choice'], { accounts: Choosable[] }>;
export type Choosable = Narrow<Schemas['Choosable'], { platform: Platform }>;
export type LostMessage = Present<Schemas['LostMessage']>;
export type ChoiceMade = Present<Schemas['ChoiceMade']>;
export type Insight = Present<Schemas['Insight']>;
export type HistoryPoint = Schemas['HistoryPoint'];
export type KnownPost = Present<Schemas['KnownPost']>;
