import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a German bank gives for download, down to its encoding; one row is damaged. All of it is made up. */
const downloaded = `"Kontoauszug";"Girokonto DE89370400440532013000"
"Zeitraum:";"01.01.2024 - 31.01.2024"

Buchungstag;Wertstellung;Auftraggeber / Empfänger;Verwendungszweck;Soll;Haben;Saldo;Währung
02.01.2024;02.01.2024;REWE Markt GmbH;REWE SAGT DANKE 4711;-45,30;;1.954,70;EUR
03.01.2024;03.01.2024;Müller Bürobedarf;Rechnung 2024-001;-1.234,56;;720,14;EUR
05.01.2024;05.01.2024;Käufer AG;Zahlung Rechnung 88;;2.500,00;3.220,14;EUR
15.01.2024;15.01.2024;Stadtwerke Köln;Strom Januar;-120,00;;3.100,14;EUR
32.01.2024;31.01.2024;Bank;Entgelt;-4,90;;3.095,24;EUR
31.01.2024;31.01.2024;Finanzamt;Umsatzsteuer Dezember;-800,00;;2.295,24;EUR
`;

/** The same account as an accounting tool fetched it two weeks later: three of the rows above, and two of its own. */
const fetched = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20240212<LANGUAGE>GER</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>37040044<ACCTID>DE89370400440532013000<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20240104<DTEND>20240212
${[
  ['CREDIT', '20240105', '2500.00', 'A2', 'Kaeufer AG', 'Zahlung Rechnung 88'],
  ['DEBIT', '20240116', '-120.00', 'A3', 'Stadtwerke Koeln', 'Strom Januar'],
  ['DEBIT', '20240131', '-800.00', 'A4', 'Finanzamt', 'Umsatzsteuer Dezember'],
  ['DEBIT', '20240207', '-89.90', 'A5', 'AMZN Mktp DE*2K4', ''],
  ['DEBIT', '20240209', '-12.40', 'A6', 'SumUp *Cafe Sonne Koeln', ''],
]
  .map(
    ([type, day, amount, id, name, memo]) =>
      `<STMTTRN><TRNTYPE>${type}<DTPOSTED>${day}120000<TRNAMT>${amount}<FITID>${id}<NAME>${name}${memo ? `<MEMO>${memo}` : ''}</STMTTRN>`,
  )
  .join('\n')}
</BANKTRANLIST><LEDGERBAL><BALAMT>2192.94<DTASOF>20240212</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`;

/** Writes the two exports that the example imports into a folder, and gives the pattern that finds them. */
export async function writeExports(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  // Every character of it has the same number in Latin-1, as Windows-1252 has too.
  await writeFile(join(folder, '1-umsaetze.csv'), Buffer.from(downloaded, 'latin1'));
  await writeFile(join(folder, '2-giro.ofx'), fetched);
  return `${folder}/*.{csv,ofx}`;
}
