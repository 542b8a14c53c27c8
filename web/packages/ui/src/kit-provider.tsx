import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme, variables } from './theme';
import { Tips } from './tips';

export type SchemeChoice = 'light' | 'dark' | 'system';

interface KitProviderProps {
  scheme: SchemeChoice;
  /** The page's nonce: without it a strict policy drops every style made at run time. */
  nonce: string;
  children: ReactNode;
}

export function KitProvider({ scheme, nonce, children }: KitProviderProps) {
  const chosen = scheme === 'system' ? {} : { forceColorScheme: scheme };
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} getStyleNonce={() => nonce} defaultColorScheme="auto" {...chosen}>
      {children}
      <Tips />
    </MantineProvider>
  );
}
