import { describe, expect, test } from 'vitest';
import { parseInformation } from './information.js';

describe('numbered subfields', () => {
  test('with the keys of SEPA, broken at 27 characters', () => {
    const about = parseInformation([
      '166?00GUTSCHRIFT?100399?20EREF+EndToEndIdTFNR20004000?2101?22SVWZ',
      '+TO 13 TFNr 20004 Einga?23ngskanal Mint?30PBNKDEFF100?31DE4210010',
      '0100043921105?32Richter Renate 70 Zeichen B?33eginn Fuellzeichen',
    ]);
    expect(about).toMatchObject({
      bookingCode: '166',
      bookingText: 'GUTSCHRIFT',
      endToEndId: 'EndToEndIdTFNR2000400001',
      remittance: 'TO 13 TFNr 20004 Eingangskanal Mint',
      counterpartyBank: 'PBNKDEFF100',
      counterpartyAccount: 'DE42100100100043921105',
      counterpartyName: 'Richter Renate 70 Zeichen Beginn Fuellzeichen',
    });
  });

  test('with a mandate, a creditor, and the account among the keys', () => {
    const about = parseInformation([
      '105?00SEPA-BASIS-LASTSCHRIFT?20EREF+E1?21MREF+M-1?22CRED+DE98ZZZ09999999999?23SVWZ+Rent May?24IBAN+DE02120300000000202051?25BIC+BYLADEM1001?32ACME',
    ]);
    expect(about).toMatchObject({
      endToEndId: 'E1',
      mandateId: 'M-1',
      creditorId: 'DE98ZZZ09999999999',
      remittance: 'Rent May',
      counterpartyAccount: 'DE02120300000000202051',
      counterpartyBank: 'BYLADEM1001',
      counterpartyName: 'ACME',
    });
  });

  test('behind another mark', () => {
    expect(parseInformation(['000>100133967858', '>20 HUUR>21 KANTOOR - FEB 2010'])).toMatchObject({
      bookingCode: '000',
      remittance: 'HUUR KANTOOR - FEB 2010',
    });
  });
});

describe('code words', () => {
  test('of Rabobank', () => {
    const about = parseInformation([
      '/EREF/01-01-2013 12:00 0030000987654321/BENM//NAME/CONTRA ACCOUN',
      'T HOLDER/REMI//ISDT/2013-07-11',
    ]);
    expect(about).toMatchObject({
      endToEndId: '01-01-2013 12:00 0030000987654321',
      counterpartyName: 'CONTRA ACCOUNT HOLDER',
      remittance: '',
    });
  });

  test('of ABN AMRO and ING', () => {
    expect(
      parseInformation([
        '/TRTP/SEPA OVERBOEKING/IBAN/NL44RABO0123456789/BIC/RABONL2U/NAME/J/ K Jansen/REMI/4851430136/EREF/NOTPROVIDED',
      ]),
    ).toMatchObject({
      bookingText: 'SEPA OVERBOEKING',
      counterpartyAccount: 'NL44RABO0123456789',
      counterpartyBank: 'RABONL2U',
      counterpartyName: 'J/ K Jansen',
      remittance: '4851430136',
      endToEndId: 'NOTPROVIDED',
    });
    expect(
      parseInformation([
        '/EREF/EV123//CNTP/NL32INGB0000012345/INGBNL2A/ING BANK NV INZAKE WEB///REMI/USTD//EV10001 REP/',
      ]),
    ).toMatchObject({
      endToEndId: 'EV123',
      counterpartyAccount: 'NL32INGB0000012345',
      counterpartyBank: 'INGBNL2A',
      counterpartyName: 'ING BANK NV INZAKE WEB',
      remittance: 'EV10001 REP',
    });
  });
});

describe('plain text', () => {
  test('goes on without a space behind a full line of 65 characters', () => {
    const full = 'ASSE 111 1234 XXXXXXXXXXXX 131216CH12345678 MITTEILUNGEN: 1 SONNE';
    expect(full).toHaveLength(65);
    expect(parseInformation([full, 'NGLAESER', 'NEXT']).text).toBe(`${full}NGLAESER NEXT`);
  });

  test.each(['123.45 paid by card', '20-05-2011 INVOICE', '100 EUR/NAME', '091', ''])(
    '%j is text',
    (text) => {
      expect(parseInformation([text])).toMatchObject({
        remittance: text,
        bookingCode: '',
        counterpartyName: '',
      });
    },
  );
});
