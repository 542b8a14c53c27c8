/** Asks the open field to take a prepared answer that was found elsewhere. */
import { createStore } from '../store';

export const cannedRequest = createStore<number | null>(null);
