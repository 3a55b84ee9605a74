/**
 * Names of the columns of the formats that bank2ynab.conf describes, and what stands in those that it skips: `name`,
 * or `name~kind` of a skipped column. Names are those of the comments of the configuration, of its sample exports or of
 * the banks' own exports as they are publicly known; where none is known they are plain words of the country. Formats
 * without a header have kinds alone.
 */
export const bankHeaders: Readonly<Record<string, string>> = {
  'AT easybank credit card': '~iban||~date2|||~cur',
  'AT Raiffeisen Bank 2018': '~date2||||~cur|~blank|~blank',
  'AT Raiffeisen Bank RCM': 'K~blank|Buchungstext|Datum|Empfänger|Betrag|Verwendungszweck',
  'AT Raiffeisen Bank 2019 checking': '~date2||||~cur|~stamp|~blank',
  'AT Raiffeisen Bank 2021 checking': '~date2||||~cur|~stamp',
  'AT Raiffeisen VISA': '~date2|||~country|~cur|~orig|',
  'AU ANZ': '||',
  'AU ING': 'Date|Description|Credit|Debit|Balance~bal',
  'AU National Australia Bank': '||~num|~blank|~type||',
  'BE BNP Paribas Fortis old':
    'Volgnummer~ref|Uitvoeringsdatum|Valutadatum~date2|Bedrag|Valuta rekening~cur|TEGENPARTIJ VAN DE VERRICHTING~iban|Details|Rekeningnummer~own',
  'BE BNP Paribas Fortis Export':
    'Volgnummer~ref|Uitvoeringsdatum|Valutadatum~date2|Bedrag|Valuta rekening~cur|Rekeningnummer~own|Type verrichting~type|Tegenpartij~iban|Naam van de tegenpartij~name|Mededeling~blank|Details|Status~status|Reden van weigering~blank',
  'BE KBC checking':
    'Rekeningnummer~own|Rubrieknaam~blank|Naam~owner|Munt~cur|Afschriftnummer~num|Datum|Omschrijving|Valuta~date2|Bedrag|Saldo~bal|credit~pos|debet~neg|rekeningnummer tegenpartij~iban|BIC tegenpartij~bic|Naam tegenpartij~name|Adres tegenpartij~blank|gestructureerde mededeling~blank|Vrije mededeling~blank',
  'BE KBC credit':
    'kredietkaart~own|kaarthouder~owner|uitgavenstaat~blank|datum verrichting|Datum verrekening~date2|bedrag~same|credit~pos|debet~neg|munt~cur|koers~one|bedrag in EUR|Kosten op verrichting~zero|Handelaar|locatie~city|land~country|toelichting~blank',
  'BE Keytrade Bank': 'Uittreksel~ref|Datum|Valutadatum~date2|Rekening|Omschrijving|Bedrag|Valuta~cur',
  'BR Banco Bradesco Checking':
    'Data|Histórico|Docto.~num|Crédito (R$)|Débito (R$)|Saldo (R$)~bal|Complemento',
  'BR Banco do Brasil, checking':
    'Data|Dependencia Origem~blank|Histórico|Data do Balancete~blank|Número do documento~num|Valor',
  'BR Inter, checking': 'Data Lançamento|Histórico|Valor|Saldo~bal',
  'CA TD Canada Trust, checking+Visa': '||||~bal',
  'CH UBS Checking account':
    'Bewertungsdatum~date3|Bankbeziehung~num|Portfolio~blank|Produkt~own|IBAN~ownIban|Whrg.~cur|Datum von~date3|Datum bis~date3|Beschreibung~owner|Abschluss|Buchungsdatum~date2|Valuta~date2|Beschreibung 1~type|Beschreibung 2|Beschreibung 3|Transaktions-Nr.~ref|Devisenkurs zum Originalbetrag in Abrechnungswährung~blank|Einzelbetrag~blank|Belastung|Gutschrift|Saldo~bal',
  'CH UBS Checking account - Alternative 1':
    'Abschlussdatum|Abschlusszeit~time|Buchungsdatum~date2|Valutadatum~date2|Währung~cur|Belastung|Gutschrift|Einzelbetrag~blank|Saldo~bal|Transaktions-Nr.~ref|Beschreibung1|Beschreibung2|Beschreibung3~blank|Fussnoten~blank|Column1~blank',
  'CH UBS Credit card':
    'Kontonummer~own|Kartennummer~own|Konto-/Karteninhaber~owner|Einkaufsdatum|Buchungstext|Branche~cat|Betrag~orig|Originalwährung~cur|Kurs~blank|Währung~cur|Belastung|Gutschrift|Buchung~date2',
  'CH Neon Monthly Account Statement':
    'Date|Amount|Original amount~blank|Original currency~blank|Exchange rate~blank|Description|Subject|Category~cat|Tags~blank|Wise~no|Spaces~no',
  'CH SwissCard':
    'Transaktionsdatum|Beschreibung|Kartennummer~own|Währung~cur|Betrag|Debit/Kredit~debitKredit|Status~status|Kategorie~cat',
  'CH ZKB Erweiterte Suche':
    'Datum|Buchungstext|ZKB-Referenz~ref|Referenznummer~blank|Belastung CHF|Gutschrift CHF',
  'CH ZKB Finanzassistent-Chronik': 'Datum|Kategorie|Konto~own|Betrag|Notiz|Beschreibung|Währung~cur',
  'CO Bancolombia': 'Fecha|Oficina~num|Documento~blank|Descripción|Referencia~blank|Valor',
  'Crypto.com':
    'Timestamp (UTC)|Transaction Description|Currency~cur|Amount~same|To Currency~blank|To Amount~blank|Native Currency~cur|Native Amount|Native Amount (in USD)~same|Transaction Kind~blank',
  'CZ AirBank checking and savings': `Datum provedení|Směr úhrady~smer|Typ úhrady~type|Skupina plateb~cat|Měna účtu~cur|Částka v měně účtu|Poplatek v měně účtu~zero|Původní měna úhrady~cur|Původní částka úhrady~same|Název protistrany|Číslo účtu protistrany~iban|Název účtu protistrany~blank|Variabilní symbol~num|Konstantní symbol~blank|Specifický symbol~blank|Zdrojová obálka~blank|Cílová obálka~blank|Poznámka k úhradě~blank|Poznámka pro mne~blank|Zpráva pro příjemce${'|Sloupec~blank'.repeat(22)}`,
  'CZ Ceska Sporitelna':
    'Položka~own|Datum zaúčtování|Částka CZK|Bankovní spojení|Datum provedení~date2|Variabilní symbol 1~num|Storno~blank|Název protiúčtu~blank|Konstantní symbol~num|Specifický symbol~blank|Zpráva pro příjemce',
  'CZ Raiffeisen bank':
    'Datum provedení|Datum zaúčtování~date2|Číslo účtu~own|Název účtu~owner|Kategorie transakce~cat|Číslo protiúčtu|Název protiúčtu~name|Typ transakce~type|Zpráva|Poznámka~blank|VS~blank|KS~blank|SS~blank|Zaúčtovaná částka',
  'DE Amazon VISA LBB':
    'Kreditkartennummer~own|Transaktionsdatum|Buchungsdatum~date2|Händler (Name, Stadt & Land)|Umsatzkategorie|Betrag in Fremdwährung~blank|Fremdwährung~blank|Umrechnungskurs~blank|Betrag|Amazon Punkte~num|Prime Punkte~blank',
  'DE Commerzbank checking':
    'Buchungstag|Wertstellung~date2|Umsatzart~type|Buchungstext|Betrag|Währung~cur|Auftraggeberkonto~own|Bankleitzahl Auftraggeberkonto~bank|IBAN Auftraggeberkonto~ownIban',
  'DE Consorsbank checking':
    'Buchung|Valuta~date2|Sender / Empfänger|IBAN / Konto-Nr.~iban|BIC / BLZ~bic|Buchungstext~type|Verwendungszweck|Betrag in EUR',
  'DE Deutsche Bank':
    'Booking date|Value date~date2|Transaction Type~blank|Beneficiary / Originator|Payment Details|IBAN / Account Number~iban|BIC~bic|Customer Reference~blank|Mandate Reference~blank|Creditor ID~blank|Compensation amount~blank|Original Amount~blank|Ultimate creditor~blank|Number of transactions~blank|Number of cheques~blank|Debit|Credit|Currency~cur',
  'DE Deutsche Bank Credit Card':
    'Voucher date|Date of receipt~date2|Reason for payment|Foreign currency~blank|Amount~blank|Exchange rate~blank|Amount (EUR)|Currency~cur',
  'DE Deutsche Kreditbank checking':
    'Buchungstag~date0|Wertstellung|Buchungstext|Auftraggeber / Begünstigter|Verwendungszweck~memo|Kontonummer~iban|BLZ~bic|Betrag (EUR)|Gläubiger-ID~blank|Mandatsreferenz~blank|Kundenreferenz~blank',
  'DE Deutsche Kreditbank checking new':
    'Buchungsdatum~date0|Wertstellung|Status~status|Zahlungspflichtige*r~owner|Zahlungsempfänger*in|Verwendungszweck|Umsatztyp~type|IBAN~iban|Betrag (€)|Gläubiger-ID~blank|Mandatsreferenz~blank|Kundenreferenz~blank',
  'DE Deutsche Kreditbank credit card':
    'Umsatz abgerechnet und nicht im Saldo enthalten~yes|Wertstellung~date2|Belegdatum|Beschreibung|Betrag (EUR)|Ursprünglicher Betrag~blank',
  'DE Fiducia (Volksbank, Sparda-Bank, BBBank, PSD Bank, Raiffeisen, ...)':
    'Buchungstag|Valuta~date2|Auftraggeber/Zahlungsempfänger~owner|Empfänger/Zahlungspflichtiger|Konto-Nr.~own|IBAN~iban|BLZ~bank|BIC~bic|Vorgang/Verwendungszweck|Kundenreferenz~blank|Währung~cur|Umsatz| ',
  'DE ING-DiBa':
    'Buchung|Valuta~date2|Auftraggeber/Empfänger|Buchungstext~type|Verwendungszweck|Saldo~bal|Währung~cur|Betrag|Währung~cur',
  'DE Kreissparkasse': 'Buchungstag|Name|Konto~own|BLZ~bank|Wertstellung~blank|Betrag|Währung~cur|Info~blank',
  'DE N26':
    'Datum|Empfänger|Kontonummer~iban|Transaktionstyp~type|Verwendungszweck~blank|Kategorie~cat|Betrag (EUR)|Betrag (Fremdwährung)~blank|Fremdwährung~blank|Wechselkurs~blank',
  'DE Ostseesparkasse Rostock checking':
    'Auftragskonto~own|Buchungstag~date0|Valutadatum|Buchungstext~type|Verwendungszweck|Beguenstigter/Zahlungspflichtiger|Kontonummer~iban|BLZ~bic|Betrag|Waehrung~cur|Info~booked',
  'DE Ostseesparkasse Rostock credit card':
    'Umsatz getätigt von~own|Belegdatum~date2|Buchungsdatum|Originalbetrag~same|Originalwährung~cur|Umrechnungskurs~one|Buchungsbetrag|Buchungswährung~cur|Transaktionsbeschreibung|Transaktionsbeschreibung Zusatz|Buchungsreferenz~ref|Gebührenschlüssel~blank|Länderkennzeichen~blank|BAR-Entgelt+Buchungsreferenz~blank|AEE+Buchungsreferenz~blank|Abrechnungskennzeichen~num',
  'DE Sparkasse Rhein-Neckar-Nord':
    'Auftragskonto~own|Buchungstag|Valutadatum~date2|Buchungstext|Verwendungszweck~memo|Glaeubiger ID~blank|Mandatsreferenz~blank|Kundenreferenz (End-to-End)~blank|Sammlerreferenz~blank|Lastschrift Ursprungsbetrag~blank|Auslagenersatz Ruecklastschrift~blank|Beguenstigter/Zahlungspflichtiger|Kontonummer/IBAN~iban|BIC (SWIFT-Code)~bic|Betrag|Waehrung~cur|Info~booked',
  'DE Sparkasse Südholstein':
    'Auftragskonto~own|Buchungstag|Valutadatum~date2|Buchungstext~type|Verwendungszweck|Glaeubiger ID~blank|Mandatsreferenz~blank|Kundenreferenz (End-to-End)~blank|Sammlerreferenz~blank|Lastschrift Ursprungsbetrag~blank|Auslagenersatz Ruecklastschrift~blank|Beguenstigter/Zahlungspflichtiger|Kontonummer/IBAN~iban|BIC (SWIFT-Code)~bic|Betrag|Waehrung~cur|Info~booked',
  'DK Bankernes EDB Central': '|||',
  'DK Danske Bank': 'Dato|Tekst|Kategori~cat|Underkategori~cat|Beløb|Saldo|Status~status|Afstemt~no',
  'DK Jyske Bank VISA': 'Dato|~blank|Tekst|~blank|Beløb|Saldo~bal|Kommentar|Afstemt~no|Flag~blank|Konto~own',
  'DK Nordea': 'Bogført|Tekst|Rentedato~date2|Beløb|Saldo~bal',
  'DK Portalbank': '~date2||||',
  'Hibiscus banking software':
    '#~num|Kontonummer~own|BLZ~bank|Konto~owner|Gegenkonto~iban|Gegenkonto BLZ~bic|Gegenkonto Inhaber|Betrag|Valuta~date2|Datum|Verwendungszweck|Verwendungszweck 2~blank|Zwischensumme~bal|Primanota~num|Kundenreferenz~blank|Kategorie|Kommentar~blank|Weitere Verwendungszwecke~blank|Art~type|Vormerkbuchung~blank|Notiz~blank',
  'HU Erste Bank checking':
    'Tranzakció dátuma|Partner neve~name|Partner számlaszáma~iban|Számla neve~owner|Számlaszám~own|Tranzakció típusa~type|Tranzakció összege|Tranzakció devizaneme~cur|Bevétel/Kiadás~bevetel|Kártyaszám~blank|Értéknap~date2|Közlemény~blank|Megbízás azonosító~blank|Részletek|Egyenleg~bal|Devizanem~cur',
  'HU K&H': `könyvelés dátuma|tranzakció azonosító~ref|típus|könyvelési számla~own|könyvelési számla elnevezése~owner|partner számla~iban|partner elnevezése|összeg|összeg devizaneme~cur|közlemény${'|egyéb~blank'.repeat(11)}`,
  'HU OTP': '~own|~dc||~cur||~date2|~bal|~iban||||~blank||~blank|~blank',
  'IE AIB Ireland':
    'Posted Account~own|Posted Transactions Date|Description1|Description2~blank|Description3~blank|Debit Amount|Credit Amount|Balance~bal|Posted Currency~cur|Transaction Type~debitCredit|Local Currency Amount~abs',
  'IE Bank of Ireland': 'Date|Details|Debit|Credit|Balance~balSparse',
  'IE First South Credit Union': 'Date|Details|Debit|Credit|Balance~bal|Notes~blank',
  'IE N26':
    'Date|Payee|Account number~iban|Transaction type~type|Payment reference|Amount (EUR)|Amount (Foreign Currency)~blank|Type Foreign Currency~blank|Exchange Rate~blank',
  'IE Ulster Bank, savings':
    'Date|Type~type|Description|Value|Balance~bal|Account Name~owner|Account Number~own',
  'IT RomagnaBanca Inbank': 'Data|Valuta~date2|Dare|Avere|Divisa~cur|Descrizione|Causale~num',
  'LV Swedbank':
    'Client account~own|Row type~num|Date|Beneficiary/Payer|Details|Amount|Currency~cur|Debit/Credit|Transfer reference~ref|Transaction type~type|Reference number~blank|Document number~blank',
  Mint: 'Date|Description|Original Description~memo|Notes|Amount|Category',
  'MV Bank of Maldives, checking':
    'Post Date|Value Date~date2|Transaction Type~type|Reference~ref|Location~city|Narrative|Cheque~blank|Branch~blank|Credit|Debit|Balance~bal',
  NETELLER:
    'Transaction ID~ref|Type~type|Status~status|Merchant|Date|Currency~cur|Amount|Fee~zero|Notes~blank|A~blank|B~blank|C~blank|D~blank|E~blank|F~blank|G~blank|H~blank|I~blank',
  'NL Bunq checking': 'Datum|Bedrag|Rekening~own|Tegenrekening~iban|Naam|Omschrijving',
  'NL bunqDesktop software': 'Datum|Bedrag|Rekening~own|Tegenrekening|Naam~name|Omschrijving',
  'NL bunqDesktop software 2':
    'Date|Time~time|Amount|Account~own|Name|Counterparty account~iban|Description|A~blank|B~blank|C~blank|D~blank|E~blank|F~blank|G~blank',
  'NL ING':
    'Datum|Naam / Omschrijving|Rekening~own|Tegenrekening~iban|Code~code|Af Bij|Bedrag (EUR)|MutatieSoort~type|Mededelingen',
  'NL ING Checking 2020':
    'Datum|Naam / Omschrijving|Rekening~own|Tegenrekening~iban|Code~code|Af Bij|Bedrag (EUR)|MutatieSoort~type|Mededelingen',
  'NL KNAB':
    'Rekeningnummer~own|Transactiedatum|Valutacode~cur|CreditDebet|Bedrag|Tegenrekeningnummer~iban|Tegenrekeninghouder|Valutadatum~date2|Betaalwijze~type|Omschrijving|Type betaling~blank|Machtigingsnummer~blank|Incassant ID~blank|Adres~blank|Referentie~ref|Boekdatum~date2',
  'NL Rabobank': '~own|~cur||||~iban||~date2|~code|~blank||~blank',
  'NL Rabobank-2018':
    'IBAN/BBAN~own|Munt~cur|BIC~bic|Volgnr~ref|Datum|Rentedatum~date2|Bedrag|Saldo na trn~bal|Tegenrekening IBAN/BBAN~iban|Naam tegenpartij|Naam uiteindelijke partij~blank|Naam initiërende partij~blank|BIC tegenpartij~bic|Code~code|Batch ID~blank|Transactiereferentie~blank|Machtigingskenmerk~blank|Incassant ID~blank|Betalingskenmerk~blank|Omschrijving-1|Omschrijving-2~blank|Omschrijving-3~blank|Reden retour~blank|Oorspr bedrag~blank|Oorspr munt~blank|Koers~blank',
  'NL Rabobank Credit Card':
    'Tegenrekening IBAN~ownIban|Munt~cur|Creditcard Nummer~own|Productnaam~owner|Creditcard Regel1~owner|Creditcard Regel2~blank|Transactiereferentie~ref|Datum|Bedrag|Omschrijving|Oorspr bedrag~blank|Oorspr munt~blank|Koers~blank',
  'NO DNB': 'Dato|Forklaring|Rentedato~date2|Ut fra konto|Inn på konto',
  'NO Sparebank 1 VISA': 'Dato|Beskrivelse|Rentedato~date2|Inn|Ut|Til konto~blank|Fra konto~own',
  'Personal Capital': 'Date|Account|Description|Category~cat|Tags~blank|Amount',
  'PL Alior Bank':
    'Data transakcji|Data księgowania~date2|Nazwa nadawcy|Nazwa odbiorcy~owner|Szczegóły transakcji|Kwota operacji|Waluta operacji~cur|Kwota w walucie rachunku~same|Waluta rachunku~cur|Numer rachunku nadawcy~iban|Numer rachunku odbiorcy~iban|~blank',
  'PL mBank':
    '#Data operacji|#Data księgowania~date2|#Opis operacji|#Tytuł~memo|#Nadawca/Odbiorca|#Numer konta~iban|#Kwota|#Saldo po operacji~bal',
  'PL PKO BP':
    'Data operacji|Data waluty~date2|Typ transakcji~type|Kwota|Waluta~cur|Saldo po transakcji~bal|Opis transakcji|~blank||~blank',
  Revolut:
    'Type~type|Product~owner|Started Date|Completed Date~date2|Description|Amount|Fee~zero|Currency~cur|State~status|Balance~bal',
  'SE Handelsbanken': 'Reskontradatum~date2|Transaktionsdatum|Text|Belopp|Saldo~bal',
  'SE Länsförsäkringar checking': 'Bokföringsdatum~date2|Transaktionsdatum|Transaktionstyp|Meddelande|Belopp',
  'SE Nordea - internetbanken.privat.nordea.se': 'Datum|Transaktion|Kategori~cat|Belopp|Saldo~bal',
  'SE Nordea - netbank.nordea.se':
    'Bokföringsdag|Belopp|Avsändare~own|Mottagare~blank|Namn~blank|Rubrik|Saldo~bal|Valuta~cur',
  'SE SEB Skandinaviska Enskilda Banken':
    'Bokföringsdatum|Valutadatum~date2|Verifikationsnummer~num|Text/mottagare|Belopp|Saldo~bal',
  'SE Sparbanken Tanum': '||~date2||~bal',
  'SE Swedbank':
    'Account No~own|Row~num|Date|Beneficiary|Details|Amount|Currency~cur|D/K|Record ID~ref|Code~code|Reference No~blank|Doc. No~blank|Code in payer IS~blank|Client code~blank|Originator~blank',
  'SE Swedbank 2019': 'Text|Datum|Valutadag~date2|Belopp|Saldo~bal',
  'SE Swedbank 2020':
    'Radnr~num|Clnr~bank|Kontonr~own|Produkt~owner|Valuta~cur|Bokfdag|Transdag~date2|Valutadag~date2|Referens|Text|Belopp|Saldo~bal',
  'SG OCBC Bank': 'Transaction date|Value date~date2|Description|Withdrawals (SGD)|Deposits (SGD)|Payee',
  'SG OCBC Bank Credit Card': 'Transaction date|Description|Withdrawals (SGD)|Deposits (SGD)',
  'SG POSB savings': '|~code|||||~blank',
  'SG UOB Savings Account':
    'Transaction Date|Transaction Description|Withdrawal|Deposit|Available Balance~bal',
  'SG UOB Credit Card':
    'Transaction Date|Posting Date~date2|Description|Foreign Currency Type~blank|Transaction Amount(Foreign)~blank|Local Currency Type~cur|Transaction Amount(Local)',
  'SK Tatra Banka':
    'Číslo účtu~own|Dátum zaúčtovania|Suma|Mena~cur|Kredit/Debet|Valuta~date2|Typ~type|Číslo protiúčtu~iban|Názov protiúčtu|Kód banky~bank|VS~num|ŠS~blank|KS~blank|Referencia~blank|Popis',
  'SK VUB':
    'Dátum|Valuta~date2|Názov protiúčtu|Protiúčet~iban|Partner|Suma|Mena~cur|VS~num|KS~blank|SS~blank|Banka~bank|Informácia pre príjemcu|Referencia~ref|Stav~blank|Pozn~blank',
  'UK Co-operative Bank': 'Date|Description|Type|Money In|Money Out|Balance~bal',
  'UK Monzo checking':
    'id~ref|created|amount|currency~cur|local_amount~same|local_currency~cur|category|emoji~blank|description|address~city|notes|receipt~blank',
  'UK Barclaycard credit card': '||~visa|~owner|~blank|||',
  'UK Barclaycard Business Credit Card':
    'Cardholder Name~owner|Account Number~own|Transaction Date|Merchant Name|Currency~cur|Amount|Original Amount~same|Original Currency~cur|Conversion Rate~one|Posted Date~date2|Transaction Time~num|Authorisation Code~num|Transaction ID~ref|Merchant Category~cat|Transaction Type~purchase|MCC Description~cat|Merchant Town/City~city|Merchant County/State~blank|Merchant Post code/Zipcode~blank|MCC~mcc|Statement Cycle~blank',
  'UK first direct checking': 'Date|Description|Amount|Balance~bal',
  'UK John Lewis Partnership Card (Pre-2022 Format)': 'Date Processed|Description|Amount|~blank',
  'UK John Lewis Partnership Card (NewDay Format)': 'Date|Description|Amount(GBP)',
  'US Bank of America': 'Date|Description|Amount|Running Bal.~bal',
  'US Bank of America Credit Card': 'Posted Date|Reference Number~ref|Payee|Address~city|Amount',
  'US BB&T':
    'Date|Transaction Type~debitCredit|Check Number~blank|Description|Amount|Daily Posted Balance~balSparse',
  'US Chase Credit Card 2017': 'Type~sale|Trans Date|Post Date~date2|Description|Amount',
  'US Chase Credit Card 2019':
    'Card~own|Transaction Date|Post Date~date2|Description|Category~cat|Type~sale|Amount',
  'US Schwab Checking':
    'Date|Type~type|Check #~blank|Description|Withdrawal (-)|Deposit (+)|RunningBalance~bal',
  'US Schwab Savings':
    'Date|Type~type|Check #~blank|Description|Withdrawal (-)|Deposit (+)|RunningBalance~bal',
  'US TB Bank': '|~own|~blank|~num||||~bal|~blank|~blank',
  'US USAA': '~status|~blank||||~cat|',
  Wise: 'ID~ref|Status~status|Direction~outIn|Created on|Finished on~date2|Source fee amount~zero|Source fee currency~cur|Target fee amount~blank|Target fee currency~blank|Source name~owner|Source amount (after fees)~abs|Source currency~cur|Target name|Target amount (after fees)|Target currency~cur|Exchange rate~one|Reference~blank|Batch~blank',
};
