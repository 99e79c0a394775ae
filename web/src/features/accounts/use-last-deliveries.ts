import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { managedQuery } from '@/api/accounts';
import type { Platform } from '@/api/types';
import { useLive } from '@/lib/live/context';

/** A busy hour is a read of the list every so often, not one for each message. */
const REFRESH_MS = 1_000;

/** Keeps "last delivery" true while somebody looks: a customer's message was one. */
export function useLastDeliveries(): void {
  const queryClient = useQueryClient();
  const { inbound } = useLive();
  useEffect(() => {
    const timers = new Map<Platform, number>();
    const unsubscribe = inbound.subscribe(() => {
      const platform = inbound.get()?.platform;
      if (platform === undefined || timers.has(platform)) return;
      const read = () => {
        timers.delete(platform);
        void queryClient.invalidateQueries({ queryKey: managedQuery(platform).queryKey });
      };
      timers.set(platform, window.setTimeout(read, REFRESH_MS));
    });
    return () => {
      unsubscribe();
      for (const timer of timers.values()) window.clearTimeout(timer);
    };
  }, [inbound, queryClient]);
}
