/**
 * The look of every page: light and dark as the reader's system is, readable in print without a background. Text has
 * a contrast of at least 4.5 to 1 in each of the three (WCAG 2.2, 1.4.3).
 */
export const pageStyle = `
:root{color-scheme:light dark;--text:#1c2733;--ground:#fff;--muted:#52606d;--line:#d5dce3;--panel:#f4f6f8;--in:#146c43;--out:#a4262c;--pass:#146c43;--warn:#7a4f00;--fail:#a4262c;--error:#6b3fa0;--accent:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--text:#e4e9ee;--ground:#14191f;--muted:#a6b3c0;--line:#39434d;--panel:#1d242c;--in:#5fc795;--out:#ff8f85;--pass:#5fc795;--warn:#f0b84b;--fail:#ff8f85;--error:#c9a6ff;--accent:#7db4f0}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:var(--text);background:var(--ground)}
h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.25rem;margin:2.4rem 0 .6rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1.6rem 0 .4rem}
.lead,.note,caption,footer{color:var(--muted)}.note,caption,footer{font-size:.87rem}footer{margin-top:3rem;border-top:1px solid var(--line)}
a{color:var(--accent)}code{font-family:ui-monospace,monospace;font-size:.92em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}caption{text-align:left;padding:.2rem 0}
th,td{padding:.28rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}td code{overflow-wrap:anywhere}.long{overflow-wrap:anywhere;min-width:9rem}
thead th{font-weight:600}tbody th{font-weight:500}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;margin:1rem 0;padding:0}
.facts div{background:var(--panel);border-radius:.4rem;padding:.5rem .7rem}.facts dt{color:var(--muted);font-size:.85rem}.facts dd{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.badge{display:inline-block;border:1px solid currentColor;border-radius:.3rem;padding:0 .4rem;font-size:.85rem;font-weight:600;white-space:nowrap}
.pass{color:var(--pass)}.warn{color:var(--warn)}.fail{color:var(--fail)}.error{color:var(--error)}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--accent)}
figure{margin:.8rem 0}figcaption{color:var(--muted);font-size:.87rem}
svg{width:100%;height:auto;font:12px system-ui,sans-serif;display:block}svg text{fill:var(--text)}svg .muted{fill:var(--muted)}
svg .in{fill:var(--in);stroke:var(--in)}svg .out{fill:var(--out);stroke:var(--out)}svg rect{stroke:none!important}svg .axis{stroke:var(--muted)}svg .grid{stroke:var(--line)}
@media screen and (max-width:40rem){figure{overflow-x:auto}figure svg{min-width:36rem}}
@media print{:root{--text:#000;--ground:#fff;--muted:#444;--line:#999;--panel:#fff;--in:#146c43;--out:#a4262c;--pass:#146c43;--warn:#7a4f00;--fail:#a4262c;--error:#6b3fa0;--accent:#000}
body{max-width:none;margin:0;padding:0;font-size:10pt}.scroll{overflow:visible}.facts div{border:1px solid var(--line)}
svg,figure,tr,.facts{break-inside:avoid}h2,h3,caption,thead{break-after:avoid}thead{display:table-header-group}*{print-color-adjust:exact}}`;
