import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Lets the server know that somebody is at this desk; fetched once the desk stands, as nobody is idle before. */
export function useActivity(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stopped = new AbortController();
    import('./activity')
      .then(({ watchActivity }) => {
        if (stopped.signal.aborted) return;
        stopped.signal.addEventListener('abort', watchActivity(client));
      })
      .catch(() => undefined);
    return () => stopped.abort();
  }, [client]);
}
