/** Half to the whole of a delay that doubles from half a second to half a minute. */
export const backoff = (attempt: number, random = Math.random()) => Math.min(30_000, 500 * 2 ** attempt) * (0.5 + random / 2);
