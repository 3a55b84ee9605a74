/**
 * Names that people give their categories, with the categories of the default taxonomy, detailed or primary, that they
 * usually stand for; folded, words apart by spaces. Names of the taxonomy itself and the words of the lexicon need no line.
 */
export const userCategoryNames: Readonly<Record<string, string>> = {
  'food|food dining|food and dining|food drink|food and drink|food drinks|food beverage|food and beverage|lebensmittel und essen|nourriture|comida|cibo|eten':
    'groceries restaurants fast_food coffee bars bakeries_and_delicatessens food_and_drink',
  'meals|meal|dining|dining out|eating out|eat out|restaurants bars|essen gehen|auswarts essen|sorties restaurant|takeaways|meals out|lunches|subsistence|bewirtung':
    'restaurants fast_food coffee bars catering bakeries_and_delicatessens',
  'drinks|alcohol|alcohol bars|going out|nightlife': 'bars beer_wine_and_liquor',
  'coffee shops|cafes|kaffee': 'coffee',
  'snacks|snack': 'fast_food bakeries_and_delicatessens vending_machines other_food_and_drink',
  'supermarket|household shopping|einkaufe|courses|spesa|boodschappen|compra':
    'groceries convenience_stores superstores',
  'transport|transportation|getting around|mobility|mobilitat|travel local|commute|commuting':
    'public_transport trains taxis_and_ride_hailing tolls parking fuel bikes_and_scooters other_transport',
  'car|auto|vehicle|vehicles|automobile|automotive|car expenses|vehicle expenses|auto expenses|auto transport|motoring|motor|motor expenses|voiture|coche|macchina|kfz|auto and transport|car and truck|car and truck expenses':
    'vehicle_service vehicle_parts fuel parking tolls car_loan_payment vehicle_insurance vehicle_purchase electric_charging',
  'gas|gasoline|petrol|gas fuel|fuel and oil|gas and fuel|tanken|essence|gas stations|benzin':
    'fuel electric_charging',
  'taxi|rideshare|ride share|cabs': 'taxis_and_ride_hailing',
  'utilities|bills|bills utilities|household bills|versorgung|charges|bollette|suministros':
    'gas_and_electricity water sewage_and_waste internet_and_cable telephone other_utilities',
  'phone|mobile|telephone|cell|communications|communication|telecommunications|telecom|telephone and internet|phone internet|phone and internet|handy|internet phone':
    'telephone internet_and_cable',
  'internet|broadband|cable tv': 'internet_and_cable',
  'energy|electricity|power|gas electric|heating|heat': 'gas_and_electricity',
  'housing|home|accommodation costs|wohnen|logement|vivienda|casa|household|haushalt|home expenses|living':
    'rent mortgage_payment furniture hardware_and_building repair_and_maintenance garden household_appliances home cleaning_services',
  'rent|rent or lease|office rent|rent and rates|premises|mortgage rent|rent mortgage':
    'rent mortgage_payment',
  mortgage: 'mortgage_payment',
  'home office|homeoffice|home office expenses|office at home': 'furniture office_supplies electronics',
  'office|office supplies|office expense|office expenses|office costs|stationery|burobedarf|printing and stationery|office admin':
    'office_supplies printing',
  'supplies|materials|consumables|business supplies|materialkosten':
    'trade_supplies office_supplies hardware_and_building cleaning_services',
  'equipment|machinery|tools|small tools|tools and equipment|plant and equipment':
    'trade_supplies electronics equipment_hire hardware_and_building',
  'computer equipment|computers|computer|it equipment|it hardware|electronics|technology equipment|gadgets|hardware and electronics|computer and internet|edv':
    'electronics it_services',
  hardware: 'electronics hardware_and_building',
  'furniture|furnishings|furniture and fixtures|furniture equipment': 'furniture',
  'software|software subscriptions|software and apps|apps|saas|it|it costs|technology|software and subscriptions|it services|computer software|tech':
    'software cloud_and_online_services it_services technology',
  'hosting|web hosting|cloud|website|domains|internet services|web services': 'cloud_and_online_services',
  'subscriptions|subscription|memberships|dues|dues and subscriptions|dues subscriptions|memberships and subscriptions|abos|abonnements':
    'film_and_television music_and_audio software memberships books_and_newspapers cloud_and_online_services',
  'repairs|repair|maintenance|repairs and maintenance|repairs maintenance|upkeep|wartung|home maintenance|property maintenance':
    'repair_and_maintenance cleaning_services vehicle_service hardware_and_building',
  cleaning: 'cleaning_services laundry_and_dry_cleaning',
  'training|education|education and training|training and education|learning|courses|professional development|continuing education|bildung|books and courses|staff training|conferences':
    'courses_and_training higher_education schools education',
  'kids|children|family|childcare|baby|kinder|enfants|hijos|family and kids':
    'childcare toys_and_hobbies schools',
  'school|university|tuition|college|student': 'schools higher_education',
  'professional fees|professional services|legal and professional|legal and professional fees|legal and professional services|accounting and legal|legal accounting|beratung und recht|professional|legal fees|legal and accounting|advisors':
    'legal accounting consulting',
  'contractors|contract labor|freelancers|subcontractors|outside services|contractor|contract labour|fremdleistungen':
    'consulting employment_agencies other_services',
  'marketing|advertising|advertising and marketing|advertising marketing|promotion|ads|werbung|sales and marketing':
    'advertising printing',
  'shipping|postage|postage and delivery|shipping and postage|freight|postage shipping|delivery|porto|mail|courier':
    'postage_and_shipping',
  'entertainment|fun|leisure|freizeit|loisirs|ocio|svago|recreation|hobbies|hobby|amusement|culture|kultur|free time':
    'entertainment events_and_attractions film_and_television music_and_audio video_games',
  'streaming|tv|television|movies|films': 'film_and_television',
  music: 'music_and_audio',
  'games|gaming': 'video_games toys_and_hobbies',
  'sport|sports|fitness|sports and fitness|gym|health fitness|exercise':
    'gyms_and_fitness clubs_and_recreation sporting_goods',
  'travel|vacation|vacations|holiday|holidays|trips|travel expenses|travel and lodging|reisen|urlaub|reisekosten|voyage|voyages|viaje|viajes|viaggi|business travel|travel vacation|travel costs':
    'flights lodging car_hire travel_agencies trains taxis_and_ride_hailing other_travel camping public_transport',
  'hotel|hotels|lodging|accommodation': 'lodging',
  'airfare|flights|airlines|air travel': 'flights',
  'shopping|retail|purchases|stuff|general merchandise|merchandise|einkaufen|achats|compras|acquisti|online shopping':
    'shopping department_stores discount_stores superstores online_marketplaces clothing_and_accessories electronics',
  'clothes|clothing|kleidung|apparel|fashion|clothes and shoes': 'clothing_and_accessories',
  'gifts|presents|gifts and donations|gifts donations|geschenke|cadeaux|gift': 'gifts_and_flowers donations',
  'charity|donations|giving|charitable contributions|spenden|contributions':
    'donations political_and_religious',
  'health|healthcare|medical|health and medical|health care|doctor|gesundheit|sante|salud|salute|medical and health|health wellness|wellness':
    'health pharmacies doctors dentists opticians hospitals gyms_and_fitness',
  'pharmacy|medication|medicine': 'pharmacies',
  'personal care|beauty|self care|personal|korperpflege|grooming|haircut|hair':
    'hair_and_beauty cosmetics laundry_and_dry_cleaning personal_care',
  'pets|pet|pet care|haustiere': 'pet_supplies veterinary',
  'insurance|insurances|travel insurance|pet insurance|business insurance|versicherung|versicherungen|assurance':
    'insurance',
  'taxes|tax|steuern|impots|taxes and licenses|taxes licenses|government|vat|licences|licenses|permits':
    'taxes government_services fines',
  'fees|bank fees|bank charges|fees and charges|fees charges|bank service charges|bank|gebuhren|bankgebuhren|frais bancaires|finance charges|merchant fees|interest|bank fees and interest|interest and fees':
    'bank_fees other_bank_fees interest_charges',
  'loan|loans|debt|debts|loan payments|debt payments|kredite|finance|bad debt|bad debts': 'loan_payments',
  'credit card|credit card payment|credit card payments|card payments': 'credit_card_payment',
  'cash|atm|cash withdrawal|withdrawals|cash and atm|bargeld|cash atm': 'cash_withdrawal',
  'savings|investments|investing|savings and investments|saving|investment|sparen|epargne':
    'savings_deposit investment_deposit',
  'transfer|transfers|internal transfer|umbuchung|virements|account transfer':
    'account_transfer_out account_transfer_in transfer_out transfer_in',
  'income|revenue|earnings|einnahmen|revenus|ingresos|entrate|sales|sales income|fees income|consulting income':
    'income business_income other_income',
  'salary|paycheck|wages|gehalt|salaire|nomina|stipendio|pay|payroll income': 'wages',
  'payroll|staff|staff costs|personnel|wages and salaries|employee costs|salaries and wages|salaries':
    'payroll wages',
  'interest income|interest earned|dividends interest|investment income': 'interest_earned dividends',
  'refund|refunds|reimbursement|reimbursements': 'tax_refund other_income',
  'books|books and magazines|newspapers|reading|media': 'books_and_newspapers',
  'garden|gardening': 'garden',
  'business|business expenses|business expense|work|work expenses|arbeit|travail|trabajo|lavoro':
    'office_supplies software consulting advertising postage_and_shipping printing cloud_and_online_services trade_supplies',
  kitchen: 'furniture household_appliances',
  security: 'home_security',
  'parking|parking and tolls|parking tolls': 'parking tolls',
  'gambling|lottery': 'gambling',
  'smoking|tobacco|cigarettes': 'tobacco_and_vape',
};
/** Categories that take what the others leave: the lexicon says nothing for or against them. */
export const restNames: ReadonlySet<string> = new Set(
  'other|others|misc|miscellaneous|uncategorized|uncategorised|unknown|general|various|none|sonstiges|sonstige|divers|autres|otros|altro|overig|other expenses|other expense|general expenses|etc|everything else|not categorized|ask my accountant'.split(
    '|',
  ),
);
