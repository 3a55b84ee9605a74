import type { PlainCategory } from './plain-categories.js';

/** Codes of ISO 18245 and of the card schemes, each with what it stands for in our words. */
export const codesByCategory: Readonly<Record<PlainCategory, string>> = {
  groceries:
    '5411 Grocery stores and supermarkets|5422 Butchers and frozen meat|5441 Sweets and nuts|5451 Dairies|5462 Bakeries|' +
    '5499 Convenience and speciality food stores|5300 Wholesale clubs|0763 Farm co-operatives',
  restaurants: '5811 Caterers|5812 Restaurants|5814 Fast food',
  alcohol_tobacco: '5813 Bars, pubs and nightclubs|5921 Beer, wine and spirits|5993 Tobacconists',
  shopping:
    '5309 Duty-free stores|5310 Discount stores|5311 Department stores|5331 Variety stores|5399 General merchandise|' +
    '5931 Second-hand stores|5932 Antique shops|5933 Pawn shops|5937 Antique reproductions|5942 Bookshops|' +
    '5943 Stationers|5944 Watches and jewellery|5947 Gifts and cards|5948 Luggage and leather goods|5950 Glass and crystal|' +
    '5961 Mail order|5963 Door-to-door sales|5964 Catalogue sales|5965 Catalogue and shop sales|5966 Telephone sales|' +
    '5967 Telephone services, inbound|5968 Subscriptions|5969 Direct sales|5971 Art dealers|5972 Stamps and coins|5973 Religious goods|' +
    '5978 Typewriters|5992 Florists|5994 Newsagents|5997 Electric razors|5998 Tents and awnings|5999 Speciality stores|' +
    '5262 Online marketplaces|7278 Buying services and clubs',
  clothing:
    '5611 Men’s clothing|5621 Women’s clothing|5631 Women’s accessories|5641 Children’s clothing|5651 Family clothing|' +
    '5655 Sports clothing|5661 Shoe shops|5681 Furriers|5691 Men’s and women’s clothing|5697 Tailors and alterations|5698 Wigs|' +
    '5699 Clothing and accessories|5137 Uniforms and work clothing|5139 Work footwear|5949 Fabrics and sewing|' +
    '5131 Textiles, wholesale|7296 Clothing rental',
  electronics_software:
    '5732 Electronics shops|5734 Software shops|5735 Record shops|5815 Digital media|5816 Digital games|5817 Apps|' +
    '5818 Digital goods|5045 Computers and software, wholesale|5946 Cameras|5733 Musical instruments|5065 Electronic parts|' +
    '7372 Programming and data processing|7375 Information retrieval|7379 Computer repair|4816 Online and network services|' +
    '5722 Household appliances',
  home_garden:
    '5200 Home improvement stores|5211 Timber and building materials|5231 Glass, paint and wallpaper|5251 Hardware stores|' +
    '5261 Garden centres|5271 Mobile homes|5712 Furniture|5713 Floor coverings|5714 Curtains and upholstery|5718 Fireplaces|' +
    '5719 Home furnishings|5021 Office furniture|5072 Hardware, wholesale|5074 Plumbing and heating supplies|' +
    '5193 Plants and flowers, wholesale|5198 Paint, wholesale|0780 Landscaping and gardening|5996 Swimming pools|' +
    '7217 Carpet cleaning|7342 Pest control|7349 Cleaning services|7641 Furniture repair|2842 Cleaning products|' +
    '7210 Laundry services|7211 Laundries|7216 Dry cleaners',
  automotive:
    '5511 Car dealers, new and used|5521 Car dealers, used|5531 Car supplies|5532 Tyres|5533 Car parts|5551 Boat dealers|' +
    '5561 Caravans and trailers|5571 Motorcycles|5592 Motor homes|5598 Snowmobiles|5599 Vehicle dealers|5013 Car parts, wholesale|' +
    '5935 Wrecking yards|7531 Car body repair|7534 Tyre repair|7535 Car paint shops|7538 Car workshops|7542 Car washes|' +
    '7549 Towing|8675 Automobile associations',
  fuel: '5541 Petrol stations|5542 Fuel pumps|5172 Petroleum products|5983 Heating fuel|5552 Electric vehicle charging|7511 Truck stops',
  transport:
    '4011 Railway freight|4111 Commuter transport and ferries|4112 Passenger railways|4121 Taxis and ride hailing|4131 Buses|4784 Tolls|' +
    '4789 Transport services|4214 Removals and haulage|4215 Couriers|4225 Storage|7523 Car parks',
  travel:
    '4411 Cruises|4457 Boat hire|4468 Marinas|4511 Airlines|4582 Airports|4722 Travel agencies|4723 Package tours|' +
    '5962 Travel by direct sale|7011 Hotels|7012 Timeshares|7032 Holiday camps|7033 Camp sites|7512 Car hire|' +
    '7513 Van hire|7519 Motor home hire|4761 Travel by telephone',
  utilities: '4900 Electricity, gas, water and waste',
  telecommunications:
    '4812 Telephones and equipment|4813 Telephone services by key entry|4814 Telephone services|4815 Telephone calls by card|4821 Telegraph services|4899 Cable and pay television',
  health:
    '4119 Ambulances|5047 Medical supplies|5122 Medicines, wholesale|5912 Pharmacies|5975 Hearing aids|5976 Orthopaedic goods|' +
    '8011 Doctors|8021 Dentists|8031 Osteopaths|8041 Chiropractors|8042 Optometrists|8043 Opticians|8044 Opticians|' +
    '8049 Chiropodists|8050 Nursing care|8062 Hospitals|8071 Medical laboratories|8099 Health services',
  personal_care:
    '5977 Cosmetics|7230 Hairdressers and beauty salons|7297 Massage|7298 Health and beauty spas|7221 Photographic studios|' +
    '7251 Shoe repair|7261 Funeral services|7273 Dating services|7277 Counselling|7299 Personal services|7631 Watch repair',
  entertainment:
    '7829 Film production|7832 Cinemas|7833 Cinema tickets by direct sale|7841 Video rental|7911 Dance halls and schools|7922 Theatres and tickets|' +
    '7929 Bands and orchestras|7932 Billiards|7933 Bowling|7991 Tourist attractions|7993 Amusement supplies|7994 Amusement arcades|' +
    '7996 Amusement parks and circuses|7998 Aquariums',
  gambling:
    '7800 State lotteries|7801 Licensed online casinos|7802 Licensed horse and dog racing|7995 Betting and casinos|9406 Government lotteries',
  sports_hobbies:
    '5940 Bicycle shops|5941 Sports shops|5945 Toys, games and hobbies|5970 Art and craft supplies|7941 Sports clubs and events|' +
    '7992 Golf courses|7997 Sports and country clubs|7999 Recreation services',
  education:
    '8211 Schools|8220 Universities|8241 Correspondence schools|8244 Business schools|8249 Vocational schools|' +
    '8299 Educational services|5192 Books, wholesale',
  childcare_pets: '0742 Vets|5995 Pet shops|8351 Childcare',
  insurance: '5960 Insurance by direct sale|6300 Insurance|6381 Insurance premiums|6399 Insurance, other',
  financial_services:
    '4829 Money transfers|6010 Cash at a bank counter|6011 Cash machines|6012 Banks|6050 Quasi-cash at a bank|6051 Foreign currency and money orders|' +
    '6211 Securities brokers|6529 Stored value, from a bank|6530 Stored value, from a merchant|6532 Payments, from a bank|6533 Payments, from a merchant|' +
    '6536 Money transfer, domestic|6537 Money transfer, across borders|6538 Money transfer, funding|6540 Loading of stored value|7276 Tax preparation|' +
    '7321 Credit agencies|7322 Debt collection|8931 Accountants',
  professional_services:
    '7311 Advertising|7332 Blueprints and photocopies|7333 Commercial photography and design|7338 Copy shops|7339 Secretarial services|' +
    '7361 Employment agencies|7392 Consultants and public relations|7393 Security services|7399 Business services|7395 Photo laboratories|' +
    '8111 Lawyers|8734 Testing laboratories|8911 Architects and engineers|8999 Professional services|6513 Estate agents and rents|' +
    '2741 Publishing and printing|2791 Typesetting',
  business_supplies:
    '5039 Construction materials, wholesale|5044 Office equipment|5046 Commercial equipment|5051 Metals, wholesale|5085 Industrial supplies|' +
    '5094 Precious metals and jewellery, wholesale|5099 Durable goods, wholesale|5111 Office supplies and paper|5169 Chemicals, wholesale|' +
    '5199 Non-durable goods, wholesale|7394 Equipment hire',
  construction_repair:
    '1520 Building contractors|1711 Heating and plumbing contractors|1731 Electricians|1740 Masonry, tiling and plastering|1750 Carpenters|' +
    '1761 Roofers|1771 Concrete work|1799 Trade contractors|7622 Radio and television repair|7623 Air-conditioning repair|7629 Appliance repair|7692 Welding|' +
    '7699 Repair shops|5832 Antique restoration',
  charity_membership:
    '8398 Charities|8641 Civic and social associations|8651 Political organisations|8661 Religious organisations|8699 Membership organisations',
  government_taxes:
    '9211 Courts, alimony and child support|9222 Fines|9223 Bail|9311 Taxes|9399 Government services|9402 Postal services|9405 Government purchases|' +
    '9700 Referral services of a card scheme|9701 Credentials of a card scheme|9702 Emergency services of a card scheme|9751 Supermarkets, by a card scheme|9752 Petrol, by a card scheme|9950 Purchases within a company',
};

/** What holds of codes that have no line of their own: first code, last code, description and category. */
export const codeRanges: readonly (readonly [
  first: number,
  last: number,
  name: string,
  category: PlainCategory,
])[] = [
  [1, 1_499, 'Agricultural services', 'home_garden'],
  [1_500, 2_999, 'Contractors and printers', 'construction_repair'],
  [3_000, 3_350, 'Airlines', 'travel'],
  [3_351, 3_500, 'Car hire', 'travel'],
  [3_501, 3_999, 'Hotels', 'travel'],
  [4_000, 4_799, 'Transport', 'transport'],
  [4_800, 4_899, 'Telecommunications', 'telecommunications'],
  [4_900, 4_999, 'Utilities', 'utilities'],
  [5_000, 5_199, 'Wholesale', 'business_supplies'],
  [5_200, 5_299, 'Home and garden', 'home_garden'],
  [5_300, 5_399, 'General stores', 'shopping'],
  [5_400, 5_499, 'Food stores', 'groceries'],
  [5_500, 5_599, 'Vehicles', 'automotive'],
  [5_600, 5_699, 'Clothing', 'clothing'],
  [5_700, 5_729, 'Home furnishings', 'home_garden'],
  [5_730, 5_799, 'Electronics and music', 'electronics_software'],
  [5_800, 5_814, 'Restaurants and bars', 'restaurants'],
  [5_815, 5_829, 'Digital goods', 'electronics_software'],
  [5_830, 5_999, 'Speciality stores', 'shopping'],
  [6_000, 6_299, 'Financial services', 'financial_services'],
  [6_300, 6_499, 'Insurance', 'insurance'],
  [6_500, 6_999, 'Financial services', 'financial_services'],
  [7_000, 7_099, 'Lodging', 'travel'],
  [7_200, 7_299, 'Personal services', 'personal_care'],
  [7_300, 7_499, 'Business services', 'professional_services'],
  [7_500, 7_599, 'Vehicle services', 'automotive'],
  [7_600, 7_699, 'Repairs', 'construction_repair'],
  [7_800, 7_999, 'Entertainment', 'entertainment'],
  [8_000, 8_099, 'Health services', 'health'],
  [8_100, 8_199, 'Legal services', 'professional_services'],
  [8_200, 8_299, 'Education', 'education'],
  [8_300, 8_699, 'Social services and associations', 'charity_membership'],
  [8_700, 8_999, 'Professional services', 'professional_services'],
  [9_000, 9_999, 'Government services', 'government_taxes'],
];
