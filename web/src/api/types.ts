import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Chat = Schemas['Chat'];
export type Message = Schemas['Message'];
export type Attachment = Schemas['Attachment'];
export type Account = Schemas['Account'];
export type AuthConfig = Schemas['AuthConfig'];
export type ReplyWindow = Schemas['ReplyWindow'];
export type Platform = Chat['platform'];
