/** Whether an origin is among a chat's sites; `https://*.shop.example` stands for every subdomain. */
export const matches = (sites: string[], origin: string) =>
  sites.some((site) => {
    const [start, end] = site.split('*');
    if (end === undefined) return site !== '' && site === origin;
    return origin.startsWith(start ?? '') && origin.endsWith(end) && origin.length > (start ?? '').length + end.length;
  });
