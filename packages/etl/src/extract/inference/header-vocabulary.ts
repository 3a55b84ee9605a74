/**
 * What names of columns say, in the languages of Europe's and America's banks: words in lower case without
 * diacritics. Words of less than five letters count as whole words, longer ones inside compounds too.
 */
export interface Vocabulary {
  /** How strongly each list of words claims the meaning, from 0 to 1. */
  readonly claims: readonly (readonly [weight: number, words: readonly string[]])[];
  /** Words that take away from the claim, as they make the name mean something else. */
  readonly doubts: readonly (readonly [weight: number, words: readonly string[]])[];
}

/** Meanings of columns that are told from names in many languages. */
export type Meaning =
  | 'date'
  | 'amount'
  | 'debit'
  | 'credit'
  | 'balance'
  | 'currency'
  | 'type'
  | 'party'
  | 'text'
  | 'category'
  | 'reference'
  | 'account';

export const vocabulary: Readonly<Record<Meaning, Vocabulary>> = {
  date: {
    claims: [
      [
        1,
        words(
          'transaction date|trans date|txn date|date of transaction|transaktionsdat|transactiedatum|transactiondate|umsatzdatum|kaufdatum|einkaufsdatum|abschluss|purchase date|purchased on|data transakcji|data operacji|data operacao|data movimento|data operazione|data transacao|fecha operacion|fecha de operacion|fecha transaccion|date operation|date de l operation|date transaction|datum transakce|datum verrichting|uitvoeringsdatum|tranzakcio datum|transaktionsdag|transdag|tapahtumapaiva|data tranzactiei|islem tarihi|datum transakcije|date paid|paid date|payment date|started',
        ),
      ],
      [
        0.97,
        words(
          'date|datum|dato|data|fecha|tarih|tarihi|pvm|paivamaara|paiva|kuupaev|datums|dag|дата|日期|取引日',
        ),
      ],
      [
        0.95,
        words(
          'booking date|date booked|booked|buchungstag|buchungsdatum|buchung|bokforingsd|bokfdag|bogforingsdato|bokforingsdato|bogfort|boekdatum|boekingsdatum|posting date|post date|posted|posting|datum provedeni|execution|executed|datum zauctovani|zauctovan|data ksiegowania|konyveles|fecha contable|date comptable|data contabile|data lancamento|kirjauspaiva|rentedato|date processed|processed|datum uctovan',
        ),
      ],
      [0.85, words('belegdatum|completed|settlement|verrekening|invoice date|journal|period|effective')],
      [0.8, words('created|timestamp|datetime|time stamp|finished|month')],
      [
        0.5,
        words(
          'valuta|valutadatum|wertstellung|value date|valeur|valor|fecha valor|data valuta|data waluty|rentedatum|ertek|arvopaiva|rantedag|valutadag|due|splatnost',
        ),
      ],
    ],
    doubts: [
      [
        0.45,
        words(
          'valuta|valutadatum|wertstellung|value|valeur|valor|waluty|rentedatum|ertek|arvopaiva|rantedag|valutadag|zinsdatum',
        ),
      ],
      [0.12, words('beleg|belegdatum|settlement|verrekening|completed|invoice|other|andere')],
      [
        0.6,
        words(
          'birth|geburts|valid|opened|closing|closed|expiry|expires|updated|modified|exported|statement date|from date|to date|datum von|datum bis|bewertungsdatum|dispute|due|evidence|number|code|currency|type|time zone|balance|amount',
        ),
      ],
    ],
  },
  amount: {
    claims: [
      [
        1,
        words(
          'amount|amt|betrag|montant|importe|importo|bedrag|belopp|belob|belop|kwota|castka|ciastka|suma|osszeg|tutar|iznos|monto|cuantia|quantia|maara|сумма|сума|金額|金额|ποσο|valor|valoare|umsatz|transaction amount',
        ),
      ],
      [0.8, words('value|summa|summe|sum|gross|brutto|total|bruto|lordo')],
      [0.7, words('net|netto|spend|expenditure|price|paid|cost|preis|prix|prezzo|precio')],
    ],
    doubts: [
      [
        1,
        words(
          'type|art|code|number|no|nr|id|count|date|datum|data|currency|wahrung|waehrung|devise|munt|munteenheid|moneda|valuta|waluta|devizanem|mena|text|texte|category|kategorie|description|status|limit|percent|name|saldo|balance|solde|egyenleg|sender|recipient|reference|unit|area',
        ),
      ],
      [
        0.5,
        words(
          'fee|fees|gebuhr|gebuehr|poplatek|kosten|entgelt|tax|vat|mwst|ust|iva|tva|moms|rate|kurs|koers|refunded|refund|discount|interest|tip|shipping|gift|disputed|compensation|quantity|cashback',
        ),
      ],
      [
        0.3,
        words(
          'original|originalbetrag|originalny|originale|orig|oorspr|puvodni|foreign|fremdwahrung|fremdwaehrung|etranger|converted|einzelbetrag',
        ),
      ],
      [0.1, words('local|transfer|to amount|usd amount|equivalent|in usd')],
    ],
  },
  debit: {
    claims: [
      [
        1,
        words(
          'debit|lastschrift|withdrawal|withdrawals|withdrawn|paid out|money out|outflow|spent|belastung|ausgabe|ausgaben|ausgang|debet|debito|debits|cargo|cargos|adeudo|dare|addebiti|addebito|uscite|uscita|sorties|depense|depenses|uttag|haevet|ut|ud|out|ut fra konto|ut av konto|kiadas|terheles|obciazenia|obciazenie|wydatki|vydaje|vydaj|odchozi|saida|saidas|gider|borc|soll|af|charges|uit|afschrijving|debitos|cheltuieli|rashod|isplata|pano|otto|расход|списание|支出|借方|出金|お支払金額|支払金額|支払い金額|お引出し|引出',
        ),
      ],
    ],
    doubts: [
      [
        1,
        words(
          'type|card|flag|indicator|code|number|credit|credits|kredit|balance|mandate|haben|name|category|art|text|account|dc|date',
        ),
      ],
    ],
  },
  credit: {
    claims: [
      [
        1,
        words(
          'credit|deposit|deposits|deposited|paid in|money in|inflow|gutschrift|haben|eingang|einnahme|einnahmen|credito|credits|abono|abonos|avere|accrediti|accredito|entrate|entrata|entree|entrees|recette|recettes|in|insattning|insaettning|ind|inn|inn pa konto|bevetel|jovairas|uznania|uznanie|wplywy|prijem|prijmy|prichozi|entrada|entradas|alacak|gelir|received|kredit|bij|bijschrijving|creditos|uplata|venituri|приход|зачисление|收入|贷方|入金|お預り金額|預り金額|預かり金額|お預入れ|預入',
        ),
      ],
    ],
    doubts: [
      [
        1,
        words(
          'type|card|flag|indicator|code|number|debit|debits|debet|soll|balance|limit|mandate|name|category|creditor|art|text|account|date',
        ),
      ],
    ],
  },
  balance: {
    claims: [
      [
        1,
        words(
          'balance|saldo|solde|kontostand|egyenleg|zustatek|zostatok|bakiye|beholdning|bokfsaldo|running|stand|sold|stanje|остаток|残高|余额|jaak',
        ),
      ],
    ],
    doubts: [[1, words('date|currency|type|umsatz|code|disponibel')]],
  },
  currency: {
    claims: [
      [
        1,
        words(
          'currency|ccy|wahrung|waehrung|whrg|devise|divisa|valuta|valutakod|moneda|moeda|munt|muntsoort|waluta|mena|devizanem|deviza|doviz|valutacode|monn|monnaie|buchungswahrung|валюта|通貨|curr',
        ),
      ],
    ],
    doubts: [
      [
        0.4,
        words(
          'original|originalwahrung|oorspr|foreign|fremdwahrung|local|native|to|puvodni|converted|amount|transfer',
        ),
      ],
      [0.8, words('rate|date|datum|kurs')],
    ],
  },
  type: {
    claims: [
      [
        1,
        words(
          'type|typ|tipo|soort|mutatiesoort|umsatzart|umsatztyp|transaktionstyp|vorgang|tapahtumalaji|debit credit|credit debit|creditdebet|creditdebit|dr cr|cr dr|d k|d c|c d|dc|cd|af bij|soll haben|bevetel kiadas|direction|sens|indicator|flag|cdt dbt|debit or credit|debet kredit|kredit debet|money in or out|in out',
        ),
      ],
    ],
    doubts: [[0.5, words('card|account')]],
  },
  party: {
    claims: [
      [
        1,
        words(
          'payee|merchant|merchant name|vendor|supplier|supplier name|partner|partner name|partner neve|counterparty|counter party|beneficiary|beguenstigter|begunstigter|zahlungspflichtiger|zahlungsempfanger|zahlungsbeteiligter|empfanger|auftraggeber|tegenpartij|tegenrekeninghouder|counteraccount name|nazev protiuctu|protiucet|protistran|odbiorc|nadawc|kontrahent|gegenkonto inhaber|counterparty name|gegenpartei|mottaker|mottagare|modtager|saaja|maksaja|kedvezmenyezett|destinatario|beneficiario|handelaar|leverandor|toimittaja|contrepartie|contractor|creditor name|recipient|shop|store name|target name|naziv|prijemce|cardholder merchant|naam omschrijving|payer|alici|lieferant|fournisseur|proveedor|kreditor|odesilatel',
        ),
      ],
      [0.6, words('name|naam|nom|nombre|nome|namn|navn|nimi|imie|nazev|nazov|inhaber')],
    ],
    doubts: [
      [
        0.7,
        words(
          'account|konto|rekening|iban|bic|number|id|code|own|holder|category|bank|account name|nummer|address|adres|type|city|town|body|card|zemlja|country|state|card name|country|description|umsatz|reference|szamla|szamlaszama|uctu|bankcode|file|first|last|tag|mcc|post',
        ),
      ],
    ],
  },
  text: {
    claims: [
      [
        1,
        words(
          'description|transaction description|details|narrative|memo|verwendungszweck|omschrijving|mededeling|mededelingen|libelle|communication|concepto|descripcion|descricao|historico|descrizione|beskrivning|beskrivelse|tekst|opis|szczegoly|kozlemeny|aciklama|descriere|detalii|particulars|narration|forklaring|meddelande|meddelelse|selitys|viesti|zprava pro prijemce|purpose|popis|transaktionsbeschreibung|описание|назначение|摘要|beschreibung|descr|desc|selgitus|text|transaction details|szczegoly transakcji|opis transakcji|reszletek|causale|umsatztext|buchungsdetails',
        ),
      ],
      [
        0.85,
        words(
          'message|label|rubrik|tytul|tytulem|zprava|poznamka|remark|remarks|subject|betreff|reason|vwz|message for payee|payment reference|transaktion|remittance|information|item|items|referens|payment details|info|betalingskenmerk',
        ),
      ],
      [
        0.6,
        words(
          'notes|note|comment|comments|kommentar|original description|additional|toelichting|verrichting|address',
        ),
      ],
    ],
    doubts: [
      [
        0.6,
        words(
          'category|code|number|date|amount|id|type|language|account|customer|mcc|status|currency|seller|statement descriptor|rejection|non execution|additional|lookup',
        ),
      ],
    ],
  },
  category: {
    claims: [
      [
        1,
        words(
          'category|kategorie|categorie|categoria|kategori|kategoria|catergory|rubriek|expenditure category|expenditure unit|kateg',
        ),
      ],
      [0.6, words('class|expenditure type|spend type|branche|rubrique|rubrik|service area')],
    ],
    doubts: [
      [0.5, words('code|id|group|sub|parent|underkategori|subcategory|subcategoria|unterkategorie|mcc')],
      [0.2, words('merchant')],
    ],
  },
  reference: {
    claims: [
      [
        1,
        words(
          'reference|ref|transaction number|trans no|transaction no|referenz|transaktionsnr|transaktionsnummer|transactiereferentie|n de transaction|referencia|riferimento|referencni|referens|buchungsreferenz|transaction reference|id transakce|arkivreferens|arkistointitunnus|numer referencyjny|volgnr|volgnummer',
        ),
      ],
      [0.7, words('check number|cheque number|checknumber|num|invoice number|serial|document')],
    ],
    doubts: [[0.6, words('mandate|customer|client|type|date|account|payment reference|supplier')]],
  },
  account: {
    claims: [
      [
        1,
        words(
          'account number|account no|account id|account|iban|kontonummer|konto|auftragskonto|auftraggeberkonto|rekening|rekeningnummer|numero de compte|compte|cuenta|conto|numer rachunku|cislo uctu|cislo uctu|szamlaszam|kontonr|tilinumero|produit|account name|iban bban',
        ),
      ],
    ],
    doubts: [
      [
        1,
        words(
          'counter|counteraccount|gegenkonto|gegenkontonummer|tegenrekening|tegenpartij|protiuctu|partner|target|destination|receiving|payee|beneficiary|other|to|type|balance|currency|odbiorcy|holder|contrepartie|transfer|naam|kontostand|saldo|bank|owner|partner szamlaszama|proti|sender|recipient|details|code',
        ),
      ],
    ],
  },
};

function words(list: string): readonly string[] {
  return list.split('|');
}
