import { useQueryClient } from '@tanstack/react-query';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { focusSoon, onePaneAtATime } from '@/lib/focus';
import { useLive } from '@/lib/live/context';
import type { ChatList, ListFilter } from '@/lib/live/model';
import { loadMoreChats } from '../api';
import { ChatRow } from './ChatRow';
import { inSteadyOrder, risen } from './steady';

/** A row with three lines and its margin, before it is measured. */
const ROW_HEIGHT = 79;
/** The next page is asked for this many rows before the end comes into sight. */
const LOAD_AHEAD = 15;
const OVERSCAN = 8;
const estimateSize = () => ROW_HEIGHT;

type Props = {
  filter: ListFilter;
  list: ChatList;
  selected: string | null;
  onOpen: (id: string) => void;
  onOrder: (ids: readonly string[]) => void;
};

/** The list itself: a listbox with roving focus, of which only what is in sight exists in the page. */
export function ChatRows({ filter, list, selected, onOpen, onOrder }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, moved, settle, pointer, atTop } = useSteadyRows(list);
  const selectedAt = useMemo(() => rows.findIndex((row) => row.value.id === selected), [rows, selected]);
  const [focusAt, setFocusAt] = useState<number | null>(null);
  const tabStop = focusAt ?? Math.max(0, selectedAt);
  // One function per order: with a new one on every scroll, the virtualizer would measure the whole list again each time.
  const getItemKey = useCallback((index: number) => rows[index]?.value.id ?? index, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    overscan: OVERSCAN,
    // The row that holds the focus stays in the page, however far the list is scrolled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), tabStop])].sort((a, b) => a - b),
    paddingStart: 4,
    paddingEnd: 12,
  });
  const items = virtual.getVirtualItems();
  const failed = useNextPage(filter, list, (items.at(-2)?.index ?? 0) + LOAD_AHEAD >= rows.length);

  useEffect(() => onOrder(rows.map((row) => row.value.id)), [rows, onOrder]);
  // Only when another chat is chosen: the list must not jump when rows move.
  const revealed = useRef<string | null>(null);
  useEffect(() => {
    if (selectedAt >= 0 && revealed.current !== selected) virtual.scrollToIndex(selectedAt, { align: 'auto' });
    const left = revealed.current;
    revealed.current = selected;
    if (selected === null && left !== null && onePaneAtATime()) {
      focusSoon(() => document.getElementById(`chat-${left}`));
    }
  }, [selected, selectedAt, virtual]);

  const focusRow = (index: number) => {
    const at = Math.min(rows.length - 1, Math.max(0, index));
    setFocusAt(at);
    virtual.scrollToIndex(at, { align: 'auto' });
    focusSoon(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"]`) ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const goals: Record<string, number> = {
      ArrowDown: tabStop + 1,
      ArrowUp: tabStop - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: tabStop + 8,
      PageUp: tabStop - 8,
    };
    const goal = goals[event.key];
    if (goal !== undefined) focusRow(goal);
    else if (event.key === 'Enter' || event.key === ' ') {
      const row = rows[tabStop];
      if (row !== undefined) onOpen(row.value.id);
    } else return;
    event.preventDefault();
  };
  return (
    <div className="relative min-h-0 flex-1">
      {moved > 0 && (
        <button
          type="button"
          className="btn btn-s absolute top-2 left-1/2 z-[var(--z-sticky)] -translate-x-1/2 rounded-full bg-raised shadow-mid"
          title={t('inbox.movedShow')}
          onClick={() => {
            settle();
            virtual.scrollToOffset(0);
          }}
        >
          <ArrowUp size={14} aria-hidden />
          {t('inbox.moved', { count: moved })}
        </button>
      )}
      <div
        ref={scroller}
        role="listbox"
        aria-label={t('inbox.listLabel')}
        tabIndex={-1}
        onBlur={() => setFocusAt(null)}
        onPointerMove={(event) => event.pointerType === 'mouse' && pointer(true)}
        onPointerLeave={() => pointer(false)}
        onScroll={(event) => atTop(event.currentTarget.scrollTop <= 0)}
        className="h-full overflow-y-auto overscroll-contain px-1.5"
      >
        <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                id={`chat-${row.value.id}`}
                role="option"
                aria-selected={row.value.id === selected}
                aria-setsize={list.next === null ? rows.length : -1}
                aria-posinset={item.index + 1}
                tabIndex={item.index === tabStop ? 0 : -1}
                className="absolute top-0 start-0 w-full rounded-control pb-px -outline-offset-2"
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={() => setFocusAt(item.index)}
                onClick={() => onOpen(row.value.id)}
                onKeyDown={onKeyDown}
              >
                <ChatRow chat={row.value} selected={row.value.id === selected} />
              </div>
            );
          })}
        </div>
        {failed !== null && (
          <p role="alert" className="flex items-center justify-center gap-2 pb-4 text-fs2 text-2">
            {t('inbox.moreFailed')}
            <button type="button" className="btn btn-s" onClick={failed}>
              {t('common.retry')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** Reads on while the end is near. Returns how to try again when that failed. */
function useNextPage(filter: ListFilter, list: ChatList, near: boolean): (() => void) | null {
  const queryClient = useQueryClient();
  const live = useLive();
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const wanted = near && list.next !== null && state === 'idle';
  useEffect(() => {
    if (!wanted) return;
    setState('loading');
    loadMoreChats(queryClient, live, filter).then(
      () => setState('idle'),
      () => setState('failed'),
    );
  }, [wanted, queryClient, live, filter]);
  return state === 'failed' ? () => setState('idle') : null;
}

/** A mouse that has been left lying on the list no longer points at anything in it. */
const POINTING_LASTS_MS = 2_500;

function usePointing(): [boolean, (pointing: boolean) => void] {
  const [pointing, setPointing] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const point = useCallback((now: boolean) => {
    window.clearTimeout(timer.current);
    if (now) timer.current = window.setTimeout(() => setPointing(false), POINTING_LASTS_MS);
    setPointing(now);
  }, []);
  return [pointing, point];
}

/** Keeps rows in their places while the person points at the list or has scrolled down in it. */
function useSteadyRows(list: ChatList) {
  const [pointing, setPointing] = usePointing();
  const [top, setTop] = useState(true);
  const frozen = pointing || !top;
  const [order, setOrder] = useState<readonly string[] | null>(null);
  if (!frozen && order !== null) setOrder(null);
  if (frozen && order === null) setOrder(list.rows.map((row) => row.value.id));
  const rows = useMemo(() => (order === null ? list.rows : inSteadyOrder(order, list.rows)), [order, list.rows]);
  const moved = useMemo(() => (order === null ? 0 : risen(rows, list.rows)), [order, rows, list.rows]);
  const settle = useCallback(() => setOrder(list.rows.map((row) => row.value.id)), [list.rows]);
  return { rows, moved, settle, pointer: setPointing, atTop: setTop };
}
