import type { RememberedExport } from './remembered-export.js';

export const german: readonly RememberedExport[] = [
  {
    name: 'Sparkasse CAMT-CSV',
    currency: 'EUR',
    encoding: 'latin1',
    text: `"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"
"DE02120300000000202051";"29.02.24";"29.02.24";"FOLGELASTSCHRIFT";"Strom Februar Kd-Nr 4711";"DE98ZZZ09999999999";"M1";"E1";"";"";"";"Stadtwerke München";"DE02500105170137075030";"INGDDEFF";"-78,00";"EUR";"Umsatz gebucht"
"DE02120300000000202051";"28.02.24";"28.02.24";"GUTSCHR. UEBERW. DAUERAUFTR.";"Lohn/Gehalt 02/24";"";"";"";"";"";"";"ACME GmbH";"DE02100500000054540402";"BELADEBE";"2.345,67";"EUR";"Umsatz gebucht"
"DE02120300000000202051";"27.02.24";"27.02.24";"ENTGELTABSCHLUSS";"Entgeltabrechnung siehe Anlage";"";"";"";"";"";"";"";"0000000000";"12030000";"-4,90";"EUR";"Umsatz gebucht"
`,
    rows: [
      ['2024-02-29', '-78.00', 'Stadtwerke'],
      ['2024-02-28', '2345.67', 'ACME'],
      ['2024-02-27', '-4.90', 'Entgelt'],
    ],
  },
  {
    name: 'DKB until 2023',
    currency: 'EUR',
    encoding: 'latin1',
    text: `"Kontonummer:";"DE02120300000000202051 / Girokonto";

"Von:";"01.01.2023";
"Bis:";"31.01.2023";
"Kontostand vom 31.01.2023:";"1.234,56 EUR";

"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz";
"30.01.2023";"30.01.2023";"Lastschrift";"REWE SAGT DANKE";"2023-01-28 Debitk.1";"DE02500105170137075030";"INGDDEFFXXX";"-45,12";"DE1";"M1";"K1";
"27.01.2023";"27.01.2023";"Lohn, Gehalt, Rente";"ACME GMBH";"GEHALT 01/23";"DE02100500000054540402";"BELADEBEXXX";"2.100,00";"";"";"";
`,
    rows: [
      ['2023-01-30', '-45.12', 'REWE'],
      ['2023-01-27', '2100.00', 'GEHALT'],
    ],
  },
  {
    name: 'DKB since 2023',
    currency: 'EUR',
    text: `\ufeff"Girokonto";"DE02120300000000202051"
""
"Kontostand vom 05.06.2024:";"1.234,56 €"
""
"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"
"04.06.24";"04.06.24";"Gebucht";"ISSUER";"EDEKA.MARKT.1234/BERLIN";"VISA Debitkartenumsatz";"Ausgang";"DE02500105170137075030";"-23,87";"";"";"4841"
"03.06.24";"03.06.24";"Gebucht";"ACME GmbH";"Erika Muster";"Gehalt Mai";"Eingang";"DE02100500000054540402";"2.500";"";"";""
"16.05.24";"16.05.24";"Gebucht";"Erika Muster";"Hausverwaltung Nord";"Miete";"Ausgang";"DE02100500000054540402";"-1.050";"";"";""
`,
    rows: [
      ['2024-06-04', '-23.87', 'EDEKA'],
      ['2024-06-03', '2500.00', 'Gehalt'],
      ['2024-05-16', '-1050.00', 'Hausverwaltung'],
    ],
  },
  {
    name: 'Comdirect, two tables in one file',
    currency: 'EUR',
    encoding: 'latin1',
    text: `;
"Umsätze Girokonto";"Zeitraum: 30 Tage";
"Neuer Kontostand";"1.234,56 EUR";

"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";
"15.03.2024";"15.03.2024";"Lastschrift / Belastung";"Auftraggeber: VODAFONE GMBH Buchungstext: Kd 123 Ref. 1";"-39,99";
"13.03.2024";"13.03.2024";"Übertrag / Überweisung";"Auftraggeber: Max Muster Buchungstext: Essen Ref. 2";"25,00";

"Alter Kontostand";"1.249,55 EUR";

"Umsätze Visa-Karte (Kreditkarte)";"Zeitraum: 30 Tage";
"Neuer Kontostand";"-53,20 EUR";

"Buchungstag";"Umsatztag";"Vorgang";"Referenz";"Buchungstext";"Umsatz in EUR";
"20.03.2024";"18.03.2024";"Visa-Umsatz";"24000001";"HOTEL ADLON BERLIN";"-53,20";

"Alter Kontostand";"0,00 EUR";
`,
    rows: [
      ['2024-03-15', '-39.99', 'VODAFONE'],
      ['2024-03-13', '25.00', 'Max Muster'],
    ],
  },
  {
    name: 'N26',
    currency: 'EUR',
    text: `"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
2024-04-02,2024-04-01,"REWE Berlin",,Presentment,,"Main Account",-12.34,12.34,EUR,1
2024-04-03,2024-04-03,"Erika Muster",DE02120300000000202051,"Credit Transfer","Miete April","Main Account",450.0,,,
2024-04-15,2024-04-14,"UBER TRIP",,Presentment,,"Main Account",-9.2,10.0,USD,0.92
`,
    rows: [
      ['2024-04-02', '-12.34', 'REWE'],
      ['2024-04-03', '450.00', 'Erika'],
      ['2024-04-15', '-9.20', 'UBER'],
    ],
  },
  {
    name: 'ING-DiBa',
    currency: 'EUR',
    encoding: 'latin1',
    text: `Umsatzanzeige;Datei erstellt am: 05.04.2024 10:11
;Letztes Update: aktuell

IBAN;DE02 5001 0517 0137 0750 30
Kontoname;Girokonto
Bank;ING
Kunde;Erika Muster
Zeitraum;05.03.2024 - 05.04.2024
Saldo;1.512,11;EUR

Sortierung;Datum absteigend

In der CSV-Datei finden Sie alle bereits gebuchten Umsätze. Die vorgemerkten Umsätze werden nicht aufgenommen, auch wenn sie in Ihrem Internetbanking angezeigt werden.

Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung
04.04.2024;04.04.2024;VISA ALDI SUED;Lastschrift;NR XXXX 1234 KAUFUMSATZ 02.04 113322;1.512,11;EUR;-31,87;EUR
02.04.2024;02.04.2024;ACME GMBH;Gehalt/Rente;GEHALT 03/24;1.543,98;EUR;2.012,00;EUR
28.03.2024;28.03.2024;HAUSVERWALTUNG;Dauerauftrag/Terminueberweisung;MIETE;-468,02;EUR;-890,00;EUR
`,
    rows: [
      ['2024-04-04', '-31.87', 'ALDI'],
      ['2024-04-02', '2012.00', 'ACME'],
      ['2024-03-28', '-890.00', 'HAUSVERWALTUNG'],
    ],
  },
  {
    name: 'Volksbank with a Soll/Haben column and totals',
    currency: 'EUR',
    encoding: 'latin1',
    text: `Volksbank Nord eG

Umsatzanzeige

BLZ:;25190001;;Datum:;02.05.2024
Konto:;1234567;;Uhrzeit:;11:22:33

Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Konto-Nr.;IBAN;BLZ;BIC;Vorgang/Verwendungszweck;Kundenreferenz;Währung;Umsatz;
30.04.2024;30.04.2024;Erika Muster;Telekom Deutschland;;DE02500105170137075030;;INGDDEFF;Lastschrift Festnetz 04/24;;EUR;44,95;S
29.04.2024;29.04.2024;Erika Muster;ACME GmbH;;DE02100500000054540402;;BELADEBE;Gehalt 04/24;;EUR;1.980,00;H

01.04.2024;;;;;;;;;Anfangssaldo;EUR;100,00;H
30.04.2024;;;;;;;;;Endsaldo;EUR;2.035,05;H
`,
    rows: [
      ['2024-04-30', '-44.95', 'Telekom'],
      ['2024-04-29', '1980.00', 'ACME'],
    ],
  },
  {
    name: 'Raiffeisen Austria without a header',
    currency: 'EUR',
    text: `14.05.2024;SPAR DANKT 1234 WIEN 13.05. 17:02;14.05.2024;-27,43;EUR;14.05.2024 03:11:22:123
13.05.2024;Gehalt ACME GesmbH;13.05.2024;2.210,00;EUR;13.05.2024 02:10:01:456
10.05.2024;Wien Energie Strom;10.05.2024;-61,00;EUR;10.05.2024 02:00:00:001
`,
    rows: [
      ['2024-05-14', '-27.43', 'SPAR'],
      ['2024-05-13', '2210.00', 'Gehalt'],
      ['2024-05-10', '-61.00', 'Wien Energie'],
    ],
  },
  {
    name: 'UBS Switzerland',
    currency: 'CHF',
    text: `\ufeffKontonummer:;0234 00123456.40;
IBAN:;CH93 0076 2011 6238 5295 7;
Von:;2024-01-01;
Bis:;2024-01-31;
Anfangssaldo:;1500.00;
Schlusssaldo:;2411.65;
Bewertet in:;CHF;
Anzahl Transaktionen in diesem Zeitraum:;3;

Abschlussdatum;Abschlusszeit;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3;Fussnoten;
2024-01-29;10:01:02;2024-01-29;2024-01-29;CHF;-88.35;;;2411.65;1234567AB1;"Migros Zürich";"Zahlung Debitkarte";"Transaktions-Nr. 1234567AB1";;
2024-01-25;;2024-01-25;2024-01-25;CHF;;3000.00;;2500.00;1234567AB2;"ACME AG";"Gutschrift; Lohn";"";;
2024-01-03;;2024-01-03;2024-01-03;CHF;-2000.00;;;-500.00;1234567AB3;"Immo AG; 8000 Zürich";"Dauerauftrag";"Miete";;
`,
    rows: [
      ['2024-01-29', '-88.35', 'Migros'],
      ['2024-01-25', '3000.00', 'ACME'],
      ['2024-01-03', '-2000.00', 'Immo'],
    ],
  },
  {
    name: 'Amazon card of LBB, Germany',
    currency: 'EUR',
    text: `Kreditkartennummer;Kaufdatum;Buchungsdatum;Beschreibung;Währung des Umsatzes;Umsatz in Fremdwährung;Umrechnungskurs;Betrag in EUR;Punkte
4123********1234;21.02.2024;22.02.2024;AMZN Mktp DE*1234;EUR;;;-19,99;20
4123********1234;15.02.2024;15.02.2024;LASTSCHRIFT;EUR;;;210,05;0
4123********1234;10.02.2024;12.02.2024;HOTEL NYC;USD;-100,00;1,08;-92,59;46
`,
    rows: [
      ['2024-02-21', '-19.99', 'AMZN'],
      ['2024-02-15', '210.05', 'LASTSCHRIFT'],
      ['2024-02-10', '-92.59', 'HOTEL'],
    ],
  },
];
