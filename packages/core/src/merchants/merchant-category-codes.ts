import type { PlainCategory } from './plain-categories.js';

/**
 * Codes of ISO 18245 and of the card schemes, each with what it stands for in our words: by plain category, and within it
 * by detailed category (`detail: code name|code name;detail: …`).
 */
export const codesByCategory: Readonly<Record<PlainCategory, string>> = {
  groceries:
    'groceries: 5411 Grocery stores and supermarkets|5422 Butchers and frozen meat|5451 Dairies|' +
    '5499 Convenience and speciality food stores;' +
    'bakeries_and_delicatessens: 5441 Sweets and nuts|5462 Bakeries;' +
    'superstores: 5300 Wholesale clubs;' +
    'other_food_and_drink: 0763 Farm co-operatives',
  restaurants: 'catering: 5811 Caterers;' + 'restaurants: 5812 Restaurants;' + 'fast_food: 5814 Fast food',
  alcohol_tobacco:
    'bars: 5813 Bars, pubs and nightclubs;' +
    'beer_wine_and_liquor: 5921 Beer, wine and spirits;' +
    'tobacco_and_vape: 5993 Tobacconists',
  shopping:
    'other_shopping: 5309 Duty-free stores|5399 General merchandise|5948 Luggage and leather goods|' +
    '5950 Glass and crystal|5961 Mail order|5963 Door-to-door sales|5964 Catalogue sales|' +
    '5965 Catalogue and shop sales|5966 Telephone sales|5967 Telephone services, inbound|' +
    '5968 Subscriptions|5969 Direct sales|5973 Religious goods|5978 Typewriters|5997 Electric razors|' +
    '5998 Tents and awnings|5999 Speciality stores|7278 Buying services and clubs;' +
    'discount_stores: 5310 Discount stores|5331 Variety stores;' +
    'department_stores: 5311 Department stores;' +
    'second_hand_and_antiques: 5931 Second-hand stores|5932 Antique shops|5933 Pawn shops|' +
    '5937 Antique reproductions;' +
    'books_and_newspapers: 5942 Bookshops|5994 Newsagents;' +
    'office_supplies: 5943 Stationers;' +
    'jewellery_and_watches: 5944 Watches and jewellery;' +
    'gifts_and_flowers: 5947 Gifts and cards|5992 Florists;' +
    'arts_and_crafts: 5971 Art dealers;' +
    'toys_and_hobbies: 5972 Stamps and coins;' +
    'online_marketplaces: 5262 Online marketplaces',
  clothing:
    'clothing_and_accessories: 5611 Men’s clothing|5621 Women’s clothing|5631 Women’s accessories|' +
    '5641 Children’s clothing|5651 Family clothing|5655 Sports clothing|5661 Shoe shops|5681 Furriers|' +
    '5691 Men’s and women’s clothing|5697 Tailors and alterations|5698 Wigs|' +
    '5699 Clothing and accessories|5137 Uniforms and work clothing|5139 Work footwear|' +
    '7296 Clothing rental;' +
    'arts_and_crafts: 5949 Fabrics and sewing|5131 Textiles, wholesale',
  electronics_software:
    'electronics: 5732 Electronics shops|5045 Computers and software, wholesale|5946 Cameras|' +
    '5065 Electronic parts;' +
    'software: 5734 Software shops|5815 Digital media|5817 Apps|5818 Digital goods|' +
    '7372 Programming and data processing;' +
    'music_and_audio: 5735 Record shops;' +
    'video_games: 5816 Digital games;' +
    'toys_and_hobbies: 5733 Musical instruments;' +
    'cloud_and_online_services: 7375 Information retrieval|4816 Online and network services;' +
    'it_services: 7379 Computer repair;' +
    'household_appliances: 5722 Household appliances',
  home_garden:
    'hardware_and_building: 5200 Home improvement stores|5211 Timber and building materials|' +
    '5231 Glass, paint and wallpaper|5251 Hardware stores|5072 Hardware, wholesale|' +
    '5074 Plumbing and heating supplies|5198 Paint, wholesale;' +
    'garden: 5261 Garden centres|0780 Landscaping and gardening;' +
    'other_home: 5271 Mobile homes|5996 Swimming pools|2842 Cleaning products;' +
    'furniture: 5712 Furniture|5713 Floor coverings|5714 Curtains and upholstery|5718 Fireplaces|' +
    '5719 Home furnishings|7641 Furniture repair;' +
    'office_supplies: 5021 Office furniture;' +
    'gifts_and_flowers: 5193 Plants and flowers, wholesale;' +
    'cleaning_services: 7217 Carpet cleaning|7342 Pest control|7349 Cleaning services;' +
    'laundry_and_dry_cleaning: 7210 Laundry services|7211 Laundries|7216 Dry cleaners',
  automotive:
    'vehicle_purchase: 5511 Car dealers, new and used|5521 Car dealers, used|5551 Boat dealers|' +
    '5561 Caravans and trailers|5571 Motorcycles|5592 Motor homes|5598 Snowmobiles|5599 Vehicle dealers;' +
    'vehicle_parts: 5531 Car supplies|5532 Tyres|5533 Car parts|5013 Car parts, wholesale|' +
    '5935 Wrecking yards;' +
    'vehicle_service: 7531 Car body repair|7534 Tyre repair|7535 Car paint shops|7538 Car workshops|' +
    '7542 Car washes|7549 Towing|8675 Automobile associations',
  fuel:
    'fuel: 5541 Petrol stations|5542 Fuel pumps|5172 Petroleum products|7511 Truck stops;' +
    'gas_and_electricity: 5983 Heating fuel;' +
    'electric_charging: 5552 Electric vehicle charging',
  transport:
    'other_transport: 4011 Railway freight|4789 Transport services;' +
    'public_transport: 4111 Commuter transport and ferries|4131 Buses;' +
    'trains: 4112 Passenger railways;' +
    'taxis_and_ride_hailing: 4121 Taxis and ride hailing;' +
    'tolls: 4784 Tolls;' +
    'storage_and_removals: 4214 Removals and haulage|4225 Storage;' +
    'postage_and_shipping: 4215 Couriers;' +
    'parking: 7523 Car parks',
  travel:
    'other_travel: 4411 Cruises|4457 Boat hire|4468 Marinas|4582 Airports|5962 Travel by direct sale;' +
    'flights: 4511 Airlines;' +
    'travel_agencies: 4722 Travel agencies|4723 Package tours|4761 Travel by telephone;' +
    'lodging: 7011 Hotels|7012 Timeshares;' +
    'camping: 7032 Holiday camps|7033 Camp sites;' +
    'car_hire: 7512 Car hire|7513 Van hire|7519 Motor home hire',
  utilities: 'other_utilities: 4900 Electricity, gas, water and waste',
  telecommunications:
    'telephone: 4812 Telephones and equipment|4813 Telephone services by key entry|' +
    '4814 Telephone services|4815 Telephone calls by card|4821 Telegraph services;' +
    'internet_and_cable: 4899 Cable and pay television',
  health:
    'hospitals: 4119 Ambulances|8062 Hospitals;' +
    'medical_supplies: 5047 Medical supplies|5122 Medicines, wholesale|5975 Hearing aids|' +
    '5976 Orthopaedic goods;' +
    'pharmacies: 5912 Pharmacies;' +
    'doctors: 8011 Doctors|8031 Osteopaths|8041 Chiropractors|8049 Chiropodists;' +
    'dentists: 8021 Dentists;' +
    'opticians: 8042 Optometrists|8043 Opticians|8044 Opticians;' +
    'nursing_care: 8050 Nursing care;' +
    'other_health: 8071 Medical laboratories|8099 Health services',
  personal_care:
    'cosmetics: 5977 Cosmetics;' +
    'hair_and_beauty: 7230 Hairdressers and beauty salons|7297 Massage|7298 Health and beauty spas;' +
    'photography: 7221 Photographic studios;' +
    'clothing_and_accessories: 7251 Shoe repair;' +
    'other_personal_care: 7261 Funeral services|7273 Dating services|7277 Counselling|' +
    '7299 Personal services;' +
    'jewellery_and_watches: 7631 Watch repair',
  entertainment:
    'film_and_television: 7829 Film production|7832 Cinemas|7841 Video rental;' +
    'events_and_attractions: 7833 Cinema tickets by direct sale|7922 Theatres and tickets|' +
    '7929 Bands and orchestras|7991 Tourist attractions|7996 Amusement parks and circuses|7998 Aquariums;' +
    'other_entertainment: 7911 Dance halls and schools|7932 Billiards|7933 Bowling|' +
    '7993 Amusement supplies|7994 Amusement arcades',
  gambling:
    'gambling: 7800 State lotteries|7801 Licensed online casinos|7802 Licensed horse and dog racing|' +
    '7995 Betting and casinos|9406 Government lotteries',
  sports_hobbies:
    'bikes_and_scooters: 5940 Bicycle shops;' +
    'sporting_goods: 5941 Sports shops;' +
    'toys_and_hobbies: 5945 Toys, games and hobbies;' +
    'arts_and_crafts: 5970 Art and craft supplies;' +
    'events_and_attractions: 7941 Sports clubs and events;' +
    'clubs_and_recreation: 7992 Golf courses|7997 Sports and country clubs|7999 Recreation services',
  education:
    'schools: 8211 Schools;' +
    'higher_education: 8220 Universities;' +
    'courses_and_training: 8241 Correspondence schools|8244 Business schools|8249 Vocational schools|' +
    '8299 Educational services;' +
    'books_and_newspapers: 5192 Books, wholesale',
  childcare_pets: 'veterinary: 0742 Vets;' + 'pet_supplies: 5995 Pet shops;' + 'childcare: 8351 Childcare',
  insurance:
    'general_insurance: 5960 Insurance by direct sale|6300 Insurance|6381 Insurance premiums|' +
    '6399 Insurance, other',
  financial_services:
    'account_transfer_out: 4829 Money transfers|6532 Payments, from a bank|' +
    '6533 Payments, from a merchant|6536 Money transfer, domestic|6537 Money transfer, across borders|' +
    '6538 Money transfer, funding;' +
    'cash_withdrawal: 6010 Cash at a bank counter|6011 Cash machines;' +
    'other_bank_fees: 6012 Banks;' +
    'other_transfer_out: 6050 Quasi-cash at a bank|6051 Foreign currency and money orders|' +
    '6529 Stored value, from a bank|6530 Stored value, from a merchant|6540 Loading of stored value;' +
    'investment_deposit: 6211 Securities brokers;' +
    'accounting: 7276 Tax preparation|8931 Accountants;' +
    'other_services: 7321 Credit agencies;' +
    'other_loan_payment: 7322 Debt collection',
  professional_services:
    'advertising: 7311 Advertising;' +
    'printing: 7332 Blueprints and photocopies|7338 Copy shops|2741 Publishing and printing|' +
    '2791 Typesetting;' +
    'photography: 7333 Commercial photography and design|7395 Photo laboratories;' +
    'other_services: 7339 Secretarial services|7399 Business services|8734 Testing laboratories|' +
    '8999 Professional services;' +
    'employment_agencies: 7361 Employment agencies;' +
    'consulting: 7392 Consultants and public relations|8911 Architects and engineers;' +
    'home_security: 7393 Security services;' +
    'legal: 8111 Lawyers;' +
    'rent: 6513 Estate agents and rents',
  business_supplies:
    'hardware_and_building: 5039 Construction materials, wholesale;' +
    'office_supplies: 5044 Office equipment|5111 Office supplies and paper;' +
    'trade_supplies: 5046 Commercial equipment|5051 Metals, wholesale|5085 Industrial supplies|' +
    '5099 Durable goods, wholesale|5169 Chemicals, wholesale|5199 Non-durable goods, wholesale;' +
    'jewellery_and_watches: 5094 Precious metals and jewellery, wholesale;' +
    'equipment_hire: 7394 Equipment hire',
  construction_repair:
    'repair_and_maintenance: 1520 Building contractors|1711 Heating and plumbing contractors|' +
    '1731 Electricians|1740 Masonry, tiling and plastering|1750 Carpenters|1761 Roofers|' +
    '1771 Concrete work|1799 Trade contractors|7622 Radio and television repair|' +
    '7623 Air-conditioning repair|7629 Appliance repair|7692 Welding|7699 Repair shops;' +
    'second_hand_and_antiques: 5832 Antique restoration',
  charity_membership:
    'donations: 8398 Charities;' +
    'memberships: 8641 Civic and social associations|8699 Membership organisations;' +
    'political_and_religious: 8651 Political organisations|8661 Religious organisations',
  government_taxes:
    'fines: 9211 Courts, alimony and child support|9222 Fines|9223 Bail;' +
    'taxes: 9311 Taxes;' +
    'government_services: 9399 Government services|9405 Government purchases;' +
    'postage_and_shipping: 9402 Postal services;' +
    'other_government_and_charity: 9700 Referral services of a card scheme|' +
    '9701 Credentials of a card scheme|9702 Emergency services of a card scheme|' +
    '9950 Purchases within a company;' +
    'groceries: 9751 Supermarkets, by a card scheme;' +
    'fuel: 9752 Petrol, by a card scheme',
};
