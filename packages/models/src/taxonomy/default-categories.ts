/**
 * The default categories: primary, Plaid's primary name (personal_finance_category, taxonomy of 2021), and the detailed
 * ones, each `name=SUFFIX` where Plaid's detailed name is its primary, `_` and the suffix, or `name=PRIMARY.SUFFIX` where
 * Plaid puts it elsewhere. Of those with one Plaid name, the first is what that name is read as.
 */
export const defaultCategories: readonly (readonly [primary: string, plaid: string, details: string])[] = [
  [
    'income',
    'INCOME',
    'wages=WAGES|other_income=OTHER_INCOME|business_income=OTHER_INCOME|government_benefits=OTHER_INCOME|' +
      'rental_income=OTHER_INCOME|pension=RETIREMENT_PENSION|unemployment_benefits=UNEMPLOYMENT|tax_refund=TAX_REFUND|' +
      'interest_earned=INTEREST_EARNED|dividends=DIVIDENDS',
  ],
  [
    'transfer_in',
    'TRANSFER_IN',
    'account_transfer_in=ACCOUNT_TRANSFER|deposit=DEPOSIT|loan_received=CASH_ADVANCES_AND_LOANS|savings_withdrawal=SAVINGS|' +
      'investment_withdrawal=INVESTMENT_AND_RETIREMENT_FUNDS|other_transfer_in=OTHER_TRANSFER_IN',
  ],
  [
    'transfer_out',
    'TRANSFER_OUT',
    'account_transfer_out=ACCOUNT_TRANSFER|cash_withdrawal=WITHDRAWAL|savings_deposit=SAVINGS|' +
      'investment_deposit=INVESTMENT_AND_RETIREMENT_FUNDS|other_transfer_out=OTHER_TRANSFER_OUT',
  ],
  [
    'loan_payments',
    'LOAN_PAYMENTS',
    'mortgage_payment=MORTGAGE_PAYMENT|car_loan_payment=CAR_PAYMENT|student_loan_payment=STUDENT_LOAN_PAYMENT|' +
      'personal_loan_payment=PERSONAL_LOAN_PAYMENT|credit_card_payment=CREDIT_CARD_PAYMENT|other_loan_payment=OTHER_PAYMENT',
  ],
  [
    'bank_fees',
    'BANK_FEES',
    'other_bank_fees=OTHER_BANK_FEES|atm_fees=ATM_FEES|foreign_transaction_fees=FOREIGN_TRANSACTION_FEES|' +
      'insufficient_funds_fees=INSUFFICIENT_FUNDS|overdraft_fees=OVERDRAFT_FEES|interest_charges=INTEREST_CHARGE',
  ],
  [
    'rent_and_utilities',
    'RENT_AND_UTILITIES',
    'rent=RENT|gas_and_electricity=GAS_AND_ELECTRICITY|water=WATER|sewage_and_waste=SEWAGE_AND_WASTE_MANAGEMENT|' +
      'internet_and_cable=INTERNET_AND_CABLE|telephone=TELEPHONE|other_utilities=OTHER_UTILITIES',
  ],
  [
    'food_and_drink',
    'FOOD_AND_DRINK',
    'groceries=GROCERIES|restaurants=RESTAURANT|bars=RESTAURANT|fast_food=FAST_FOOD|coffee=COFFEE|' +
      'beer_wine_and_liquor=BEER_WINE_AND_LIQUOR|vending_machines=VENDING_MACHINES|' +
      'other_food_and_drink=OTHER_FOOD_AND_DRINK|bakeries_and_delicatessens=OTHER_FOOD_AND_DRINK|' +
      'catering=OTHER_FOOD_AND_DRINK',
  ],
  [
    'shopping',
    'GENERAL_MERCHANDISE',
    'other_shopping=OTHER_GENERAL_MERCHANDISE|clothing_and_accessories=CLOTHING_AND_ACCESSORIES|' +
      'jewellery_and_watches=CLOTHING_AND_ACCESSORIES|books_and_newspapers=BOOKSTORES_AND_NEWSSTANDS|' +
      'convenience_stores=CONVENIENCE_STORES|department_stores=DEPARTMENT_STORES|discount_stores=DISCOUNT_STORES|' +
      'superstores=SUPERSTORES|online_marketplaces=ONLINE_MARKETPLACES|electronics=ELECTRONICS|' +
      'household_appliances=ELECTRONICS|gifts_and_flowers=GIFTS_AND_NOVELTIES|office_supplies=OFFICE_SUPPLIES|' +
      'pet_supplies=PET_SUPPLIES|sporting_goods=SPORTING_GOODS|tobacco_and_vape=TOBACCO_AND_VAPE|' +
      'toys_and_hobbies=OTHER_GENERAL_MERCHANDISE|arts_and_crafts=OTHER_GENERAL_MERCHANDISE|' +
      'second_hand_and_antiques=OTHER_GENERAL_MERCHANDISE|trade_supplies=OTHER_GENERAL_MERCHANDISE',
  ],
  [
    'home',
    'HOME_IMPROVEMENT',
    'furniture=FURNITURE|hardware_and_building=HARDWARE|repair_and_maintenance=REPAIR_AND_MAINTENANCE|' +
      'home_security=SECURITY|other_home=OTHER_HOME_IMPROVEMENT|garden=OTHER_HOME_IMPROVEMENT|' +
      'cleaning_services=OTHER_HOME_IMPROVEMENT',
  ],
  [
    'health',
    'MEDICAL',
    'pharmacies=PHARMACIES_AND_SUPPLEMENTS|doctors=PRIMARY_CARE|dentists=DENTAL_CARE|opticians=EYE_CARE|' +
      'nursing_care=NURSING_CARE|veterinary=VETERINARY_SERVICES|other_health=OTHER_MEDICAL|hospitals=OTHER_MEDICAL|' +
      'medical_supplies=OTHER_MEDICAL',
  ],
  [
    'personal_care',
    'PERSONAL_CARE',
    'hair_and_beauty=HAIR_AND_BEAUTY|cosmetics=HAIR_AND_BEAUTY|gyms_and_fitness=GYMS_AND_FITNESS_CENTERS|' +
      'laundry_and_dry_cleaning=LAUNDRY_AND_DRY_CLEANING|other_personal_care=OTHER_PERSONAL_CARE',
  ],
  [
    'transport',
    'TRANSPORTATION',
    'fuel=GAS|electric_charging=GAS|parking=PARKING|public_transport=PUBLIC_TRANSIT|trains=PUBLIC_TRANSIT|' +
      'taxis_and_ride_hailing=TAXIS_AND_RIDE_SHARES|tolls=TOLLS|bikes_and_scooters=BIKES_AND_SCOOTERS|' +
      'other_transport=OTHER_TRANSPORTATION|vehicle_purchase=OTHER_TRANSPORTATION|' +
      'vehicle_service=GENERAL_SERVICES.AUTOMOTIVE|vehicle_parts=GENERAL_SERVICES.AUTOMOTIVE',
  ],
  [
    'travel',
    'TRAVEL',
    'flights=FLIGHTS|lodging=LODGING|camping=LODGING|car_hire=RENTAL_CARS|other_travel=OTHER_TRAVEL|' +
      'travel_agencies=OTHER_TRAVEL',
  ],
  [
    'entertainment',
    'ENTERTAINMENT',
    'film_and_television=TV_AND_MOVIES|music_and_audio=MUSIC_AND_AUDIO|video_games=VIDEO_GAMES|' +
      'events_and_attractions=SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS|gambling=CASINOS_AND_GAMBLING|' +
      'other_entertainment=OTHER_ENTERTAINMENT|clubs_and_recreation=OTHER_ENTERTAINMENT',
  ],
  [
    'services',
    'GENERAL_SERVICES',
    'other_services=OTHER_GENERAL_SERVICES|accounting=ACCOUNTING_AND_FINANCIAL_PLANNING|legal=CONSULTING_AND_LEGAL|' +
      'consulting=CONSULTING_AND_LEGAL|advertising=OTHER_GENERAL_SERVICES|childcare=CHILDCARE|' +
      'postage_and_shipping=POSTAGE_AND_SHIPPING|storage_and_removals=STORAGE|printing=OTHER_GENERAL_SERVICES|' +
      'photography=OTHER_GENERAL_SERVICES|employment_agencies=OTHER_GENERAL_SERVICES|' +
      'equipment_hire=OTHER_GENERAL_SERVICES|payroll=OTHER_GENERAL_SERVICES',
  ],
  [
    'technology',
    'GENERAL_SERVICES',
    'software=OTHER_GENERAL_SERVICES|cloud_and_online_services=OTHER_GENERAL_SERVICES|it_services=OTHER_GENERAL_SERVICES',
  ],
  [
    'education',
    'GENERAL_SERVICES',
    'courses_and_training=EDUCATION|schools=EDUCATION|higher_education=EDUCATION',
  ],
  [
    'insurance',
    'GENERAL_SERVICES',
    'general_insurance=INSURANCE|vehicle_insurance=INSURANCE|home_insurance=INSURANCE|health_insurance=INSURANCE|' +
      'life_insurance=INSURANCE',
  ],
  [
    'government_and_charity',
    'GOVERNMENT_AND_NON_PROFIT',
    'taxes=TAX_PAYMENT|government_services=GOVERNMENT_DEPARTMENTS_AND_AGENCIES|' +
      'fines=GOVERNMENT_DEPARTMENTS_AND_AGENCIES|donations=DONATIONS|political_and_religious=DONATIONS|' +
      'other_government_and_charity=OTHER_GOVERNMENT_AND_NON_PROFIT|memberships=OTHER_GOVERNMENT_AND_NON_PROFIT',
  ],
];
