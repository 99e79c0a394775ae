import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Chat, Message } from '@/api/types';
import { LiveContext } from '@/lib/live/context';
import type { Live } from '@/lib/live/live';
import { type Session, SessionContext } from '@/lib/session';
import { makeChat, makeMessage, makeThread } from '@/testing/make';
import { OutboxContext } from '../context';
import type { Outbox } from '../outbox';
import { Composer } from './Composer';

const session = { me: { id: 'me', name: 'Ines', role: 'admin' }, config: { human_agent: true } } as Session;

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

function setUp(changes: Partial<Chat> = {}) {
  // The customer's dots are asked for while one writes.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}'));
  const chat = makeChat('c1', { reply_window: { state: 'open', closes_at: soon(7_200_000) }, ...changes });
  const send = vi.fn();
  const announce = vi.fn();
  const page = (messages: readonly Message[]) => (
    <QueryClientProvider client={new QueryClient()}>
      <SessionContext value={session}>
        <LiveContext value={{ announce } as unknown as Live}>
          <OutboxContext value={{ send } as unknown as Outbox}>
            <Composer thread={makeThread(chat, messages, 1)} name="Maya" replyTo={null} onReplyTo={() => undefined} />
          </OutboxContext>
        </LiveContext>
      </SessionContext>
    </QueryClientProvider>
  );
  const { rerender } = render(page([]));
  const answer = (by: string) =>
    rerender(page([makeMessage('m1', { direction: 'outbound', sent_by: by, timestamp: soon(1_000) })]));
  const write = (text: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value: text } });
  const press = (init: object) => fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter', ...init });
  return { send, announce, write, press, answer };
}

const sent = (content: string, resolve = false) => [
  'c1',
  { content, attachments: [], replyTo: null },
  [],
  expect.any(Number),
  resolve,
];

describe('the composer', () => {
  it.each([{}, { ctrlKey: true }, { metaKey: true }])('sends with Enter %j and is empty again', (keys) => {
    const { send, write, press } = setUp();
    write(' Yes, we can. ');
    press(keys);
    expect(send.mock.calls).toEqual([sent('Yes, we can.')]);
    expect(screen.getByRole('textbox')).toHaveProperty('value', '');
  });

  it('begins a new line with Shift and Enter, and does not send while a word is being composed', () => {
    const { send, write, press } = setUp();
    write('Yes');
    press({ shiftKey: true });
    press({ isComposing: true });
    expect(send).not.toHaveBeenCalled();
  });

  it('sends and ends the work with Ctrl, Shift and Enter', () => {
    const { send, write, press } = setUp();
    write('All done.');
    press({ ctrlKey: true, shiftKey: true });
    expect(send.mock.calls).toEqual([sent('All done.', true)]);
  });

  it('asks before a second answer that does not know of the first', () => {
    const { send, write, press, answer } = setUp();
    write('Hello');
    answer('tom');
    press({});
    expect(send).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Send as well' }));
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('keeps private notes apart from answers', () => {
    const { send, write } = setUp();
    write('for the customer');
    fireEvent.click(screen.getByRole('button', { name: /Private note/ }));
    expect(screen.getByRole('textbox', { name: 'Private note' })).toHaveProperty('value', '');
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'for the team' } });
    fireEvent.click(screen.getByRole('button', { name: /^Reply/ }));
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'for the customer');
    expect(send).not.toHaveBeenCalled();
  });

  it('sends nothing that is empty', () => {
    const { send, write, press } = setUp();
    write('  \n');
    press({});
    expect(send).not.toHaveBeenCalled();
  });

  it('counts Instagram’s bytes and does not send too much by Enter', () => {
    const { send, write, press } = setUp();
    write('é'.repeat(501));
    expect(screen.getByText('1002 of 1000 bytes used')).toBeTruthy();
    press({});
    expect(send).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Send as 2 messages' }));
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('counts Messenger’s characters', () => {
    const { write } = setUp({ platform: 'FACEBOOK' });
    write('é'.repeat(501));
    expect(screen.getByText('501 of 1999 characters used')).toBeTruthy();
  });

  it('keeps a draft for the next visit', () => {
    const { write } = setUp();
    write('half a sen');
    expect(localStorage.getItem('tg.draft.me.c1')).toBe('half a sen');
  });

  it('tells colleagues about typing, but not with every letter', () => {
    const { announce, write } = setUp();
    write('a');
    write('ab');
    expect(announce.mock.calls).toEqual([['typing', 'c1']]);
  });

  it('gives way to the reason where no reply is allowed', () => {
    setUp({ reply_window: { state: 'closed', closes_at: null } });
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByText(/opens again when Maya writes/)).toBeTruthy();
  });

  it('asks for a person between 24 hours and 7 days', () => {
    setUp({ reply_window: { state: 'human_agent', closes_at: soon(86_400_000) } });
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Answer as a person' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox'));
  });
});
