const STYLE = `
  :root{color-scheme:light dark;--ground:#fff;--text:#1f2328;--words:#57606a;--done:#116329;--line:#d1d9e0}
  @media (prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--words:#9ba5b0;--done:#56d364;--line:#3d444d}}
  *{box-sizing:border-box}
  body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
  main{max-width:56rem;margin:0 auto;padding:1.5rem 1rem 4rem}
  h1{font-size:2.5rem;margin:0 0 .5rem}
  h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
  h3{font-size:1rem;margin:1.5rem 0 .25rem}
  ul{list-style:none;margin:0;padding:0}
  .day,.note{color:var(--words)}
  .did{color:var(--done)}
  @media print{:root{--ground:#fff;--text:#000;--words:#444;--done:#000;--line:#999}main{max-width:none;padding:0}h3,li{break-inside:avoid}h2,h3{break-after:avoid}}
`;

interface Page {
  readonly title: string;
  /** Added to the style that all pages share. */
  readonly style?: string;
  /** What the page shows, in HTML. */
  readonly content: string;
}

/** An HTML page without external files, for light and dark screens, and for print. */
export function htmlPage({ title, style = '', content }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

export function htmlList(items: readonly string[]): string {
  return `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`;
}
