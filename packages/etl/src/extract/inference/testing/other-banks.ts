import type { BankFormat } from './bank-formats.js';

/**
 * Exports of banks that bank2ynab.conf does not describe, by their publicly known headers: name, delimiter, date
 * format, and for each column its name, `=` and its role, or `~` and the kind of what is skipped.
 */
const descriptions: readonly string[] = [
  'US Chase checking|,|%m/%d/%Y|Details~debitCredit|Posting Date=Date|Description=Payee|Amount=Inflow|Type~type|Balance~bal|Check or Slip #~blank',
  'US Amex|,|%m/%d/%Y|Date=Date|Description=Payee|Amount=Outflow|Extended Details=Memo|Appears On Your Statement As~name|Address~city|City/State~city|Zip Code~num|Country~country|Reference~ref|Category~cat',
  'US Citi|,|%m/%d/%Y|Status~status|Date=Date|Description=Payee|Debit=Outflow|Credit=Inflow',
  'US Discover|,|%m/%d/%Y|Trans. Date=Date|Post Date~date2|Description=Payee|Amount=Outflow|Category~cat',
  'US Capital One 360|,|%m/%d/%y|Account Number~own|Transaction Description=Payee|Transaction Date=Date|Transaction Type=CDFlag|Transaction Amount=Inflow|Balance~bal',
  'UK Barclays|,|%d/%m/%Y|Number~blank|Date=Date|Account~own|Amount=Inflow|Subcategory~type|Memo=Payee',
  'UK Lloyds|,|%d/%m/%Y|Transaction Date=Date|Transaction Type~code|Sort Code~blank|Account Number~own|Transaction Description=Payee|Debit Amount=Outflow|Credit Amount=Inflow|Balance~bal',
  'UK Nationwide|,|%d %b %Y|Date=Date|Transaction type~type|Description=Payee|Paid out=Outflow|Paid in=Inflow|Balance~bal',
  'UK Starling|,|%d/%m/%Y|Date=Date|Counter Party=Payee|Reference=Memo|Type~type|Amount (GBP)=Inflow|Balance (GBP)~bal|Spending Category~cat|Notes~blank',
  'PayPal|,|%d/%m/%Y|Date=Date|Time~time|TimeZone~zone|Name=Payee|Type~type|Status~status|Currency~cur|Gross=Inflow|Fee~zero|Net~same|From Email Address~blank|To Email Address~blank|Transaction ID~ref|Balance~bal',
  'ES BBVA|;|%d/%m/%Y|Fecha=Date|F.Valor~date2|Concepto=Payee|Movimiento~type|Importe=Inflow|Divisa~cur|Disponible~bal|Divisa~cur|Observaciones~blank',
  'FR Boursorama|;|%Y-%m-%d|dateOp=Date|dateVal~date2|label=Payee|category~cat|categoryParent~cat|supplierFound~name|amount=Inflow|comment~blank|accountNum~own|accountLabel~owner|accountbalance~bal',
  'FR Crédit Agricole|;|%d/%m/%Y|Date=Date|Libellé=Payee|Débit euros=Outflow|Crédit euros=Inflow|~blank',
  'DE Comdirect|;|%d.%m.%Y|Buchungstag=Date|Wertstellung (Valuta)~date2|Vorgang~type|Buchungstext=Payee|Umsatz in EUR=Inflow|~blank',
  'DE Postbank|;|%d.%m.%Y|Buchungsdatum=Date|Wertstellung~date2|Umsatzart~type|Buchungsdetails=Memo|Auftraggeber~owner|Empfänger=Payee|Betrag (€)=Inflow|Saldo (€)~bal',
  'IT Intesa|;|%d/%m/%Y|Data=Date|Operazione=Payee|Dettagli=Memo|Conto o carta~own|Contabilizzazione~booked|Categoria ~cat|Valuta~cur|Importo=Inflow',
  'FI OP|;|%d.%m.%Y|Kirjauspäivä=Date|Arvopäivä~date2|Määrä EUROA=Inflow|Laji~num|Selitys~type|Saaja/Maksaja=Payee|Saajan tilinumero~iban|Saajan pankin BIC~bic|Viite~blank|Viesti=Memo|Arkistointitunnus~ref',
  'FI Nordea|;|%Y/%m/%d|Kirjauspäivä=Date|Määrä=Inflow|Maksaja~own|Maksunsaaja~iban|Nimi~blank|Otsikko=Payee|Viitenumero~blank|Valuutta~cur',
  'CZ Fio|;|%d.%m.%Y|ID operace~ref|Datum=Date|Objem=Inflow|Měna~cur|Protiúčet~iban|Název protiúčtu=Payee|Kód banky~bank|Název banky~owner|KS~blank|VS~num|SS~blank|Poznámka=Memo|Zpráva pro příjemce~blank|Typ~type|Provedl~owner|Upřesnění~blank|BIC~blank|ID pokynu~num',
  'PT Caixa Geral|;|%d-%m-%Y|Data Mov.=Date|Data Valor~date2|Descrição=Payee|Débito=Outflow|Crédito=Inflow|Saldo Contabilístico~bal|Saldo disponivel~bal|Categoria~cat',
  'RO Banca Transilvania|,|%Y-%m-%d|Data tranzactie=Date|Data valuta~date2|Descriere=Payee|Referinta tranzactiei~ref|Debit=Outflow|Credit=Inflow|Sold contabil~bal',
  'TR Garanti|;|%d.%m.%Y|Tarih=Date|Açıklama=Payee|Etiket~cat|Tutar=Inflow|Bakiye~bal|Dekont No~num',
  'EE LHV|;|%Y-%m-%d|Kliendi konto~ownIban|Dokumendi number~ref|Kuupäev=Date|Saaja/maksja konto~iban|Saaja/maksja nimi=Payee|Saaja panga kood~bic|Tühi~blank|Deebet/Kreedit (D/C)~dOrC|Summa=Inflow|Viitenumber~blank|Arhiveerimistunnus~ref|Selgitus=Memo|Teenustasu~zero|Valuuta~cur|Isikukood~blank',
  'CH Raiffeisen|;|%Y-%m-%d|IBAN~ownIban|Booked At=Date|Text=Payee|Credit/Debit Amount=Inflow|Balance~bal|Valuta Date~date2',
  'CH PostFinance|;|%d.%m.%Y|Datum=Date|Avisierungstext=Payee|Gutschrift in CHF=Inflow|Lastschrift in CHF=Outflow|Valuta~date2|Saldo in CHF~bal',
  'HU Raiffeisen|;|%Y.%m.%d.|Könyvelés dátuma=Date|Értéknap~date2|Partner neve=Payee|Közlemény=Memo|Összeg=Inflow|Deviza~cur|Egyenleg~bal',
  'NO Sbanken|;|%d.%m.%Y|BOKFØRINGSDATO=Date|RENTEDATO~date2|ARKIVREFERANSE~ref|TYPE~type|TEKST=Payee|UT FRA KONTO=Outflow|INN PÅ KONTO=Inflow',
  'MX BBVA|,|%d/%m/%Y|Día=Date|Concepto / Referencia=Payee|Cargo=Outflow|Abono=Inflow|Saldo~bal',
  'US Wells Fargo|,|%m/%d/%Y|=Date|=Inflow|~star|~blank|=Payee',
  'UK HSBC|,|%d/%m/%Y|=Date|=Payee|=Inflow',
  'AU CommBank|,|%d/%m/%Y|=Date|=Inflow|=Payee|~bal',
];

export interface OtherBank extends BankFormat {
  readonly header: string;
}

export const otherBanks: readonly OtherBank[] = descriptions.map((description) => {
  const [name = '', delimiter = '', dateFormat = '', ...columns] = description.split('|');
  const parts = columns.map((column) => /^(.*?)(?:=(\w+)|~(\w+))$/.exec(column) ?? []);
  const hasNames = parts.some(([, title]) => title !== '');
  return {
    name,
    delimiter,
    dateFormat,
    headerRows: hasNames ? 1 : 0,
    roles: parts.map(([, , role]) => role ?? 'skip'),
    flags: parts.some(([, , role]) => role === 'CDFlag') ? ['Credit', 'Debit'] : null,
    isSwapped: false,
    header: parts.map(([, title, , kind]) => (kind === undefined ? title : `${title}~${kind}`)).join('|'),
  };
});
