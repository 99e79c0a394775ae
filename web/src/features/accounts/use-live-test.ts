import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Managed } from '@/api/accounts';
import { useLive } from '@/lib/live/context';
import { useStore } from '@/lib/store';
import { heardQuery } from './api';
import { type Heard, heardSince } from './heard';

const WAITING: Heard = { kind: 'waiting' };

/** Waits for the first message to an account. What had come before it began does not count. */
export function useLiveTest(account: Managed) {
  const [running, setRunning] = useState(true);
  // The server's time of the newest delivery when the test began; undefined while that is being asked.
  const [after, setAfter] = useState<string | null | undefined>(undefined);
  const [message, setMessage] = useState<Heard | null>(null);
  const { data, error, refetch } = useQuery(heardQuery(running && message === null));
  const begin = useCallback(async () => {
    setRunning(true);
    setAfter(undefined);
    const now = await refetch({ cancelRefetch: false });
    if (now.data !== undefined) setAfter(now.data[0]?.received_at ?? null);
  }, [refetch]);
  useEffect(() => void begin(), [begin]);
  const inbound = useStore(useLive().inbound);
  useEffect(() => {
    if (inbound !== null) void refetch();
  }, [inbound, refetch]);
  const listening = running && data !== undefined && after !== undefined;
  const heard = listening ? heardSince(data, after, account.externalId) : WAITING;
  useEffect(() => {
    // It stays green, whatever comes afterwards.
    if (heard.kind === 'message') setMessage((first) => first ?? heard);
  }, [heard]);
  return {
    running: running || message !== null,
    heard: message ?? heard,
    problem: error?.message ?? null,
    begin: () => void begin(),
    stop: () => setRunning(false),
  };
}
