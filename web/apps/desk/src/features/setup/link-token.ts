import { useState } from 'react';

/** The one-time token behind the hash of a link; it stays in the address, so a reload keeps it. */
export function useLinkToken(): string {
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  return token;
}
