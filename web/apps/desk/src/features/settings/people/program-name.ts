const browsers: [RegExp, string][] = [[/YaBrowser\//, 'Яндекс Браузер'], [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']];
const systems: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']];

/** A browser and its system as people call them; what is neither is shown as it calls itself. */
export function programName(agent: string): string {
  const find = (known: [RegExp, string][]) => known.find(([sign]) => sign.test(agent))?.[1];
  return [find(browsers), find(systems)].filter(Boolean).join(', ') || agent.slice(0, 60);
}
