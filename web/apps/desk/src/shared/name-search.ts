/** Finding a name by what was typed, also when the keyboard was in the other layout: "ntktuhfv" finds «телеграм». */
const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

function moved(text: string, from: string, to: string): string {
  return [...text].map((sign) => to[from.indexOf(sign)] ?? sign).join('');
}

export function matches(query: string, text: string): boolean {
  const asked = query.trim().toLocaleLowerCase();
  if (asked === '') return true;
  const where = text.toLocaleLowerCase();
  const readings = [asked, moved(asked, latin, cyrillic), moved(asked, cyrillic, latin)];
  return readings.some((reading) => reading.split(/\s+/).every((word) => where.includes(word)));
}
