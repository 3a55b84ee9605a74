/** What field 86 says about a transaction; texts are empty where it says nothing. */
export interface TransactionInformation {
  /** What the payment is for. */
  readonly remittance: string;
  /** What the bank calls it, such as `SEPA-UEBERW`. */
  readonly bookingText: string;
  /** German business transaction code of three digits. */
  readonly bookingCode: string;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly counterpartyBank: string;
  readonly customerReference: string;
  readonly endToEndId: string;
  readonly mandateId: string;
  readonly creditorId: string;
  /** All of it, in one line. */
  readonly text: string;
}

/** Where nothing is said. */
export const noInformation: TransactionInformation = Object.freeze({
  remittance: '',
  bookingText: '',
  bookingCode: '',
  counterpartyName: '',
  counterpartyAccount: '',
  counterpartyBank: '',
  customerReference: '',
  endToEndId: '',
  mandateId: '',
  creditorId: '',
  text: '',
});
