/** What an entry says; a credit in euros that is booked, unless told. */
export interface EntryParts {
  readonly amount: string;
  readonly indicator?: string;
  readonly status?: string;
  readonly currency?: string;
  readonly more?: string;
}

/** An entry of 2024-01-02 with its value a day later. */
export function entry({
  amount,
  indicator = 'CRDT',
  status = 'BOOK',
  currency = 'EUR',
  more = '',
}: EntryParts): string {
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${indicator}</CdtDbtInd>${status === '' ? '' : `<Sts>${status}</Sts>`}<BookgDt><Dt>2024-01-02</Dt></BookgDt><ValDt><Dt>2024-01-03</Dt></ValDt>${more}</Ntry>`;
}

/** A balance of a type such as `OPBD`. */
export function balance(
  type: string,
  amount: string,
  indicator: string = 'CRDT',
  currency: string = 'EUR',
): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${indicator}</CdtDbtInd><Dt><Dt>2024-01-01</Dt></Dt></Bal>`;
}

/** A message with one statement of an account in euros. */
export function document(
  content: string,
  { version = 'camt.053.001.02', message = 'BkToCstmrStmt', part = 'Stmt' } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${message}><GrpHdr><MsgId>M</MsgId></GrpHdr><${part}><Id>S1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>${content}</${part}></${message}></Document>`;
}

/** One payment of an entry. */
export function payment(amount: string, more: string = ''): string {
  return `<TxDtls><Amt Ccy="EUR">${amount}</Amt>${more}</TxDtls>`;
}
