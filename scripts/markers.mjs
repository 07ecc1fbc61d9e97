/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`, each on a line of its own.
 * @param {string} page
 * @param {string} name
 * @param {string} text
 */
export function replaceBetweenMarkers(page, name, text) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->\n`];
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (!page.includes(begin) || to < from) throw new Error(`the page has no ${begin}${end}`);
  return `${page.slice(0, from)}\n${text}\n\n${page.slice(to)}`;
}
