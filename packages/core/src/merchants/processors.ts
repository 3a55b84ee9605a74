/** Payment services that write their mark before the name of the merchant, by the letters and digits of the mark. */
export const processorByMark: ReadonlyMap<string, string> = new Map(
  [
    'Square=SQ,SQU,GOSQ,GOSQCOM',
    'Toast=TST,TOAST',
    'PayPal=PAYPAL,PP,PYPL,PAYPALINST',
    'SumUp=SUMUP,SUMUPCO',
    'Zettle=IZ,IZETTLE,ZETTLE,ZTL',
    'Checkout.com=CKO',
    'Stripe=STRIPE,ST',
    'Shopify=SP,SHOPIFY,SHOPPAY',
    'Eventbrite=EB,EVENTBRITE',
    'Worldpay=WP,WORLDPAY',
    'Amazon=AMZ,AMZPAY,AMAZONPAY',
    'Klarna=KLARNA,KLRNA',
    'Mollie=MOLLIE',
    'Adyen=ADY,ADYEN',
    'FastSpring=FS,FASTSPRING,FSPRG',
    'Digital River=DRI,DIGITALRIVER',
    'Paddle=PADDLE,PADDLENET,PADDLECOM',
    '2Checkout=2CO,2COCOM',
    'WePay=WPY,WEPAY',
    'Lightspeed=LS,LSPD',
    'Clover=CLV,CLOVER',
    'Intuit=IN,INTUIT',
    'myPOS=MYPOS',
    'Nayax=NYX,NAYAX',
    'Cantaloupe=CTLP,USATECH',
    'Alipay=ALIPAY',
    'DoorDash=DD,DOORDASH',
    'Grubhub=GRUBHUB,GH',
    'BigCommerce=BC',
    'Braintree=BT',
    'Authorize.net=AUTHNET',
    'Ko-fi=KOFI',
    'Viva Wallet=VIVA,VIVAWALLET',
    'Dojo=DOJO,PAYMENTSENSE',
    'Teya=TEYA,SALTPAY',
  ].flatMap((line) => {
    const [name, marks] = line.split('=') as [string, string];
    return marks.split(',').map((mark) => [mark, name] as const);
  }),
);

/** Marks that stand before the name with a hyphen or a space alone, without the star. */
export const marksWithoutStar: ReadonlySet<string> = new Set(['PAYPAL', 'SUMUP', 'ZETTLE', 'IZETTLE']);
