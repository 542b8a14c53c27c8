import { Notifications } from '@mantine/notifications';
import type { Session } from '@otklik/api';
import { KitProvider, type SchemeChoice } from '@otklik/ui';
import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { keys } from '~/shared/keys';
import { keep, recall } from '~/shared/kept';
import { speak } from '~/shared/i18n';
import classes from './shell.module.css';

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
      <Notifications className={classes.notices} position="bottom-left" containerWidth={380} limit={4} autoClose={5000} />
      {children}
    </KitProvider>
  );
}
