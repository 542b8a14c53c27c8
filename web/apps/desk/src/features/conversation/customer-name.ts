import { createContext, useContext } from 'react';

/** What the customer of this thread is called: older messages of somebody without a name carry none. */
export const CustomerName = createContext('');

/** The name on a message: its own, or the customer's. */
export function useAuthorName(name: string): string {
  const customer = useContext(CustomerName);
  return name || customer;
}
