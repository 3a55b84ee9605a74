import type { RememberedExport } from './remembered-export.js';

export const american: readonly RememberedExport[] = [
  {
    name: 'Chase card',
    currency: 'USD',
    text: `Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo
1234,01/15/2024,01/16/2024,AMZN Mktp US*RT4X12,Shopping,Sale,-23.45,
1234,01/12/2024,01/14/2024,WHOLEFDS MKT 10234,Groceries,Sale,-87.10,
1234,01/10/2024,01/10/2024,Payment Thank You-Mobile,,Payment,500.00,
1234,01/03/2024,01/04/2024,DELTA AIR 0062341,Travel,Return,120.00,
`,
    rows: [
      ['2024-01-15', '-23.45', 'AMZN'],
      ['2024-01-12', '-87.10', 'WHOLEFDS'],
      ['2024-01-10', '500.00', 'Payment Thank You'],
      ['2024-01-03', '120.00', 'DELTA'],
    ],
  },
  {
    name: 'Chase checking, every line with a comma more',
    currency: 'USD',
    text: `Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
DEBIT,02/27/2024,"ZELLE PAYMENT TO JOHN SMITH 20110411234",-350.00,QUICKPAY_DEBIT,1520.11,,
CREDIT,02/23/2024,"ACME CORP PAYROLL PPD ID: 1234567890",2100.55,ACH_CREDIT,1870.11,,
CHECK,02/20/2024,"CHECK 1043",-125.00,CHECK_PAID,-230.44,1043,
DSLIP,02/19/2024,"REMOTE ONLINE DEPOSIT # 1",55.00,CHECK_DEPOSIT,-105.44,1,
`,
    rows: [
      ['2024-02-27', '-350.00', 'ZELLE'],
      ['2024-02-23', '2100.55', 'PAYROLL'],
      ['2024-02-20', '-125.00', 'CHECK 1043'],
      ['2024-02-19', '55.00', 'REMOTE'],
    ],
  },
  {
    name: 'Bank of America with a summary before the table',
    currency: 'USD',
    text: `Description,,Summary Amt.
Beginning balance as of 03/01/2024,,"2,410.55"
Total credits,,"3,250.00"
Total debits,,"-1,204.19"
Ending balance as of 03/31/2024,,"4,456.36"

Date,Description,Amount,Running Bal.
03/01/2024,Beginning balance as of 03/01/2024,,"2,410.55"
03/04/2024,"SAFEWAY #1234 03/03 PURCHASE SAN JOSE CA","-104.19","2,306.36"
03/15/2024,"ACME DES:PAYROLL ID:XXXXX1234","3,250.00","5,556.36"
03/20/2024,"CHECKCARD 0319 COMCAST CALIFORNIA","-1,100.00","4,456.36"
`,
    rows: [
      ['2024-03-04', '-104.19', 'SAFEWAY'],
      ['2024-03-15', '3250.00', 'PAYROLL'],
      ['2024-03-20', '-1100.00', 'COMCAST'],
    ],
  },
  {
    name: 'Bank of America card',
    currency: 'USD',
    text: `Posted Date,Reference Number,Payee,Address,Amount
05/06/2024,24692164126100123456789,"TRADER JOE S #123 QPS SAN FRANCISCO CA","SAN FRANCISCO CA ",-64.12
05/13/2024,24137464133001234567890,"SHELL OIL 57444 MILPITAS CA","MILPITAS      CA ",-48.00
05/15/2024,10241350000123456789012,"PAYMENT - THANK YOU","",112.12
`,
    rows: [
      ['2024-05-06', '-64.12', 'TRADER JOE'],
      ['2024-05-13', '-48.00', 'SHELL'],
      ['2024-05-15', '112.12', 'THANK YOU'],
    ],
  },
  {
    name: 'Wells Fargo without a header',
    currency: 'USD',
    text: `"04/29/2024","-45.67","*","","PURCHASE AUTHORIZED ON 04/27 TARGET T-1234 AUSTIN TX S384118 CARD 1234"
"04/26/2024","1985.20","*","","EMPLOYER INC DIRECT DEP 240426 00001 DOE,JOHN"
"04/22/2024","-900.00","*","1201","CHECK"
"04/15/2024","-12.99","*","","RECURRING PAYMENT AUTHORIZED ON 04/14 NETFLIX.COM"
`,
    rows: [
      ['2024-04-29', '-45.67', 'TARGET'],
      ['2024-04-26', '1985.20', 'EMPLOYER'],
      ['2024-04-22', '-900.00', 'CHECK'],
      ['2024-04-15', '-12.99', 'NETFLIX'],
    ],
  },
  {
    name: 'American Express',
    currency: 'USD',
    text: `Date,Description,Card Member,Account #,Amount
06/21/2024,AplPay STARBUCKS SEATTLE WA,JOHN DOE,-11007,7.45
06/19/2024,UBER TRIP HELP.UBER.COM CA,JANE DOE,-11015,23.11
06/17/2024,MOBILE PAYMENT - THANK YOU,JOHN DOE,-11007,-410.20
06/14/2024,COSTCO WHSE #0123 SAN DIEGO CA,JOHN DOE,-11007,210.99
`,
    rows: [
      ['2024-06-21', '-7.45', 'STARBUCKS'],
      ['2024-06-19', '-23.11', 'UBER'],
      ['2024-06-17', '410.20', 'THANK YOU'],
      ['2024-06-14', '-210.99', 'COSTCO'],
    ],
  },
  {
    name: 'Citi card, credits with a minus in a column of their own',
    currency: 'USD',
    text: `Status,Date,Description,Debit,Credit,Member Name
Cleared,07/30/2024,"WALMART.COM 8009666546 BENTONVILLE AR",34.56,,JOHN DOE
Cleared,07/24/2024,"ONLINE PAYMENT, THANK YOU",,-250.00,JOHN DOE
Pending,07/31/2024,"LYFT *RIDE SUN 5PM",18.20,,JOHN DOE
`,
    rows: [
      ['2024-07-30', '-34.56', 'WALMART'],
      ['2024-07-24', '250.00', 'ONLINE PAYMENT'],
      ['2024-07-31', '-18.20', 'LYFT'],
    ],
  },
  {
    name: 'Discover',
    currency: 'USD',
    text: `Trans. Date,Post Date,Description,Amount,Category
08/14/2024,08/15/2024,"KROGER #432 CINCINNATI OH",52.33,"Supermarkets"
08/16/2024,08/16/2024,"INTERNET PAYMENT - THANK YOU",-300.00,"Payments and Credits"
08/18/2024,08/19/2024,"SHELL OIL 1234567 DAYTON OH",41.07,"Gasoline"
`,
    rows: [
      ['2024-08-14', '-52.33', 'KROGER'],
      ['2024-08-16', '300.00', 'INTERNET PAYMENT'],
      ['2024-08-18', '-41.07', 'SHELL'],
    ],
  },
  {
    name: 'Capital One card',
    currency: 'USD',
    text: `Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit
2024-09-12,2024-09-13,4321,CHIPOTLE 1234,Dining,14.35,
2024-09-11,2024-09-11,4321,CAPITAL ONE MOBILE PYMT,Payment/Credit,,200.00
2024-09-09,2024-09-10,4321,HOME DEPOT 0123,Merchandise,88.41,
`,
    rows: [
      ['2024-09-12', '-14.35', 'CHIPOTLE'],
      ['2024-09-11', '200.00', 'PYMT'],
      ['2024-09-09', '-88.41', 'HOME DEPOT'],
    ],
  },
  {
    name: 'Venmo, signs and dollars with a space, balances as first and last rows',
    currency: 'USD',
    text: `Account Statement - (@john-doe) ,,,,,,,,,,,,,,,,,,,,,
Account Activity,,,,,,,,,,,,,,,,,,,,,
,ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (tip),Amount (tax),Amount (fee),Tax Rate,Tax Exempt,Funding Source,Destination,Beginning Balance,Ending Balance,Statement Period Venmo Fees,Terminal Location,Year to Date Venmo Fees,Disclaimer
,,,,,,,,,,,,,,,,$120.00,,,,,
,4012345678901234567,2024-10-02T14:33:21,Payment,Complete,Pizza night,John Doe,Jane Roe,- $25.50,,0,,0,,Venmo balance,,,,,Venmo,,
,4012345678901234568,2024-10-13T08:01:00,Payment,Complete,Rent share,Max Moe,John Doe,"+ $1,200.00",,0,,0,,,Venmo balance,,,,Venmo,,
,4012345678901234569,2024-10-15T09:15:10,Standard Transfer,Issued,,,,- $500.00,,0,,0,,,BANK OF AMERICA *1234,,,,Venmo,,
,,,,,,,,,,,,,,,,,$794.50,$0.00,,$0.00,"In case of errors or questions about your electronic transfers: call us"
`,
    rows: [
      ['2024-10-02', '-25.50', 'Pizza night'],
      ['2024-10-13', '1200.00', 'Rent share'],
      ['2024-10-15', '-500.00', 'Standard Transfer'],
    ],
  },
  {
    name: 'Apple Card',
    currency: 'USD',
    text: `Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By
11/20/2024,11/21/2024,"MCDONALD'S F1234 100 MAIN ST AUSTIN 78701 TX USA","Mcdonald's","Restaurants","Purchase","8.42","John Doe"
11/19/2024,11/20/2024,"ACH DEPOSIT INTERNET TRANSFER FROM ACCOUNT ENDING IN 1234","Ach Deposit","Payment","Payment","-342.11","John Doe"
11/17/2024,11/18/2024,"BEST BUY 00012345 AUSTIN TX USA (RETURN)","Best Buy","Shopping","Credit","-59.99","John Doe"
11/16/2024,11/17/2024,"BEST BUY 00012345 AUSTIN TX USA","Best Buy","Shopping","Purchase","259.99","John Doe"
`,
    rows: [
      ['2024-11-20', '-8.42', 'MCDONALD'],
      ['2024-11-19', '342.11', 'ACH DEPOSIT'],
      ['2024-11-17', '59.99', 'BEST BUY'],
      ['2024-11-16', '-259.99', 'BEST BUY'],
    ],
  },
  {
    name: 'PayPal, English, with conversions',
    currency: 'USD',
    text: `"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Shipping Address","Item Title","Balance"
"12/21/2024","13:02:11","PST","Spotify USA","PreApproved Payment Bill User Payment","Completed","USD","-10.99","0.00","-10.99","john@example.com","pay@example.com","1AB23456CD789012E","","","-10.99"
"12/21/2024","13:02:11","PST","","General Credit Card Deposit","Completed","USD","10.99","0.00","10.99","","john@example.com","2AB23456CD789012E","","","0.00"
"12/25/2024","01:20:43","PST","Jane Roe","General Payment","Completed","USD","1,050.00","-30.75","1,019.25","jane@example.com","john@example.com","3AB23456CD789012E","","Bike","1,019.25"
`,
    rows: [
      ['2024-12-21', '-10.99', 'Spotify'],
      ['2024-12-21', '10.99', 'General Credit Card Deposit'],
      // What the balance says came in: the fee is off.
      ['2024-12-25', '1019.25', 'Jane Roe'],
    ],
  },
  {
    name: 'PayPal, German',
    currency: 'EUR',
    text: `\ufeff"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Entgelt","Netto","Absender E-Mail-Adresse","Empfänger E-Mail-Adresse","Transaktionscode","Guthaben"
"03.01.2024","18:22:03","CET","eBay S.a.r.l.","Zahlung im Einzugsverfahren","Abgeschlossen","EUR","-34,99","0,00","-34,99","a@example.com","b@example.com","9XY12345AB678901C","-34,99"
"03.01.2024","18:22:03","CET","","Bankgutschrift auf PayPal-Konto","Abgeschlossen","EUR","34,99","0,00","34,99","","a@example.com","8XY12345AB678901C","0,00"
"17.01.2024","09:00:00","CET","Erika Muster","Allgemeine Zahlung","Abgeschlossen","EUR","1.250,00","0,00","1.250,00","c@example.com","a@example.com","7XY12345AB678901C","1.250,00"
`,
    rows: [
      ['2024-01-03', '-34.99', 'eBay'],
      ['2024-01-03', '34.99', 'Bankgutschrift'],
      ['2024-01-17', '1250.00', 'Erika Muster'],
    ],
  },
  {
    name: 'TD Canada Trust without a header',
    currency: 'USD',
    text: `05/14/2024,TIM HORTONS #2345,4.87,,1523.44
05/13/2024,PAYROLL ACME LTD,,2310.00,1528.31
05/10/2024,HYDRO ONE BPY,132.15,,-781.69
`,
    rows: [
      ['2024-05-14', '-4.87', 'TIM HORTONS'],
      ['2024-05-13', '2310.00', 'PAYROLL'],
      ['2024-05-10', '-132.15', 'HYDRO'],
    ],
  },
  {
    name: 'RBC Canada',
    currency: 'CAD',
    text: `"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"
Chequing,01234-5123456,4/2/2024,,"MISC PAYMENT","ROGERS COMM",-85.20,,
Chequing,01234-5123456,4/15/2024,,"PAYROLL DEPOSIT","ACME INC",2150.00,,
Chequing,01234-5123456,4/16/2024,101,"CHEQUE","",-300.00,,
`,
    rows: [
      ['2024-04-02', '-85.20', 'ROGERS'],
      ['2024-04-15', '2150.00', 'PAYROLL'],
      ['2024-04-16', '-300.00', 'CHEQUE'],
    ],
  },
  {
    name: 'Nubank, Brazil',
    currency: 'USD',
    text: `Data,Valor,Identificador,Descrição
01/03/2024,-45.90,65e1c2a3-1f2e-4c1a-9d3b-000000000001,Compra no débito - PADARIA REAL
05/03/2024,3200.00,65e1c2a3-1f2e-4c1a-9d3b-000000000002,Transferência recebida pelo Pix - EMPRESA LTDA
09/03/2024,-120.00,65e1c2a3-1f2e-4c1a-9d3b-000000000003,Pagamento de boleto efetuado - ENEL
`,
    rows: [
      ['2024-03-01', '-45.90', 'PADARIA'],
      ['2024-03-05', '3200.00', 'Pix'],
      ['2024-03-09', '-120.00', 'ENEL'],
    ],
    open: ['dateFormat'],
  },
  {
    name: 'Banco do Brasil with balances among the rows',
    currency: 'USD',
    encoding: 'latin1',
    text: `"Data","Dependencia Origem","Histórico","Data do Balancete","Número do documento","Valor",
"30/04/2024","","Saldo Anterior","","0","1520.10",
"02/05/2024","","Compra com Cartão - 01/05 14:22 MERCADO EXTRA","","123456","-230.45",
"06/05/2024","0000-1","Recebimento de Proventos","","9001","4100.00",
"31/05/2024","","S A L D O","","0","5389.65",
`,
    rows: [
      ['2024-05-02', '-230.45', 'MERCADO'],
      ['2024-05-06', '4100.00', 'Proventos'],
    ],
  },
];
