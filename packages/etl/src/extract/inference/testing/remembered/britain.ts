import type { RememberedExport } from './remembered-export.js';

export const british: readonly RememberedExport[] = [
  {
    name: 'Barclays, descriptions with a tab',
    currency: 'USD',
    text: `Number,Date,Account,Amount,Subcategory,Memo
\t ,05/03/2024,20-12-34 12345678,-12.50,PAYMENT,"TESCO STORES 3217\tON 04 MAR BCC"
\t ,04/03/2024,20-12-34 12345678,-650.00,STO,"J SMITH RENT\tSTO"
\t ,01/03/2024,20-12-34 12345678,1890.22,FT,"ACME LTD SALARY\tBGC"
`,
    rows: [
      ['2024-03-05', '-12.50', 'TESCO'],
      ['2024-03-04', '-650.00', 'RENT'],
      ['2024-03-01', '1890.22', 'SALARY'],
    ],
    open: ['dateFormat'],
  },
  {
    name: 'Lloyds',
    currency: 'USD',
    text: `Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
28/02/2024,DEB,'30-99-50,12345678,LIDL GB LONDON,23.11,,1204.55
27/02/2024,FPI,'30-99-50,12345678,M JONES 100000001234,,50.00,1227.66
26/02/2024,DD,'30-99-50,12345678,THAMES WATER,41.00,,1177.66
`,
    rows: [
      ['2024-02-28', '-23.11', 'LIDL'],
      ['2024-02-27', '50.00', 'M JONES'],
      ['2024-02-26', '-41.00', 'THAMES'],
    ],
  },
  {
    name: 'HSBC without a header',
    currency: 'USD',
    text: `14/06/2024,"SAINSBURYS S/MKTS     LONDON N1",-34.22
13/06/2024,"ACME LTD              SALARY","2,145.10"
11/06/2024,"OCTOPUS ENERGY        DD",-98.00
`,
    rows: [
      ['2024-06-14', '-34.22', 'SAINSBURYS'],
      ['2024-06-13', '2145.10', 'SALARY'],
      ['2024-06-11', '-98.00', 'OCTOPUS'],
    ],
  },
  {
    name: 'NatWest, texts with an apostrophe before them',
    currency: 'USD',
    text: `Date, Type, Description, Value, Balance, Account Name, Account Number

12/04/2024,POS,"'1234 11APR24 , CO-OP GROUP 12 , LEEDS GB",-8.75,412.30,"'DOE J","'601234-12345678",
11/04/2024,BAC,"'ACME LTD , REF 991",1520.00,421.05,"'DOE J","'601234-12345678",
08/04/2024,D/D,"'VIRGIN MEDIA",-39.00,-1098.95,"'DOE J","'601234-12345678",
`,
    rows: [
      ['2024-04-12', '-8.75', 'CO-OP'],
      ['2024-04-11', '1520.00', 'ACME'],
      ['2024-04-08', '-39.00', 'VIRGIN'],
    ],
    open: ['dateFormat'],
  },
  {
    name: 'Starling',
    currency: 'GBP',
    text: `Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
01/07/2024,Pret A Manger,PRET A MANGER LONDON,CARD PAYMENT,-5.25,310.75,EATING_OUT,
02/07/2024,Jane Roe,Dinner,FASTER PAYMENT,25.00,335.75,INCOME,
15/07/2024,Starling,,INTEREST PAYMENT,0.84,336.59,INCOME,
`,
    rows: [
      ['2024-07-01', '-5.25', 'Pret'],
      ['2024-07-02', '25.00', 'Jane Roe'],
      ['2024-07-15', '0.84', 'Starling'],
    ],
  },
  {
    name: 'Monzo',
    currency: 'GBP',
    text: `Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In
tx_0000A1,03/08/2024,12:31:09,Card payment,Pret A Manger,🥪,Eating out,-7.15,GBP,-7.15,GBP,,London,,PRET A MANGER LONDON GBR,,-7.15,
tx_0000A2,04/08/2024,09:10:00,Faster payment,Jane Roe,,General,20.00,GBP,20.00,GBP,dinner,,,dinner,,,20.00
tx_0000A3,17/08/2024,20:00:11,Card payment,Le Bistro,🍷,Holidays,-31.20,GBP,-36.50,EUR,,Paris,,LE BISTRO PARIS FRA,,-31.20,
`,
    rows: [
      ['2024-08-03', '-7.15', 'PRET'],
      ['2024-08-04', '20.00', 'Jane Roe'],
      ['2024-08-17', '-31.20', 'BISTRO'],
    ],
  },
  {
    name: 'Nationwide with a preamble, in Latin-1',
    currency: 'GBP',
    encoding: 'latin1',
    text: `"Account Name:","FlexAccount ****12345"
"Account Balance:","£1,520.45"
"Available Balance: ","£1,720.45"

"Date","Transaction type","Description","Paid out","Paid in","Balance"
"28 Feb 2024","Contactless Payment","COSTA COFFEE","£4.15","","£1,520.45"
"27 Feb 2024","Bank credit","ACME LTD","","£1,840.00","£1,524.60"
"26 Feb 2024","Direct debit","COUNCIL TAX","£152.00","","-£315.40"
`,
    rows: [
      ['2024-02-28', '-4.15', 'COSTA'],
      ['2024-02-27', '1840.00', 'ACME'],
      ['2024-02-26', '-152.00', 'COUNCIL'],
    ],
  },
  {
    name: 'Amex UK, foreign spend in words',
    currency: 'USD',
    text: `Date,Description,Card Member,Account #,Amount,Extended Details,Appears On Your Statement As,Address,Town/City,Postcode,Country,Reference,Category
16/01/2024,WAITROSE LONDON,J DOE,-71003,45.20,,WAITROSE LONDON,1 HIGH ST,LONDON,N1 1AA,UNITED KINGDOM,'AT240170001000010012345',Groceries
12/01/2024,PAYMENT RECEIVED - THANK YOU,J DOE,-71003,-310.00,,PAYMENT RECEIVED - THANK YOU,,,,,'AT240130001000010012346',
09/01/2024,SNCF PARIS,J DOE,-71003,88.10,Foreign Spend Amount: 102.00 EUROPEAN UNION EURO,SNCF PARIS,,PARIS,,FRANCE,'AT240100001000010012347',Travel
`,
    rows: [
      ['2024-01-16', '-45.20', 'WAITROSE'],
      ['2024-01-12', '310.00', 'PAYMENT RECEIVED'],
      ['2024-01-09', '-88.10', 'SNCF'],
    ],
  },
  {
    name: 'A card whose credits alone say CR behind the amount',
    currency: 'GBP',
    text: `Date,Details,Amount
03 Jan 2024,SAINSBURYS LONDON,£23.50
05 Jan 2024,TFL TRAVEL CHARGE,£6.70
14 Jan 2024,PAYMENT RECEIVED THANK YOU,"£1,100.00 CR"
19 Jan 2024,AMAZON.CO.UK,£14.99
`,
    rows: [
      ['2024-01-03', '-23.50', 'SAINSBURYS'],
      ['2024-01-05', '-6.70', 'TFL'],
      ['2024-01-14', '1100.00', 'PAYMENT'],
      ['2024-01-19', '-14.99', 'AMAZON'],
    ],
    open: ['sign'],
  },
  {
    name: 'A card whose credits alone say CR in a column',
    currency: 'USD',
    text: `Transaction Date,Posting Date,Billing Amount,Merchant,Debit/Credit Flag
03/02/2024,05/02/2024,23.50,SAINSBURYS LONDON,
14/02/2024,14/02/2024,1100.00,PAYMENT - THANK YOU,CR
19/02/2024,20/02/2024,14.99,AMAZON.CO.UK,
21/02/2024,22/02/2024,9.99,NETFLIX,
`,
    rows: [
      ['2024-02-03', '-23.50', 'SAINSBURYS'],
      ['2024-02-14', '1100.00', 'PAYMENT'],
      ['2024-02-19', '-14.99', 'AMAZON'],
      ['2024-02-21', '-9.99', 'NETFLIX'],
    ],
  },
  {
    name: 'Revolut',
    currency: 'GBP',
    text: `Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
CARD_PAYMENT,Current,2024-05-01 10:12:13,2024-05-02 08:00:01,Pret A Manger,-6.20,0.00,GBP,COMPLETED,93.80
TOPUP,Current,2024-05-03 09:00:00,2024-05-03 09:00:02,Payment from J Doe,200.00,0.00,GBP,COMPLETED,293.80
CARD_PAYMENT,Current,2024-05-04 19:33:20,,Uber,-12.00,0.00,GBP,PENDING,
`,
    rows: [
      ['2024-05-01', '-6.20', 'Pret'],
      ['2024-05-03', '200.00', 'J Doe'],
      ['2024-05-04', '-12.00', 'Uber'],
    ],
  },
  {
    name: 'CommBank, Australia, without a header',
    currency: 'USD',
    text: `22/03/2024,"-18.50","WOOLWORTHS 1234 SYDNEY NSW AUS Card xx1234","+2431.20"
21/03/2024,"+3100.00","Salary ACME PTY LTD","+2449.70"
19/03/2024,"-45.00","Direct Debit 123456 OPTUS","-650.30"
`,
    rows: [
      ['2024-03-22', '-18.50', 'WOOLWORTHS'],
      ['2024-03-21', '3100.00', 'Salary'],
      ['2024-03-19', '-45.00', 'OPTUS'],
    ],
  },
  {
    name: 'HDFC, India',
    currency: 'USD',
    text: `
  Date     ,Narration                                                                                                                ,Value Dat,Debit Amount       ,Credit Amount      ,Chq/Ref Number   ,Closing Balance
 01/04/24  ,UPI-SWIGGY-SWIGGY@YBL-YESB0000001-412345678901-PAYMENT                                                                  , 01/04/24 ,         345.00     ,            0.00    ,0000412345678901         ,     102345.50  
 03/04/24  ,NEFT CR-ICIC0000001-ACME LTD-JOHN DOE-SALARY                                                                           , 03/04/24 ,           0.00     ,       125000.00    ,ICICN12345         ,     227345.50  
 16/04/24  ,ATW-512345XXXXXX1234-MUMBAI                                                                                            , 16/04/24 ,       10000.00     ,            0.00    ,0000000012345678         ,     217345.50  
`,
    rows: [
      ['2024-04-01', '-345.00', 'SWIGGY'],
      ['2024-04-03', '125000.00', 'SALARY'],
      ['2024-04-16', '-10000.00', 'MUMBAI'],
    ],
  },
  {
    name: 'ICICI, India, amounts in lakhs, with a preamble',
    currency: 'INR',
    text: `DETAILED STATEMENT,,,,,,,,
Transactions List - Saving Account INR - 012345678901,,,,,,,,
,S No.,Value Date,Transaction Date,Cheque Number,Transaction Remarks,Withdrawal Amount (INR ),Deposit Amount (INR ),Balance (INR )
,1,02/05/2024,02/05/2024,-,UPI/412345/GROCERY STORE,"1,250.00",0.0,"3,21,450.75"
,2,15/05/2024,15/05/2024,-,NEFT-SALARY-ACME,0.0,"1,45,000.00","4,66,450.75"
,3,20/05/2024,20/05/2024,001234,CLG/LANDLORD,"25,000.00",0.0,"4,41,450.75"
Legends Used in Account Statement,,,,,,,,
`,
    rows: [
      ['2024-05-02', '-1250.00', 'GROCERY'],
      ['2024-05-15', '145000.00', 'SALARY'],
      ['2024-05-20', '-25000.00', 'LANDLORD'],
    ],
  },
];
