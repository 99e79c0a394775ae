import { describe, expect, it } from 'vitest';
import { makeChat, makeMessage } from '@/testing/make';
import { parseFrame } from './frames';

const parse = (frame: unknown) => parseFrame(JSON.stringify(frame));

describe('parseFrame', () => {
  it('reads the frames the dashboard acts on', () => {
    const message = makeMessage('m1');
    expect(parse({ type: 'ready', head: 7, log: 'a' })).toEqual({ type: 'ready', head: 7, log: 'a' });
    expect(parse({ type: 'new_message', seq: 8, chat_id: 'c1', platform: 'INSTAGRAM', message })).toMatchObject({
      type: 'new_message',
      seq: 8,
      message: { id: 'm1', content: 'text of m1' },
    });
    expect(parse({ type: 'chat_updated', seq: 9, chat: makeChat('c1') })).toMatchObject({ chat: { id: 'c1' } });
  });

  it('keeps fields it does not know', () => {
    const frame = parse({ type: 'chat_updated', seq: 9, chat: { ...makeChat('c1'), later: 1 } });
    expect(frame).toMatchObject({ chat: { later: 1 } });
  });

  it('passes over kinds it does not show, but counts their place', () => {
    expect(parse({ type: 'ig_dm', seq: 3, text: 'hi' })).toEqual({ type: 'other', seq: 3 });
    expect(parse({ type: 'from_the_future', seq: 4 })).toEqual({ type: 'other', seq: 4 });
    expect(parse({ type: 'something_new' })).toBeNull();
  });

  it('says when a kind it shows has a shape it cannot read', () => {
    expect(parse({ type: 'new_message', seq: 5, chat_id: 'c1', message: { id: 4 } })).toEqual({
      type: 'unreadable',
      seq: 5,
    });
  });

  it.each(['', 'not json', 'null', '[]', '"text"', '{}', '{"type":3}', '{"type":"ready","head":"x","log":1}'])(
    'makes nothing of %j',
    (text) => {
      expect(parseFrame(text)).toBeNull();
    },
  );
});
