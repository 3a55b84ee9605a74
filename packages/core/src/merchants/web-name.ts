const suffix =
  /\.(?:CO\.UK|CO\.U|CO\.|ORG\.UK|GOV\.UK|AC\.UK|LTD\.UK|ME\.UK|COM\.AU|CO\.NZ|COM|NET|ORG|INFO|EU|UK|DE|FR|IT|ES|NL|BE|AT|CH|SE|NO|DK|FI|PL|IE|PT|US|CA|AU|IO|CO|C)\.?$/i;

/** The name in a web address: without `www.`, the path and the public suffix, cut off or not. */
export function withoutDomain(name: string): string {
  if (!name.includes('.') && !name.includes('://')) return name;
  const space = name.indexOf(' ');
  const first = space < 0 ? name : name.slice(0, space);
  const rest = space < 0 ? '' : name.slice(space);
  let label = first.replace(/^https?:\/\//i, '');
  for (;;) {
    const isWeb = /^www\./i.test(label);
    const bare = isWeb ? label.slice(4) : label;
    const host = pathless(bare);
    const next = isWeb || suffix.test(host) ? host.replace(suffix, '') : label;
    if (next === label || !/[\p{L}\p{N}]/u.test(next)) break;
    label = next;
  }
  return label + rest;
}

function pathless(address: string): string {
  const slash = address.indexOf('/');
  return slash > 0 ? address.slice(0, slash) : address;
}
