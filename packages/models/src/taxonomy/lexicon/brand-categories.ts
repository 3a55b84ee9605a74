/**
 * Known merchants by detailed category of the default taxonomy, as `normaliseMerchant` names them, case and punctuation
 * aside. A `?` marks names that are also ordinary words: they count only where they are the whole name.
 */
export const brandCategories: Readonly<Record<string, string>> = {
  groceries:
    "Whole Foods|Kroger|Safeway|Trader Joe's|Publix|Wegmans|Sprouts|Food Lion|Giant Eagle|Albertsons|H-E-B|Instacart|Meijer|Tesco|Sainsbury's|Asda|Morrisons|Waitrose|Lidl|Aldi|Iceland?|Co-op|Ocado|Farmfoods|Booths?|Budgens|Rewe|Edeka|Kaufland|Netto|Penny?|Spar|Billa|Hofer|Migros|Coop|Denner|Tegut|Alnatura|Carrefour|Auchan|Monoprix|E.Leclerc|Intermarché|Franprix|Casino Supermarche|Picard Surgeles|Mercadona|Dia?|Eroski|Continente?|Pingo Doce|Esselunga|Conad|Albert Heijn|Jumbo?|Delhaize|Colruyt|ICA|Willys|Hemköp|Rema 1000|Kiwi?|Biedronka|Żabka|Woolworths|Coles|HelloFresh|Gousto|Gorillas|Getir|Plus Supermarkt|Super U|Alcampo|Ahorramas|Consum|Coop Konsum|Loblaws|Sobeys|Weee",
  restaurants:
    "Olive Garden|PizzaExpress|Wagamama|Nando's|Wetherspoon?|Frankie & Benny's|Zizzi|Prezzo|Bella Italia|Harvester|Toby Carvery|Beefeater|Brewers Fayre|Chiquito|TGI Fridays|Applebee's|Chili's|Denny's|IHOP|Cracker Barrel|Outback Steakhouse|Red Lobster|The Cheesecake Factory|Cheesecake Factory|Texas Roadhouse|Buffalo Wild Wings|Waffle House|Vapiano|L'Osteria|Nordsee|Hippopotamus|Flunch|Buffalo Grill|Yo Sushi|Ask Italian|Carluccio's|Pizza Hut|Giraffe?|Hungry Horse",
  bars: 'BrewDog|Stonegate|Slug & Lettuce|All Bar One',
  fast_food:
    "McDonald's|Burger King|KFC|Subway?|Domino's|Papa John's|Little Caesars|Chipotle|Taco Bell|Wendy's|Chick-fil-A|Five Guys|Popeyes|Sonic Drive In|Arby's|Jack In The Box|In N Out|Shake Shack|Panda Express|Jimmy John's|Raising Cane's|Deliveroo|Just Eat|DoorDash|Grubhub|Uber Eats|Lieferando|Wolt|Takeaway.com|Quick?|Leon?|Itsu|Greggs|Panera Bread|Subito|Foodora|Glovo|Postmates|Takeaway|Hungry Jacks|Tim Hortons|Wimpy|Harry Ramsden's|Chopstix|Pret A Manger|Eat?",
  coffee:
    "Starbucks|Costa|Costa Coffee|Caffè Nero|Dunkin'|Peet's Coffee|Blue Bottle Coffee|Philz Coffee|Nespresso|Tchibo|Esquires Coffee|Coffee Fellows|Dutch Bros|Gail's?",
  bakeries_and_delicatessens:
    'Cooplands|Krispy Kreme|Hotel Chocolat|Thorntons|Paul Boulangerie|Le Pain Quotidien|Kamps|BackWerk|Warburtons|Crumbl',
  beer_wine_and_liquor:
    'Majestic Wine|Systembolaget|Bargain Booze|Total Wine|Nicolas Vins|BevMo|Vinmonopolet|Gall & Gall|Dan Murphys|Naked Wines',
  convenience_stores:
    '7-Eleven|Wawa|Sheetz|QuikTrip|Londis|Nisa|Costcutter|McColls|One Stop|Premier Stores|Circle K|Bargain Booze Plus|Budgens Local',
  superstores:
    "Walmart|Target?|Costco|Sam's Club|BJs Wholesale|Makro|Bookers?|Booker Cash & Carry|Globus|Real Sb Warenhaus|Booker Limited",
  department_stores:
    "John Lewis|Marks & Spencer|Debenhams|House of Fraser|Harrods|Selfridges|Macy's|Kohl's|Nordstrom|JCPenney|Dillard's|Bloomingdale's|El Corte Inglés|Galeria Kaufhof|Karstadt|Galeries Lafayette|Printemps?|Argos|Boyes|Hema|BHS|T J Hughes|Belk|Littlewoods|Bijenkorf|Fenwick?",
  discount_stores:
    'Dollar General|Dollar Tree|Family Dollar|Poundland|Poundworld|Poundstretcher|Home Bargains|B&M|Wilko|The Range|Action?|Big Lots|Five Below|Tedi|KiK|Woolworth|Gifi|TK Maxx|TJ Maxx|Marshalls|Ross Stores|99p Stores|Quality Save|Yorkshire Trading|The Works?|Poundshop|Tiger?|Flying Tiger|Ollies',
  online_marketplaces:
    'Groupon|Wowcher|Amazon|eBay|Etsy|AliExpress|Temu|Shein?|Wish.com|Alibaba|Vinted|Bol.com|Bol|Allegro|Rakuten|Cdiscount|ManoMano|Mercari|Kleinanzeigen|Amazon Prime|Not On The High Street|Amazon Marketplace|Wish',
  electronics:
    'Best Buy|Currys|MediaMarkt|Saturn|Fnac|Darty|Apple?|Maplin|Dell|Lenovo|Newegg|Micro Center|B&H Photo|Samsung|Scan Computers|Ebuyer|Logitech|CEX|Conrad Electronic|Notebooksbilliger|Boulanger?|Coolblue|Jessops|Richer Sounds|Adafruit|Mouser|Digi Key|RS Components|Farnell|Rapid Electronics|CPC?|Overclockers|Elgiganten|Hewlett Packard|HP Store|Misco|Insight Direct|PC World|Euronics|Novatech',
  household_appliances:
    'Vax|AO.com|AO|Dyson|Hughes Electrical|Miele|Whirlpool|Bosch Home|Brighthouse|Appliances Direct|Appliances Online',
  clothing_and_accessories:
    'Wynsors|Reebok|M and M Direct|Brantano Shoes|Endura|H&M|Zara|Primark|Uniqlo|Next?|Gap?|Old Navy|Nike|Adidas|Puma|Levis|Asos|Boohoo|New Look|River Island|Topshop|Matalan|Peacocks|Clarks|Shoe Zone|Foot Locker|Schuh|C&A|Mango?|Bershka|Pull & Bear|Zalando|Deichmann|About You|Kiabi|Celio|Etam|Decathlon Mode|Lululemon|J Crew|Banana Republic|Forever 21|Urban Outfitters|American Eagle|Victorias Secret|Skechers|Crocs|Monsoon?|Superdry|Burton?|Dorothy Perkins|Mothercare|Bonmarche|M and Co|Tommy Hilfiger|Ralph Lauren|Calvin Klein|Gymshark|Deichmann Schuhe|Brantano|Timpson|Ernsting|Peek & Cloppenburg|Carhartt|George?|Evans?',
  jewellery_and_watches:
    'H Samuel|Ernest Jones|Pandora|Swarovski|Christ Juwelier|Tiffany|Claires|Claire’s Accessories|Warren James|Zales',
  books_and_newspapers:
    'Waterstones|WHSmith|Barnes & Noble|Thalia|Hugendubel|Foyles|Blackwells|Blackwell|World of Books|Book Depository|Audible|Kindle|The New York Times|New York Times|Wall Street Journal|The Guardian|Financial Times|The Economist|Washington Post|Der Spiegel|Casa Del Libro|Feltrinelli|AbeBooks|Wordery|Scholastic|The Telegraph|Medium?|Substack|Bookdepository|Awesomebks|Awesome Books|The Book People|Askews|Peters Books|Letterbox Library',
  office_supplies:
    'Konica Minolta|Ricoh|Demco|Staples|Office Depot|OfficeMax|Viking|Viking Direct|Ryman|Euroffice|Bruneau|Paperchase|Lyreco|Cartridge People|Cartridgesave|Uline|Vistaprint Office|Partner Buero|Otto Office|Avery',
  pet_supplies:
    'PetSmart|Petco|Pets At Home|Chewy|Fressnapf|Zooplus|Jollyes|Maxi Zoo|Zooroyal|Pets Corner|Petplanet|Viovet',
  sporting_goods:
    "Decathlon|Sports Direct|JD Sports|Dick's Sporting Goods|REI|Intersport|Go Outdoors|Blacks?|Millets|Mountain Warehouse|Cotswold Outdoor|Trespass|American Golf|Evans Cycles Sport|SportScheck|Go Sport|Bass Pro|Cabelas|Academy Sports|Davies Sports|Newitts|Sportsdirect.com|Ellis Brigham|Wiggle|Sports Warehouse",
  toys_and_hobbies:
    'Kiddicare|GuitarZone|Smyths Toys|Toys R Us|The Entertainer|Lego|Games Workshop|Hamleys|Build A Bear|Hornby|TTS Group|Mattel|Hawkins Bazaar|Toymaster|Baker Ross|Toy Master|Early Learning Centre|Thomann|Gear4music|Guitar Center|The Toy Shop|Micki|Dawsons Music',
  arts_and_crafts:
    'Hobbycraft|Michaels|Jo-Ann|Joann|Hobby Lobby|Cass Art|Boesner|Dunelm Craft|Yorkshire Trading Crafts|Barnyarns|Jackson’s Art|Great Art',
  gifts_and_flowers:
    'Interflora|Moonpig|Clintons|Card Factory|Hallmark|Fleurop|Bloom And Wild|1-800-Flowers|Funky Pigeon|Clinton Cards|Party City|Cards Galore|Yankee Candle|Euroflorist|Teleflora|Ftd|Buyagift|Red Letter Days|Virgin Experience',
  furniture:
    'IKEA|Wayfair|DFS|Dunelm|Dreams?|Bensons For Beds|Oak Furniture Land|XXXLutz|Roller?|Poco?|Jysk|Conforama|But?|Maisons Du Monde|Ashley Furniture|West Elm|Pottery Barn|Crate & Barrel|Carpetright|United Carpets|Made.com|Bed Bath & Beyond|Harveys Furniture|Steelcase|Leen Bakker|Kwantum|Laura Ashley|Mömax|Home24|Furniture Village|Lakeland|Scs',
  hardware_and_building:
    "TP Building|Naylor Myers|The Home Depot|Lowe's|B&Q|Screwfix|Toolstation|Wickes|Homebase|Travis Perkins|Jewson|Buildbase|Howdens|Plumb Center|City Plumbing|Obi|Hornbach|Bauhaus|Toom|Hagebau|Hagebaumarkt|Leroy Merlin|Castorama|Brico Depot|Bricomarche|Gamma?|Praxis?|Karwei|Ace Hardware|Menards|Harbor Freight|Tool Station|Bricorama|Bunnings|Selco|Topps Tiles|Magnet?|Johnstones|Dulux|Crown Decorating|Brewers Decorator Centres|Robert Dyas|Wolseley|Howarth Timber|MKM Building Supplies|Huws Gray|Machine Mart|Ironmongery Direct|Axminster|Graham Plumbers",
  garden:
    'J Parkers|Armitages Garden Centre|Dobbies|Wyevale|Tong Garden Centre|Dehner|Truffaut|Jardiland|Gamm Vert|Crocus|Thompson & Morgan|Suttons Seeds|Primrose?|Gordon Rigg|Marshalls Seeds|Intratuin',
  pharmacies:
    'Walgreens|CVS|Rite Aid|Boots|Superdrug|Lloyds Pharmacy|LloydsPharmacy|Shop Apotheke|DocMorris|dm|Rossmann|Müller Drogerie|Kruidvat|Etos|Holland & Barrett|GNC|Well Pharmacy|Vitamin Shoppe|Duane Reade|Rowlands Pharmacy|Pharmacy2u|Day Lewis|Bipa|Savers?|Chemist Direct',
  opticians:
    'Specsavers|Vision Express|Fielmann|Apollo Optik|Optical Express|LensCrafters|Warby Parker|Pearle|Hans Anders|Afflelou|Optic 2000|Krys|Boots Opticians|Glasses Direct|Scrivens',
  dentists: 'Aspen Dental|Bupa Dental|MyDentist',
  doctors:
    'Kaiser Permanente|Doctolib|One Medical|Quest Diagnostics|Labcorp|BUPA Health|MinuteClinic|ZocDoc|Babylon Health',
  veterinary: 'Banfield|Vets4pets|Medivet|AniCura|VCA Animal',
  hair_and_beauty:
    'Toni & Guy|Supercuts|Great Clips|Sport Clips|Essanelle|Franck Provost|Jean Louis David|Regis Salon|Treatwell|Saks Hair|European Wax Center',
  cosmetics:
    'Sephora|The Body Shop|Body Shop|Lush|L’Occitane|Ulta|Ulta Beauty|MAC Cosmetics|Yves Rocher|Bath & Body Works|Kiko|Marionnaud|The Perfume Shop|Nocibe|Notino|Lookfantastic|Avon?|Kiehls',
  gyms_and_fitness:
    'PureGym|The Gym Group|David Lloyd|Virgin Active|Nuffield Health|Planet Fitness|LA Fitness|Anytime Fitness|Equinox?|Gold’s Gym|24 Hour Fitness|Peloton|McFit|Fitness First|Clever Fit|FitX|John Reed|Basic Fit|Urban Sports Club|ClassPass|Bannatyne|Orangetheory|Strava|JD Gyms|Fitnessking|Fitness Park|Total Fitness|Better Gym',
  laundry_and_dry_cleaning: 'Johnson Cleaners|Timpson Dry Cleaning|White Rose Laundry|5 A Sec',
  fuel: 'Shell|BP|Esso|Texaco|Exxon|Chevron|Aral|Total|TotalEnergies|Mobil|Sunoco|Valero|Marathon Petroleum|Phillips 66|76?|Conoco|Gulf?|Jet?|Murco|Applegreen|Agip|Eni|Q8|Repsol|Cepsa|Galp|Tamoil|IP Gruppo Api|Avia|OMV|MOL?|Orlen|Petro Canada|Speedway?|Loves Travel|Pilot Flying|HEM?|Star Tankstelle|Texaco Express|Moto?|Welcome Break|Roadchef|Motor Fuel Group|Rontec|Caltex|Ampol|Westfalen|Casey’s|Racetrac|Maverik|Tinq|Tango Tankstation|Esso Express|Petronas|Tokheim',
  electric_charging:
    'Tesla Supercharger|ChargePoint|EVgo|Electrify America|Ionity|EnBW Mobility|Pod Point|BP Pulse|Fastned|Allego|Chargemaster|Gridserve|InstaVolt|Osprey Charging|Blink Charging|Maingau Autostrom',
  parking:
    'NCP|Q-Park|APCOA|Contipark|ParkMobile|RingGo|PayByPhone|Indigo Parking|SpotHero|SP Plus|EasyPark|Interparking|Euro Car Parks|Parkopedia|JustPark|Saba Parking|Effia|CitiPark|Park Now|ParkWhiz|Empark|NSL|Yellowbrick|Impark|Handyparken',
  public_transport:
    'TfL|MTA|RATP|BVG|MVG|HVV|First Bus|Stagecoach|Arriva|National Express|Megabus|FlixBus|Greyhound|Go Ahead|Transdev|Metro Transit|Wiener Linien|EMT Madrid|TMB|ATM Milano|ATAC|GVB|RET|HTM|De Lijn|Stib|Clipper?|Caltrain|BART|Septa|WMATA|First West Yorkshire|Yorkshire Tiger|BlaBlaCar Bus|TransLink|WMATA Metrorail|OV Fiets|Flixmobility|Bart Clipper|West Yorkshire Metro|CTA?',
  trains:
    'Trainline|Deutsche Bahn|SNCF|Trenitalia|Italo|Renfe|Amtrak|LNER|Northern Rail|Northern Trains|TransPennine Express|Virgin Trains|East Coast|Cross Country Trains|Great Western Railway|GWR|South Western Railway|SWR?|Southern Railway|Southeastern|Avanti West Coast|ScotRail|Eurostar|Thalys|ÖBB|SBB|NS?|NS Groep|SNCB|Ouigo|Grand Central|Hull Trains|East Midlands Trains|Redspottedhanky|Virgin Trains East Coast|VTEC|Trainpal|Omio|Raileasy|Network Rail|Ouigo España|Iryo',
  taxis_and_ride_hailing:
    'Uber|Lyft|Bolt|FreeNow|Free Now|Cabify|Addison Lee|Ola Cabs|Curb?|Gett|Via Rides?|BlaBlaCar|G7|Grab?|Didi|Ola?|Via?|Taxi 4u',
  bikes_and_scooters:
    'Lime|Bird?|Tier?|Voi|Dott|Nextbike|Citi Bike|Evans Cycles|Halfords Cycles|Santander Cycles|Velib|Swapfiets|Canyon Bicycles|Chain Reaction Cycles|Cyclesurgery|Jump?|Spin?|Donkey Republic',
  tolls:
    'E-ZPass|FasTrak|SunPass|Dartford Crossing|M6 Toll|Autostrade Per L Italia|Telepass|Vinci Autoroutes|Sanef|APRR|Asfinag|Emovis|Bip&Go|Toll Collect|Dart Charge|Ulys|Via Verde|Humber Bridge',
  vehicle_service:
    'Kwik Fit|Halfords Autocentre|ATS Euromaster|Jiffy Lube|Midas?|Meineke|Firestone|Pep Boys|Norauto|Feu Vert|ATU|Dekra|TÜV|Autoglass|Carglass|Safelite|IMO Car Wash|The AA|RAC|ADAC|AAA|Valvoline|Mr Clutch|Speedy?|Green Flag|ITV',
  vehicle_parts:
    'Halfords|AutoZone|O’Reilly Auto|O’Reilly|Advance Auto Parts|NAPA Auto|Euro Car Parts|GSF Car Parts|Discount Tire|Oscaro|Autodoc|Blackcircles|Reifendirekt|Motor World|Partco|Wilco Motosave|Michelin',
  flights:
    'easyJet|Ryanair|British Airways|Lufthansa|Delta Air Lines|United Airlines|American Airlines|Southwest Airlines|JetBlue|Alaska Airlines|Spirit Airlines|Frontier Airlines|Air France|KLM|Iberia|Vueling|Wizz Air|Eurowings|Jet2|Jet2.com|Flybe|Virgin Atlantic|Emirates|Qatar Airways|Turkish Airlines|Swiss International|Austrian Airlines|TAP?|TAP Air Portugal|Transavia|Norwegian Air|SAS?|Finnair|Air Canada|Qantas|Aer Lingus|ITA Airways|Alitalia|Etihad|Condor|Brussels Airlines|Air Europa|WestJet|Singapore Airlines|Southwest?|United?|Delta?|Volotea',
  lodging:
    'Airbnb|Booking.com|Premier Inn|Travelodge|Marriott|Hilton|Hyatt|Sheraton|Westin|Holiday Inn|Ibis|Novotel|Mercure|Accor|Best Western|Hampton Inn|Courtyard By Marriott|Fairfield Inn|Radisson|Motel One|Motel 6|Super 8|Days Inn|Comfort Inn|Hotels.com|Vrbo|Jurys Inn|Crowne Plaza|Doubletree|B&B Hotels|Kimpton|Wyndham|Four Seasons|Ritz Carlton|NH Hotel|NH Hoteles|Melia|Leonardo Hotels|Steigenberger|Van Der Valk|Campanile|Hostelworld|Formule 1|Village Hotel|Park Inn|Embassy Suites|La Quinta|Intercontinental?|Agoda|YHA|Copthorne|Britannia Hotels|Macdonald Hotels|Residence Inn|Park Plaza|Moxy|Extended Stay America',
  car_hire:
    'Hertz|Avis|Sixt|Enterprise Rent A Car|Enterprise?|Europcar|Budget Rent A Car|Budget?|Alamo?|National Car Rental|Thrifty|Dollar Rent A Car|Zipcar|Share Now|Miles Mobility|Turo|Getaround|Buchbinder|Goldcar|U-Haul|Penske|Car2go|DriveNow|Starcar|Northgate Vehicle Hire|Arnold Clark Rental|Rentalcars.com|Firefly?|Centauro',
  travel_agencies:
    'Expedia|TUI|Thomas Cook|Lastminute.com|Kayak|Priceline|Trip.com|Opodo|eDreams|Skyscanner|Hays Travel|Trailfinders|Orbitz|Travelocity|Check24 Reise|DER Touristik|Thomson Holidays|Hotwire|Weekendesk|Logitravel|GetYourGuide|Viator|Center Parcs|Butlins|Haven Holidays|Jet2holidays|Loveholidays|Egencia|Concur?|TravelPerk|Booking Holdings',
  other_travel:
    'P&O Ferries|DFDS|Stena Line|Eurotunnel|Brittany Ferries|Carnival Cruise|Royal Caribbean|AIDA Cruises|Irish Ferries|MSC Crociere|Costa Crociere|TSA Precheck|Global Entry|NCL?',
  film_and_television:
    'Netflix|Hulu|Disney Plus|Prime Video|HBO Max|HBO|Max?|Paramount Plus|Peacock?|Apple TV|YouTube TV|Now TV|Sky Cinema|DAZN|Crunchyroll|Odeon|Vue|Cineworld|Picturehouse|AMC Theatres|AMC?|Regal Cinemas|Cinemark|Cinestar|CinemaxX|UCI Kinowelt|UGC|Pathe|Gaumont|Showcase Cinemas|Joyn|Rakuten TV|Mubi|BritBox|Everyman Cinema|Kinepolis|Fandango|Blockbuster|Redbox|YouTube|YouTube Premium|Filmin|Viaplay|Videoland|Canal+|Canal Plus|Curzon|Cinepolis|Reel Cinema|Molotov',
  music_and_audio:
    'Spotify|Deezer|Tidal|Apple Music|Pandora Music|SoundCloud|YouTube Music|HMV|Bandcamp|SiriusXM|Sirius|Qobuz|Discogs|Napster|Amazon Music|iTunes|Google Play Music|Storytel|BMG?|PRS For Music|Splice',
  video_games:
    'Steam|PlayStation|Nintendo|Xbox|Epic Games|GameStop|Blizzard|Electronic Arts|EA Sports|Riot Games|Roblox|Ubisoft|Twitch|GAME?|GOG.com|Game Retail|Supercell|King?|Humble Bundle|Minecraft|Micromania|Activision|Rockstar Games|Instant Gaming|Discord',
  events_and_attractions:
    'TicketSource|National Coal Mining Museum|Sandcastle Waterpark|Ticketmaster|Eventim|StubHub|Eventbrite|See Tickets|Live Nation|AXS|SeatGeek|Merlin Entertainments|Alton Towers|Legoland|National Trust|English Heritage|Tropical World|Eureka?|Magna Science|Chester Zoo|Flamingo Land|Disneyland|Disney World|Universal Studios|Six Flags|Europa Park|Phantasialand|Madame Tussauds|Sea Life|Thackray|Blackpool Pleasure Beach|Gullivers World|Cannon Hall Farm|Fnac Spectacles|Ticketweb|BookMyShow|Vivid Seats|Efteling|Parc Asterix|PortAventura|Skiddle|Knowsley Safari|The Deep|Bounce?|Oceanworld',
  gambling:
    'William Hill|Ladbrokes|Bet365|Paddy Power|Betfair|Coral?|Sky Bet|Betfred|National Lottery|Camelot Lottery|Lottoland|Tipico|Bwin|DraftKings|FanDuel|PokerStars|Lotto24|FDJ|PMU|Unibet|Sisal|Snai|ONCE?|Codere|Gala Bingo|Mecca Bingo|888 Casino|Betway|Postcode Lottery|Postcode Loterij|Staatsloterij|BetMGM|Caesars Palace|Lottomatica',
  other_entertainment:
    'Topgolf|Dave & Busters|Hollywood Bowl|Tenpin|Chuck E Cheese|Tinder|OnlyFans|AMF Bowling|Gravity Active|Main Event|Ninja Warrior|Superbowl?|Laser Zone|Patreon|Oxygen Trampoline|Gravity Trampoline|Go Ape|Puttstars|Quasar',
  clubs_and_recreation:
    'Boy Scouts|Girlguiding|YMCA|Scout Association|Scouts|Alpenverein|Everyone Active|Places For People|GLL|Topgolf Club|Golfnow',
  telephone:
    'Verizon|AT&T|T-Mobile|Vodafone|O2|EE|Three?|Giffgaff|Tesco Mobile|Lycamobile|Lebara|Orange?|Free?|Free Mobile|SFR|Bouygues Telecom|Telekom|Congstar|Telefonica|1&1|1und1|Movistar|Yoigo|TIM?|Wind Tre|Iliad|KPN|Ziggo Mobiel|Mint Mobile|Cricket Wireless|Boost Mobile|US Cellular|Metro By T-Mobile|Google Fi|Swisscom|Sunrise?|A1 Telekom|Proximus|Skype|Aldi Talk|Drillisch|Carphone Warehouse|Telstra|Optus|Rogers?|Bell Canada|Telus|Sprint?|Winsim|Voxi|Smarty|Twilio|Ringcentral|Vonage|Dialpad|Aircall|Grasshopper|Visible?|Talkmobile|Sipgate|ID Mobile|Simyo|Pepephone|Masmovil|Fastweb',
  internet_and_cable:
    'Comcast|Xfinity|Spectrum?|Cox Communications|Cox?|BT|Sky?|Virgin Media|TalkTalk|Plusnet|Unitymedia|PYUR|M-net|NetCologne|EWE Tel|Ziggo|Odido|Telenet|Numericable|Charter Communications|Optimum?|Frontier Communications|CenturyLink|DirecTV|Dish Network|TV Licensing|TV Licence|Rundfunk ARD ZDF|Hyperoptic|Zen Internet|Community Fibre|Starlink|Windstream|Mediacom|Sling TV|Earthlink|Verizon Fios|Gigaclear|Kabel Deutschland|Vodafone Kabel|Foxtel|Tiscali',
  gas_and_electricity:
    'British Gas|EDF|EDF Energy|E.ON|EON|E.ON Energy|npower|Scottish Power|ScottishPower|SSE|SSE Energy|OVO Energy|Octopus Energy|Bulb?|Bulb Energy|Shell Energy|Utilita|Engie|TotalEnergies Gaz|Vattenfall|EnBW|RWE|Yello Strom|LichtBlick|Iberdrola|Endesa|Naturgy|Enel|Enel Energia|A2A Energia|Hera?|Eneco|Essent|Greenchoice|Con Edison|ConEd|PG&E|Duke Energy|National Grid|Dominion Energy|Southern California Edison|SoCalGas|Florida Power & Light|FPL|Georgia Power|Xcel Energy|ComEd|PSEG|Entergy|DTE Energy|Consumers Energy|Luminus|Edison?|Sorgenia|Acea|Nicor Gas|Atmos Energy|EWE|Mainova|Rheinenergie|First Utility|Good Energy|Ecotricity|Utility Warehouse|Holaluz|Verbund?|Wien Energie|Puget Sound Energy|Pacific Gas & Electric|Ameren|Centerpoint Energy|Drax|Opus Energy|Haven Power',
  water:
    'Thames Water|Severn Trent|Severn Trent Water|Yorkshire Water|United Utilities|Anglian Water|Southern Water|South West Water|Welsh Water|Scottish Water|Wessex Water|Northumbrian Water|Veolia Eau|Suez Eau|Saur|Berliner Wasserbetriebe|Canal de Isabel II|Vitens|Brabant Water|Evides|American Water|Waternet|Affinity Water|Business Stream|Water Plus|Hamburg Wasser|Pennon|Castle Water|Acquedotto Pugliese',
  sewage_and_waste:
    'Waste Management|Biffa|Veolia|Suez|Republic Services|Viridor|Remondis|Alba?|BSR|Berliner Stadtreinigung|AWB|Renewi|HippoBag|Viridor Waste',
  general_insurance:
    'Allianz|AXA|Aviva|Zurich Insurance|Zurich?|Generali|Ergo|HUK-Coburg|HUK24|HUK|Debeka|Signal Iduna|Gothaer|LV 1871|State Farm|Allstate|Liberty Mutual|Nationwide Insurance|Farmers Insurance|USAA|Travelers?|The Hartford|Hartford Insurance|Hiscox|Direct Line|Churchill Insurance|Churchill?|More Than|Admiral?|LV=|MAIF|Macif|MAAF|Matmut|Groupama|GMF|Mapfre|Mutua Madrilena|Linea Directa|UnipolSai|Nationale Nederlanden|Centraal Beheer|Interpolis|Ageas|Hastings Direct|Simply Business|Lemonade?|DEVK|Getsafe|Wefox|Cosmos Direkt|R+V Versicherung|Provinzial|Baloise|Mobiliar|Helvetia|Achmea|Univé|Next Insurance|Thimble|Chubb|Geico|Progressive?|Progressive Insurance|AIG|Cardif|Santalucia|Catalana Occidente|Saga?',
  health_insurance:
    'Bupa|AXA Health|Vitality|Vitality Health|Techniker Krankenkasse|Barmer|DAK|DAK Gesundheit|AOK|KKH|IKK|Cigna|Aetna|Anthem|Humana|UnitedHealthcare|Blue Cross|Blue Shield|Oscar Health|VGZ|CZ Zorgverzekeringen|Zilveren Kruis|Menzis|CSS Versicherung|Helsana|Sanitas|Adeslas|Asisa|Harmonie Mutuelle|MGEN|Kaiser Foundation|Delta Dental|VSP Vision|Malakoff Humanis|Alan?|Simplyhealth|WPA?',
  life_insurance:
    'Legal & General|Prudential|MetLife|New York Life|Northwestern Mutual|Royal London|Scottish Widows|Standard Life|Swiss Life|CNP Assurances|MassMutual|Guardian Life|SunLife|Lincoln Financial|Transamerica|Aegon|Primerica',
  software:
    'Piktochart|Apple.com/Bill|Adobe|Microsoft|Google?|Dropbox|GitHub|OpenAI|Zoom|Atlassian|Slack|Notion|Figma|Canva|Asana|Trello|Monday.com|Monday?|Salesforce|HubSpot|Zendesk|Intercom|Jetbrains|1Password|LastPass|NordVPN|ExpressVPN|Norton|McAfee|Kaspersky|Grammarly|Evernote|Todoist|Xero|QuickBooks|Intuit|FreshBooks|Sage Software|Sage UK|Lexware|Lexoffice|SevDesk|DATEV|Autodesk|Sketch?|Miro?|Airtable|Zapier|Calendly|DocuSign|Loom|Linear?|GitLab|Postman|Sentry|Datadog|Bitwarden|Proton|ProtonMail|Anthropic|Claude?|ChatGPT|Claude.ai|Midjourney|Cursor?|Copilot|Perplexity|Setapp|Malwarebytes|Avast|Bitdefender|Wave Apps|Typeform|SurveyMonkey|Teamviewer|Basecamp|ClickUp|Smartsheet|Webex|Gusto Software|Toggl|Harvest?|Clockify|Vectorworks|Parallels|VMware|Oracle|SAP|Envato|Elementor|InVision|Framer|Buffer?|Hootsuite|Streamlabs|Descript|Dashlane|Vercel|Netlify|Supabase|Apple iCloud|Microsoft 365|Office 365|Freeagent|Kashflow|Pipedrive|Freshworks|Deepl|Backblaze|Overleaf|IntelliJ|Tableau|ESRI|Mathworks|Docker|NPM?',
  cloud_and_online_services:
    'Nominet|Amazon Web Services|Google Cloud|Microsoft Azure|Azure|DigitalOcean|Heroku|Linode|Hetzner|Vultr|OVH|OVHcloud|Cloudflare|GoDaddy|Namecheap|Bluehost|HostGator|SiteGround|Squarespace|Wix|Wix.com|WordPress|Shopify|Ionos|Strato|Hostinger|Dreamhost|Kinsta|WP Engine|Rackspace|123-reg|Fasthosts|Krystal Hosting|Gandi|Infomaniak|Scaleway|TransIP|Aruba?|Register.it|Mailgun|SendGrid|Fastly|MongoDB|Render?|Porkbun|Domain.com|Google Storage|Google One|Google Workspace|Weebly|Webflow|BigCommerce|All-Inkl|Contabo|Snowflake|Fly.io|Algolia|Auth0|Pingdom|Heart Internet|Host Europe|Arvixe|Names.co.uk|Easyspace',
  advertising:
    'Google Ads|Facebook|Meta|LinkedIn|Twitter|TikTok Ads|Pinterest Ads|Microsoft Advertising|Mailchimp|Constant Contact|Taboola|Outbrain|Snapchat Ads|Reddit Ads|Bing Ads|Indeed Ads|Criteo|Klaviyo|Yell|Yelp|Sendinblue|Brevo|Semrush|Ahrefs|Moz?|Active Campaign|AdRoll|Campaign Monitor|Hotjar',
  postage_and_shipping:
    'Royal Mail|Post Office|UPS|The UPS Store|FedEx|DHL|DPD|Hermes?|Evri|GLS|USPS|Parcelforce|Yodel|PostNL|La Poste|Chronopost|Colissimo|Correos|Poste Italiane|Deutsche Post|Bpost|Österreichische Post|Swiss Post|Stamps.com|Parcel2go|Interparcel|Purolator|Canada Post|Australia Post|Mondial Relay|TNT?|City Sprint|CitySprint|Shippo|ShipStation|Pitney Bowes|An Post|MRW|Seur|BRT?|Bartolini|Pirate Ship|Packlink|Parcel Monkey|Neopost|DX Delivery',
  storage_and_removals:
    'Public Storage|Extra Space Storage|CubeSmart|Safestore|Big Yellow|Big Yellow Self Storage|Shurgard|Iron Mountain|Life Storage|Pickfords|Lok n Store|MyPlace Storage|Homebox|Box Lagerraum|Store First',
  printing:
    'Max Spielmann|Snappy Snaps|Vistaprint|Moo|Moo.com|Snapfish|Shutterfly|Flyeralarm|Saxoprint|WirmachenDruck|Instantprint|Solopress|Printed.com|FedEx Office|Prontaprint|Kall Kwik|Onlineprinters|Photobox|Cewe|Helloprint|Tradeprint|Zazzle|Drukwerkdeal|Pixartprinting|Banana Print|Lulu.com|Saal Digital|Aura Print|Printful|Printify|Redbubble|Blurb',
  employment_agencies:
    'Indeed|Monster?|Reed?|Reed Employment|Randstad|Adecco|Manpower|Hays?|Hays Recruitment|Michael Page|Totaljobs|StepStone|Upwork|Fiverr|ZipRecruiter|Glassdoor|Robert Half|Kelly Services|Tempo Team|Toptal|Freelancer.com|Malt?',
  accounting:
    'H&R Block|TurboTax|KPMG|Deloitte|PwC|Ernst & Young|Grant Thornton|BDO|Jackson Hewitt|Gusto?|TaxSlayer|WISO|Smartsteuer|TaxScouts|Wundertax|Taxfix|Crunch Accounting|Bench Accounting',
  payroll: 'ADP|Paychex|Rippling|Deel|Paylocity|BrightPay|Justworks|Remote.com',
  legal: 'LegalZoom|Rocket Lawyer|Clio|Irwin Mitchell|Slater & Gordon|LegalShield|Law Society',
  childcare:
    'Bright Horizons|KinderCare|Busy Bees|Care.com|Kids Planet|Babilou|Sittercity|Les Petits Chaperons|UrbanSitter|Koru Kids',
  courses_and_training:
    'Laracasts|Udemy|Coursera|Skillshare|MasterClass|LinkedIn Learning|Pluralsight|edX|Duolingo|Babbel|Codecademy|Khan Academy|Rosetta Stone|Chegg|Kumon|Berlitz|Udacity|Frontend Masters|Brilliant?|Datacamp|Preply|italki|Busuu|OReilly Media|Treehouse|Egghead|General Assembly|Domestika|Pearson|Pearson Vue|Prometric|Explore Learning|Open Classrooms|Lingoda|Stack Skills|A Cloud Guru|FutureLearn|Highspeed Training|High Speed Training|Twinkl|Superprof',
  higher_education:
    'Open University|Harvard|Stanford|Oxford University|University of Phoenix|Southern New Hampshire University|IU Internationale Hochschule|FernUniversität Hagen|UCAS|Western Governors University|FernUni',
  government_services:
    'DVLA|DMV|HM Passport Office|Companies House|HM Courts|Gov.uk|Land Registry|SEC Gov|USCIS|DVSA|Disclosure And Barring|Kraftfahrt Bundesamt|ANTS|Home Office|UK Visas|Disclosure Scotland|ICO?|Ofsted|US Customs|The Stationery Office|Care Quality Commission|CQC|Ofqual',
  taxes:
    'HMRC|HM Revenue & Customs|IRS|Finanzamt|Agencia Tributaria|Agenzia Entrate|Belastingdienst|DGFIP|Urssaf|Franchise Tax Board|NYS Dtf|EFTPS|Canada Revenue Agency|State Tax Payment|Australian Taxation Office|AEAT',
  donations:
    'Oxfam|British Red Cross|Red Cross|Unicef|Greenpeace|WWF|Save The Children|Cancer Research UK|RSPCA|NSPCC|Amnesty International|Médecins Sans Frontières|Salvation Army|JustGiving|GoFundMe|Wikimedia|Wikipedia|Caritas|Aktion Mensch|British Heart Foundation|Barnardos|Age UK|Shelter?|Scope?|Sue Ryder|Macmillan?|World Vision|Sos Kinderdorf|Virgin Money Giving|Misereor|Brot Für Die Welt|Emmaus|Secours Populaire|RNLI|RSPB|Betterplace|Just Giving|Overgate Hospice|Mind?|Habitat For Humanity|Feeding America|St Jude',
  political_and_religious:
    'ActBlue|WinRed|Labour Party|Conservative Party|Tithe.ly|Liberal Democrats|Kerk In Actie',
  memberships:
    'AARP|AAA Membership|CIPD|RIBA|IEEE|ACM|Unison|Unite The Union|GMB|IG Metall|Verdi|Ver.di|RICS|ACCA|CIMA|ICAEW|FSB?|Chartered Institute|Federation of Small Businesses|CGT|CFDT|Mieterverein|FNV',
  account_transfer_out:
    'Wise|Western Union|MoneyGram|Remitly|WorldRemit|Revolut|Zelle|Venmo|Cash App|PayPal|TransferWise|Bizum|Xoom|Ria Money|Paysend|Azimo|Lydia|Tikkie|Payoneer|Satispay|Skrill|Twint|Vipps',
  investment_deposit:
    'Vanguard|Fidelity|Charles Schwab|Robinhood|Etrade|Coinbase|Binance|Kraken|Trade Republic|Scalable Capital|eToro|Trading 212|Hargreaves Lansdown|Acorns|Betterment|Wealthfront|Nutmeg|Degiro|Interactive Brokers|Moneybox|Bitpanda|Freetrade|Webull|Stash?|M1 Finance|Flatex|Comdirect Depot|Merrill Lynch|Morgan Stanley|Crypto.com|Bitstamp|Raisin|Boursorama Bourse|TD Ameritrade|Comdirect',
  personal_loan_payment:
    'Klarna|Affirm|Afterpay|Clearpay|SoFi|LendingClub|Upstart|Zopa|Auxmoney|Cofidis|Cetelem|Sofinco|Younited|Smava|Alma?|Lendingtree|Zilch|Laybuy|Onemain Financial|Avant?|Prosper?|Younited Credit|Santander Consumer|Scalapay|TeamBank|Easycredit|Payday UK',
  credit_card_payment: "Tesco Bank|Sainsbury's Bank|M&S Bank|Virgin Money",
  student_loan_payment:
    'Navient|Nelnet|Great Lakes Borrower|Mohela|Student Loans Company|FedLoan Servicing|Aidvantage|Sallie Mae|Edfinancial',
  car_loan_payment:
    'Toyota Financial|Honda Financial|Ford Credit|Ally Auto|GM Financial|VW Financial|Volkswagen Leasing|BMW Financial|Black Horse|Mercedes Benz Financial|Nissan Motor Acceptance|Capital One Auto|Volkswagen Financial Services|Hyundai Motor Finance|Santander Consumer Auto|Carvana|Motonovo|Close Brothers Motor|Zuto|Chrysler Capital|Kia Motors Finance|Nissan Finance|PSA Finance',
  mortgage_payment:
    'Rocket Mortgage|Quicken Loans|Mr Cooper|Halifax Mortgage|Nationwide Mortgage|Freedom Mortgage|PennyMac|Loancare|Newrez|Wells Fargo Home Mortgage|Interhyp|Caliber Home Loans|Barclays Mortgage|Lloyds Mortgage|Santander Mortgage|Natwest Mortgage|Bausparkasse|Schwäbisch Hall|Crédit Foncier|Flagstar|Lakeview Loan|Dovenmuehle',
  rent: 'WeWork|Regus|Spaces?|Vonovia|Deutsche Wohnen|Greystar|OpenRent|LEG Wohnen|GAG Immobilien|Foncia|Nexity|Citya|Avalon Communities|Equity Residential|Camden Property|Invitation Homes|HomeServe Rent|Mindspace|Servcorp|IWG|Workspace Group|Foxtons|RentCafe|Gewobag|Howoge|Degewo|Gesobau|Impact Hub|Industrious',
  home_security:
    'ADT|Ring?|SimpliSafe|Verisure|Arlo|Securitas|Chubb Fire & Security|Vivint|Brinks Home|Chubb Fire|Securitas Direct|G4S|Sector Alarm|Blink?',
  trade_supplies:
    'RS Online|Grainger|McMaster Carr|Fastenal|Cromwell Tools|Arco Ltd|Würth|Bunzl|Brakes|Bidfood|3663|Nisbets|ESPO|YPO|Alibaba.com|Slingsby|Seton|Manutan|SGS Engineering|Rexel|City Electrical Factors|CEF|Edmundson Electrical|Cef Ltd|Sysco|Sonepar|Booker Wholesale|Key Industrial|Rajapack|Uline Shipping|Kaiser Kraft|Berner|Davpack|Screwfix Trade|Parrs|Springfield Educational|Consortium?|Findel|Rubbermaid|Global Industrial|Transgourmet|US Foods',
  equipment_hire:
    'HSS Hire|HSS|Speedy Hire|Brandon Hire|Sunbelt Rentals|United Rentals|Herc Rentals|Boels|Kiloutou|Loxam|A-Plant|GAP Hire|Brandon Tool Hire|Portakabin|Ashtead|Home Depot Rental',
  second_hand_and_antiques:
    'Goodwill|Cash Converters|Oxfam Shop|Value Village|Savers Thrift|Back Market|Momox|Rebuy|Music Magpie|musicMagpie|ThredUp|Depop|Poshmark|Facebook Marketplace|Emmaus Shop|Cash Generator|Kringloop|Swappie|Catawiki|Kaufland Second Hand|Refurbed',
  repair_and_maintenance:
    'Dyno Rod|HomeServe|Rentokil|Checkatrade|MyBuilder|Roto-Rooter|Thumbtack|TaskRabbit|Angi|MyHammer|Pimlico Plumbers|Otis|Kone|Schindler|iSmash|iFixit|Terminix|Orkin|Initial Washroom|Mears|Worcester Bosch|Apple Repair|Batteries Plus|Homeadvisor|Angies List',
  cleaning_services:
    'Molly Maid|Merry Maids|Helpling|ServiceMaster|Stanley Steemer|Handy?|ISS Facility|Chem Dry|Rug Doctor|Initial?|PHS Group|Rentokil Initial|Batmaid|Cintas|Piepenbrock',
  medical_supplies:
    'Medline|Boots Hearingcare|Amplifon|McKesson|Henry Schein|NRS Healthcare|Geers|Kind Hörgeräte|St John Ambulance|Coloplast|Medisave|Fisher Scientific|Philip Harris|Hidden Hearing|Invacare|Ottobock|Fannin|Performance Health|Patterson Medical|Specsavers Hearcare|Essential Aids|Complete Care Shop|Timpson Medical|Mediq',
  vehicle_purchase:
    'Carmax|Arnold Clark|Evans Halshaw|Lookers|Pendragon|Cazoo|Auto1|Autotrader|Auto Trader|mobile.de|Tesla|AutoNation|Camping World|Vertu Motors|AutoScout24|Bristol Street Motors|Sytner|Wirkaufendeinauto|We Buy Any Car|JCT600|Vroom',
  other_bank_fees:
    'Stripe?|Square?|SumUp?|Worldpay?|GoCardless?|Zettle?|iZettle?|Adyen?|Mollie?|Takepayments|Paymentsense?|Elavon|Barclaycard Business|First Data|Global Payments|Clover?|Payzone|Cardnet|Worldline|Concardis|Payone|Nexi|Ingenico',
  vending_machines:
    'Selecta|Canteen Vending|USA Technologies|Cantaloupe?|Nayax?|Sodexo Vending|PayRange|Coinstar|Coca Cola Vending',
  catering: 'Sodexo|Aramark|Compass Group|ezCater|Cater2.me|Elior|Eurest|Compass Catering|City Pantry|Feedr',
  camping:
    'KOA|Camping And Caravanning Club|Caravan Club|Caravan And Motorhome Club|Haven?|Hoseasons|Forest Holidays|Eurocamp|Huttopia|Yelloh Village|Recreation.gov|Hipcamp|Park Holidays|Parkdean|Parkdean Resorts|PGL|JCA|Kingswood Centre|Pontins|Bradford Outdoor|Nell Bank|Landal Greenparks|Roompot|Canvas Holidays|Camping.info',
  nursing_care:
    'Four Seasons Health|Visiting Angels|Brookdale|Barchester|HC-One|Bupa Care Homes|Home Instead|Helping Hands?|Korian|Orpea|Allied Healthcare|Mears Care|Comfort Keepers|Bright Star Care|Mobility Centre Care',
};
