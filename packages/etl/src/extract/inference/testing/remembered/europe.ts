import type { RememberedExport } from './remembered-export.js';

export const european: readonly RememberedExport[] = [
  {
    name: 'BNP Paribas, a first line about the account, no header',
    currency: 'USD',
    encoding: 'latin1',
    text: `Crédit Immobilier;Compte de chèques;****1234;03/04/2024;;1 234,56
02/04/2024;Paiement CB;CARTE BANCAIRE;FACTURE CARTE DU 310324 MONOPRIX PARIS;-23,40
29/03/2024;Virement reçu;VIREMENT;VIR SEPA RECU /DE ACME SA /MOTIF SALAIRE;2 100,00
28/03/2024;Prélèvement;PRELEVEMENT;PRLV SEPA EDF CLIENTS;-65,10
`,
    rows: [
      ['2024-04-02', '-23.40', 'MONOPRIX'],
      ['2024-03-29', '2100.00', 'ACME'],
      ['2024-03-28', '-65.10', 'EDF'],
    ],
  },
  {
    name: 'Crédit Agricole, a preamble and quotes over several lines',
    currency: 'EUR',
    encoding: 'latin1',
    text: `Téléchargement du 12/04/2024;

MLE DUPONT MARIE
Compte de Dépôt carte n° 12345678901;
Solde au 12/04/2024 1 845,20 €

Liste des opérations du compte entre le 01/03/2024 et le 12/04/2024;

Date;Libellé;Débit euros;Crédit euros;
11/04/2024;"PAIEMENT PAR CARTE
X1234 CARREFOUR LYON 10/04 ";54,12;;
05/04/2024;"VIREMENT EN VOTRE FAVEUR
ACME SALAIRE ";;1 980,00;
28/03/2024;"PRELEVEMENT
Free Mobile ";19,99;;
`,
    rows: [
      ['2024-04-11', '-54.12', 'CARREFOUR'],
      ['2024-04-05', '1980.00', 'SALAIRE'],
      ['2024-03-28', '-19.99', 'Free Mobile'],
    ],
  },
  {
    name: 'Boursorama',
    currency: 'USD',
    text: `dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance
2024-02-10;2024-02-10;"CARTE 09/02/24 FRANPRIX CB*1234";Alimentation;"Vie quotidienne";franprix;-12,30;;00012345678;BoursoBank;1250.40
2024-02-08;2024-02-08;"VIR ACME SALAIRE";"Virements reçus";"Virements";acme;"2 150,00";;00012345678;BoursoBank;1250.40
2024-02-03;2024-02-05;"PRLV SEPA FREE TELECOM";Internet;"Abonnements";free;-29,99;;00012345678;BoursoBank;1250.40
`,
    rows: [
      ['2024-02-10', '-12.30', 'FRANPRIX'],
      ['2024-02-08', '2150.00', 'SALAIRE'],
      ['2024-02-03', '-29.99', 'FREE'],
    ],
  },
  {
    name: 'Société Générale',
    currency: 'EUR',
    encoding: 'latin1',
    text: `="0123456789012345";01/03/2024;31/03/2024;3;31/03/2024;1 204,33 EUR
Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise
28/03/2024;CARTE X1234 27/03;CARTE X1234 27/03 FNAC PARIS;-45,90;EUR
25/03/2024;VIR RECU 12345;VIR RECU 12345 DE: ACME SA MOTIF: SALAIRE MARS;1850,00;EUR
20/03/2024;PRELEVEMENT EUROPEEN;PRELEVEMENT EUROPEEN DE: EDF;-70,00;EUR
`,
    rows: [
      ['2024-03-28', '-45.90', 'CARTE X1234'],
      ['2024-03-25', '1850.00', 'VIR RECU'],
      ['2024-03-20', '-70.00', 'PRELEVEMENT'],
    ],
  },
  {
    name: 'Santander, Spain, with a preamble',
    currency: 'EUR',
    text: `Cuenta:;ES91 2100 0418 4502 0005 1332;;;;
Titular:;JUAN PEREZ;;;;
Saldo:;1.024,31 EUR;;;;
;;;;;
FECHA OPERACIÓN;FECHA VALOR;CONCEPTO;IMPORTE EUR;SALDO
04/03/2024;04/03/2024;COMPRA MERCADONA VALENCIA, TARJETA 1234;-45,18;1.024,31
01/03/2024;01/03/2024;NOMINA ACME SL;1.650,00;1.069,49
28/02/2024;28/02/2024;RECIBO IBERDROLA CLIENTES;-72,40;-580,51
`,
    rows: [
      ['2024-03-04', '-45.18', 'MERCADONA'],
      ['2024-03-01', '1650.00', 'NOMINA'],
      ['2024-02-28', '-72.40', 'IBERDROLA'],
    ],
  },
  {
    name: 'Unicredit, Italy',
    currency: 'EUR',
    encoding: 'latin1',
    text: `Data Registrazione;Data valuta;Descrizione;Importo (EUR);
15.03.2024;13.03.2024;PAGAMENTO POS ESSELUNGA MILANO;-64,20;
11.03.2024;11.03.2024;BONIFICO A VOSTRO FAVORE ACME SPA STIPENDIO;1.720,00;
01.03.2024;01.03.2024;COMMISSIONI TENUTA CONTO;-3,50;
`,
    rows: [
      ['2024-03-15', '-64.20', 'ESSELUNGA'],
      ['2024-03-11', '1720.00', 'STIPENDIO'],
      ['2024-03-01', '-3.50', 'COMMISSIONI'],
    ],
  },
  {
    name: 'Fineco, Italy, Entrate and Uscite',
    currency: 'USD',
    text: `Data_Operazione;Data_Valuta;Entrate;Uscite;Descrizione;Descrizione_Completa;Stato
18/04/2024;18/04/2024;;-35,00;Visa Debit;Q8 MILANO Carta *1234;Contabilizzato
17/04/2024;17/04/2024;1.500,00;;Stipendio;Bonif. SEPA ACME SRL;Contabilizzato
12/04/2024;12/04/2024;;-9,99;SDD;Addebito Netflix;Contabilizzato
`,
    rows: [
      ['2024-04-18', '-35.00', 'Q8'],
      ['2024-04-17', '1500.00', 'ACME'],
      ['2024-04-12', '-9.99', 'Netflix'],
    ],
  },
  {
    name: 'ING, Netherlands',
    currency: 'EUR',
    text: `"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"
"20240229";"Albert Heijn 1234";"NL91ABNA0417164300";"";"BA";"Af";"23,45";"Betaalautomaat";"Pasvolgnr: 001 28-02-2024 17:45";"1204,55";""
"20240228";"ACME BV";"NL91ABNA0417164300";"NL20INGB0001234567";"OV";"Bij";"2350,00";"Overschrijving";"Naam: ACME BV Omschrijving: Salaris";"1228,00";""
"20240226";"Ziggo";"NL91ABNA0417164300";"NL20INGB0001234567";"IC";"Af";"49,95";"Incasso";"Factuur 991";"-1122,00";""
`,
    rows: [
      ['2024-02-29', '-23.45', 'Albert Heijn'],
      ['2024-02-28', '2350.00', 'ACME'],
      ['2024-02-26', '-49.95', 'Ziggo'],
    ],
  },
  {
    name: 'ABN AMRO, Netherlands, tabs and no header',
    currency: 'EUR',
    text: `123456789\tEUR\t20240312\t1250,10\t1226,65\t20240312\t-23,45\tBEA, Betaalpas  ALBERT HEIJN 1234,PAS123 NR:AB123 12.03.24/17:45 AMSTERDAM
123456789\tEUR\t20240313\t1226,65\t3576,65\t20240313\t2350,00\t/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/NAME/ACME BV/REMI/SALARIS
123456789\tEUR\t20240315\t3576,65\t3526,70\t20240315\t-49,95\tSEPA Incasso algemeen doorlopend ZIGGO SERVICES BV
`,
    rows: [
      ['2024-03-12', '-23.45', 'ALBERT HEIJN'],
      ['2024-03-13', '2350.00', 'ACME'],
      ['2024-03-15', '-49.95', 'ZIGGO'],
    ],
  },
  {
    name: 'Rabobank, Netherlands, signs always written',
    currency: 'EUR',
    encoding: 'latin1',
    text: `"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID","Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk","Omschrijving-1","Omschrijving-2","Omschrijving-3","Reden retour","Oorspr bedrag","Oorspr munt","Koers"
"NL91ABNA0417164300","EUR","RABONL2U","000000000000001001","2024-03-04","2024-03-04","-15,20","+984,80","","JUMBO UTRECHT","","","","bc","","","","","","Betaalautomaat 12:01 pasnr. 001"," ","","","","",""
"NL91ABNA0417164300","EUR","RABONL2U","000000000000001002","2024-03-05","2024-03-05","+1500,00","+2484,80","NL20INGB0001234567","ACME BV","","","INGBNL2A","sb","","","","","","SALARIS MAART"," ","","","","",""
"NL91ABNA0417164300","EUR","RABONL2U","000000000000001003","2024-03-06","2024-03-06","-60,00","+2424,80","NL20INGB0001234567","VITENS","","","INGBNL2A","ei","","","","","","Factuur 12"," ","","","","",""
`,
    rows: [
      ['2024-03-04', '-15.20', 'JUMBO'],
      ['2024-03-05', '1500.00', 'ACME'],
      ['2024-03-06', '-60.00', 'VITENS'],
    ],
  },
  {
    name: 'KBC, Belgium, with amounts twice',
    currency: 'EUR',
    text: `Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling
BE68539007547034;;JAN JANSSENS;EUR; 02024003;18/03/2024;BETALING VIA DEBETKAART 17-03 COLRUYT GENT;18/03/2024;-56,12;1443,88;;-56,12;;;COLRUYT;;;
BE68539007547034;;JAN JANSSENS;EUR; 02024003;15/03/2024;OVERSCHRIJVING IN UW VOORDEEL;15/03/2024;2100,00;1500,00;2100,00;;BE71096123456769;GKCCBEBB;ACME NV;;;LOON MAART
BE68539007547034;;JAN JANSSENS;EUR; 02024003;01/03/2024;DOMICILIERING;01/03/2024;-600,00;-600,00;;-600,00;BE71096123456769;GKCCBEBB;ENGIE;;+++123/1234/12345+++;
`,
    rows: [
      ['2024-03-18', '-56.12', 'COLRUYT'],
      ['2024-03-15', '2100.00', 'ACME'],
      ['2024-03-01', '-600.00', 'ENGIE'],
    ],
  },
  {
    name: 'SEB, Sweden',
    currency: 'USD',
    text: `Bokföringsdatum;Valutadatum;Verifikationsnummer;Text/mottagare;Belopp;Saldo
2024-03-20;2024-03-20;5490990004;ICA SUPERMARKET/24-03-19;-345,50;12 344,50
2024-03-25;2024-03-25;5490990005;LÖN;31 200,00;43 544,50
2024-03-27;2024-03-27;5490990006;HYRA BOSTADEN;-8 450,00;35 094,50
`,
    rows: [
      ['2024-03-20', '-345.50', 'ICA'],
      ['2024-03-25', '31200.00', 'LÖN'],
      ['2024-03-27', '-8450.00', 'HYRA'],
    ],
  },
  {
    name: 'Danske Bank, Denmark',
    currency: 'USD',
    encoding: 'latin1',
    text: `"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"
"02.04.2024";"Netto Nørrebro";"-128,50";"4.371,50";"Udført";"Nej"
"28.03.2024";"Løn ACME A/S";"24.500,00";"4.500,00";"Udført";"Nej"
"26.03.2024";"Husleje";"-7.200,00";"-20.000,00";"Udført";"Nej"
`,
    rows: [
      ['2024-04-02', '-128.50', 'Netto'],
      ['2024-03-28', '24500.00', 'Løn'],
      ['2024-03-26', '-7200.00', 'Husleje'],
    ],
  },
  {
    name: 'DNB, Norway',
    currency: 'USD',
    text: `"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"
"15.02.2024";"Varekjøp REMA 1000 OSLO";"15.02.2024";"432,10";""
"12.02.2024";"Lønn ACME AS";"12.02.2024";"";"38500,00"
"08.02.2024";"eFaktura Telenor";"08.02.2024";"499,00";""
`,
    rows: [
      ['2024-02-15', '-432.10', 'REMA'],
      ['2024-02-12', '38500.00', 'Lønn'],
      ['2024-02-08', '-499.00', 'Telenor'],
    ],
  },
  {
    name: 'S-Pankki, Finland',
    currency: 'EUR',
    text: `Kirjauspäivä;Maksupäivä;Summa;Tapahtumalaji;Maksaja;Saajan nimi;Saajan tilinumero;Saajan BIC-tunnus;Viitenumero;Viesti;Arkistointitunnus
04.03.2024;03.03.2024;-24,90;KORTTIOSTO;MEIKÄLÄINEN MATTI;K-MARKET HELSINKI;;;;'-';20240304593619A00001
01.03.2024;01.03.2024;+2450,00;TILISIIRTO;ACME OY;MEIKÄLÄINEN MATTI;FI2112345600000785;SBANFIHH;;'PALKKA';20240301593619A00002
28.02.2024;28.02.2024;-45,00;E-LASKU;MEIKÄLÄINEN MATTI;ELISA OYJ;FI2112345600000785;SBANFIHH;RF18539007547034;'-';20240228593619A00003
`,
    rows: [
      ['2024-03-04', '-24.90', 'K-MARKET'],
      ['2024-03-01', '2450.00', 'PALKKA'],
      ['2024-02-28', '-45.00', 'ELISA'],
    ],
  },
  {
    name: 'mBank, Poland, with a long preamble',
    currency: 'PLN',
    text: `\ufeffmBank S.A. Bankowość Detaliczna;
#Klient;
JAN KOWALSKI;

#Za okres:;
01.02.2024;29.02.2024;

#zgrupowane wg;
bez grupowania;

#Waluta;#Wpływy;#Wydatki;
PLN;5 000,00;-1 234,56;

#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;
2024-02-28;"BIEDRONKA 1234 WARSZAWA  ZAKUP PRZY UŻYCIU KARTY 2024-02-27";"eKonto 1111 ... 2222";"Żywność i chemia domowa";-84,56 PLN;;
2024-02-27;"ACME SP. Z O.O.  PRZELEW ZEWNĘTRZNY PRZYCHODZĄCY  WYNAGRODZENIE";"eKonto 1111 ... 2222";"Wpływy";5 000,00 PLN;;
2024-02-10;"CZYNSZ  PRZELEW";"eKonto 1111 ... 2222";"Czynsz";-1 150,00 PLN;;
`,
    rows: [
      ['2024-02-28', '-84.56', 'BIEDRONKA'],
      ['2024-02-27', '5000.00', 'ACME'],
      ['2024-02-10', '-1150.00', 'CZYNSZ'],
    ],
  },
  {
    name: 'Air Bank, Czechia',
    currency: 'CZK',
    text: `"Datum provedení";"Směr úhrady";"Typ úhrady";"Kategorie plateb";"Měna účtu";"Částka v měně účtu";"Název protistrany";"Číslo účtu protistrany";"Zpráva pro příjemce";"Poznámka pro mne"
"05/03/2024";"Odchozí";"Platba kartou";"Jídlo";"CZK";"-345,00";"Albert Praha";"";"";""
"04/03/2024";"Příchozí";"Příchozí úhrada";"Příjmy";"CZK";"42000,00";"ACME s.r.o.";"123456789/0800";"Mzda";""
"01/03/2024";"Odchozí";"Trvalý příkaz";"Bydlení";"CZK";"-12500,00";"Pronajímatel";"987654321/0100";"Nájem";""
`,
    rows: [
      ['2024-03-05', '-345.00', 'Albert'],
      ['2024-03-04', '42000.00', 'ACME'],
      ['2024-03-01', '-12500.00', 'Pronaj'],
    ],
    open: ['dateFormat'],
  },
  {
    name: 'Rakuten Bank, Japan',
    currency: 'JPY',
    text: `取引日,入出金(円),取引後残高(円),入出金内容
20240305,-1980,98020,VISAデビット ABC12345 AMAZON.CO.JP
20240301,100000,100000,給与 アクメ カブシキガイシヤ
20240229,-500,0,ATM利用手数料
`,
    rows: [
      ['2024-03-05', '-1980', 'AMAZON'],
      ['2024-03-01', '100000', '給与'],
      ['2024-02-29', '-500', 'ATM'],
    ],
  },
  {
    name: 'MUFG, Japan, without signs',
    currency: 'USD',
    text: `"日付","摘要","摘要内容","支払い金額","預かり金額","差引残高","メモ","未資金化区分","入払区分"
"2024/3/29","カード","ローソン","1,200","","298,800","","","支払い"
"2024/3/25","給料","アクメ（カ","","300,000","300,000","","","預かり"
`,
    rows: [
      ['2024-03-29', '-1200', 'ローソン'],
      ['2024-03-25', '300000', 'アクメ'],
    ],
  },
  {
    name: 'Totals between the rows, every month',
    currency: 'USD',
    text: `Date,Description,Amount
01/28/2024,COFFEE SHOP,-4.50
01/30/2024,PAYROLL ACME,2000.00
Total January,,1995.50
02/02/2024,RENT,-900.00
02/14/2024,FLOWERS,-35.00
Total February,,-935.00
`,
    rows: [
      ['2024-01-28', '-4.50', 'COFFEE'],
      ['2024-01-30', '2000.00', 'PAYROLL'],
      ['2024-02-02', '-900.00', 'RENT'],
      ['2024-02-14', '-35.00', 'FLOWERS'],
    ],
  },
];
