import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';

const nothing = () => undefined;

/** Sounds and notices, the service worker, and what tells that a conversation was looked at; fetched behind the first screen. */
export function useAlerts(): void {
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  useEffect(() => {
    const look = () => {
      if (id !== undefined && document.visibilityState === 'visible') void import('./alerts/alerts').then(({ noteSeen }) => noteSeen(Number(id)), nothing);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [id]);
  useEffect(() => {
    const stopped = new AbortController();
    void import('./alerts/begin').then(({ begin }) => {
      if (!stopped.signal.aborted) stopped.signal.addEventListener('abort', begin((page) => void navigate({ href: page })));
    }, nothing);
    return () => stopped.abort();
  }, [navigate]);
}
