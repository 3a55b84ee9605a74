/** Categories of spending-oxford that name one kind of payment, with the primary categories that it can be. */
export const oxfordMeanings: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    'electricity|gas|water & sewerage charges|waste disposal & skip hire|rent|external telephone charges|telephones=rent_and_utilities',
    'temporary bureau staffing|consultants fees|counsel & external legal fees|legal fees|advertising & publicity|staff advertising|postage & carriage|contract printing (external)|furniture removals|audit fees|audit fee|photocopying/paper supplies=services shopping technology',
    'short courses|management development|training|training courses|conferences|conference expenses|qualification training=education services',
    'software maintenance/running costs|software purchase|hardware purchase|computer hardware|software licences|it equipment=technology shopping',
    'security services|window cleaning|cleaning materials|reactive maintenance & minor repairs|lift maintenance / servicing|furniture & equipment purchase|contract cleaning=home shopping services',
    'fuel purchase (stock)|fuel|vehicle excise licences|vehicle hire|vehicle repairs=transport government_and_charity travel services',
    'insurance|other insurances|insurance premiums=insurance services',
    'general stationery supplies|protective clothing|tools|books & publications=shopping services home',
    'provisions|catering|hospitality|catering supplies=food_and_drink shopping',
    'hotel accommodation|travel expenses|rail travel|travel & subsistence=travel transport',
  ].flatMap((line) => {
    const [names = '', primaries = ''] = line.split('=');
    const meaning = new Set(primaries.split(' '));
    return names.split('|').map((name) => [name, meaning] as const);
  }),
);
