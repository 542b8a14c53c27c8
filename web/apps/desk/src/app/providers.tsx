import type { Session } from '@otklik/api';
import { KitProvider, type SchemeChoice } from '@otklik/ui';
import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { keys } from '~/shared/keys';
import { keep, recall } from '~/shared/kept';
import { speak } from '~/shared/i18n';

interface ProvidersProps {
  client: QueryClient;
  nonce: string;
  children: ReactNode;
}

export function Providers({ client, nonce, children }: ProvidersProps) {
  return (
    <QueryClientProvider client={client}>
      <Looks nonce={nonce}>{children}</Looks>
    </QueryClientProvider>
  );
}

/** Theme, density and language as the operator prefers; the last ones known until the session is there. */
function Looks({ nonce, children }: { nonce: string; children: ReactNode }) {
  const { data } = useQuery<Session>({ queryKey: keys.session, enabled: false, queryFn: () => Promise.reject(new Error('Loaded by the router')) });
  const preferences = data?.operator.preferences;
  const scheme = preferences?.theme ?? (recall('theme') as SchemeChoice | null) ?? 'system';
  useEffect(() => {
    if (!preferences) return;
    keep('theme', preferences.theme);
    document.documentElement.dataset['density'] = preferences.density;
    void speak(preferences.locale);
  }, [preferences]);
  return (
    <KitProvider scheme={scheme} nonce={nonce}>
      <NoticesOnceThere />
      {children}
    </KitProvider>
  );
}

/** The notices are fetched behind the first screen, which has none. */
function NoticesOnceThere() {
  const [Notices, setNotices] = useState<ComponentType | null>(null);
  useEffect(() => {
    // A desk without its corner for notices still works, so a failure is not worth the screen of errors.
    import('./notices').then((found) => setNotices(() => found.Notices)).catch(() => undefined);
  }, []);
  return Notices && <Notices />;
}
