/**
 * Words that say what a payee is or what was paid for, by detailed category of the default taxonomy; in English, German,
 * French, Spanish, Italian and Dutch, folded. A `?` marks words that often mean something else, a `*` the ends of compound
 * words, a `+` words that count for money that came in alone and a `-` for money that went out alone.
 */
export const kindWords: Readonly<Record<string, string>> = {
  wages:
    '+salary,+salaries,+wage,+wages,+payroll,+direct dep?,+direct deposit?,+gehalt,+lohn,+bezuge,+lohn gehalt,*gehalt?,+salaire,+paie?,+nomina,+sueldo,+salario,+stipendio,+emolumenti,+salaris,+loon,+bonus?',
  other_income:
    '+alimony,+child support,+unterhalt,+cashback,+cash back,+reward?,+rewards?,+rebate,+side hustle,+side income,+income?,+refund?',
  business_income:
    '+invoice?,+inv?,+consulting fee,+consulting,+freelance,+client payment,+project?,+retainer,+honorar,+honoraires,+sales?,+stripe payout,+payout,+stripe transfer,+shopify payout,+commission,+royalties,+royalty,+rechnung?,+facture?,+factura?,+fattura?,+factuur?,+services rendered',
  government_benefits:
    '+benefit?,+benefits?,+universal credit,+social security,+ssa treas,+child benefit,+kindergeld,+wohngeld,+elterngeld,+caf,+allocation?,+allocations familiales,+assegno unico,+toeslag,+kinderbijslag,+dwp,+stimulus',
  rental_income: '+rent,+rental income,+miete,+loyer,+alquiler,+affitto,+huur,+tenant',
  pension: '+pension,+rente,+retraite,+pensione,+pensioen,+annuity,+retirement?',
  unemployment_benefits:
    '+unemployment,+jobseekers,+jobseeker,+arbeitslosengeld,+chomage,+pole emploi,+paro?,+naspi,+uwv',
  tax_refund:
    '+tax refund,+tax ref,+irs treas,+hmrc?,+steuererstattung,+finanzamt,+remboursement impot,+devolucion aeat,+belastingdienst',
  interest_earned:
    '+interest,+interest paid,+interest credit,+interest earned,+zinsen,+habenzinsen,+interets,+intereses,+interessi,+rente creditrente,+int paid',
  dividends:
    '+dividend,+dividends,+dividende,+dividendes,+dividendos,+dividendi,+investment return,+investment income,+investment?',
  account_transfer_in:
    '+transfer from,+transfer?,+ubertrag,+umbuchung,+virement?,+transferencia?,+bonifico?,+overboeking?,+zelle?,+venmo?,+bizum?',
  deposit:
    '+deposit,+cash deposit,+check deposit,+cheque deposit,+mobile deposit,+atm deposit,+einzahlung,+bareinzahlung,+versement,+remise cheque,+ingreso?,+versamento,+storting',
  loan_received:
    '+loan?,+loan proceeds,+cash advance?,+loan disbursement,+darlehen?,+kredit?,+auszahlung darlehen',
  savings_withdrawal: '+from savings,+savings?,+sparkonto?,+livret?',
  investment_withdrawal: '+redemption,+broker?,+brokerage?',
  account_transfer_out:
    '-transfer to,-transfer,-xfer,-tfr?,-ubertrag,-umbuchung,-uberweisung?,-virement?,-transferencia,-bonifico,-overboeking,-zelle,-venmo,-bizum,-money transfer,-remittance',
  cash_withdrawal:
    '-atm,-cash withdrawal,-withdrawal,-cash machine,-geldautomat,-bargeldauszahlung,-bargeld,-auszahlung?,-bankomat,-retrait,-retrait dab,-dab?,-distributeur?,-cajero,-retirada,-reintegro,-prelievo,-bancomat?,-geldopname,-geldautomaat,-cashpoint,-abhebung',
  savings_deposit:
    '-savings,-to savings,-sparen,-sparplan?,-epargne,-ahorro,-risparmio,-spaarrekening,-sparkonto,-livret',
  investment_deposit:
    '-investment,-investments?,-brokerage,-broker?,-depot?,-wertpapier,-wertpapiere,-etf,-securities,-fonds?,-crypto,-bitcoin,-401k,-isa?',
  mortgage_payment:
    '-mortgage,-hypothek,-baufinanzierung,-pret immobilier,-hipoteca,-mutuo,-hypotheek,-home loan',
  car_loan_payment:
    '-car loan,-auto loan,-autokredit,-car finance,-auto finance,-vehicle finance,-motor finance,-leasing?,-car payment,-car lease',
  student_loan_payment: '-student loan,-student ln,-bafog,-navient,-nelnet,-duo?',
  personal_loan_payment:
    '-personal loan,-ratenkredit,-kredit,-darlehen,-kreditrate,-pret,-prestamo,-prestito,-lening,-credit personnel',
  credit_card_payment:
    '-credit card payment,-credit crd autopay,-card payment thank you,-kreditkartenabrechnung,-card bill,-epayment?,-payment thank you,-kreditkarte?,-creditcard?',
  other_loan_payment:
    '-loan,-loan payment,-debt collection,-collections?,-inkasso,-recouvrement,-bad debt,-financing',
  other_bank_fees:
    '-fee?,-fees?,-bank fee,-bank charge,-bank charges,-service charge,-account fee,-monthly fee,-maintenance fee,-entgelt,-gebuhr,-gebuhren,-gebuehr,-kontofuhrung,-kontofuehrung,-kontoabschluss,-frais,-frais bancaires,-cotisation carte?,-comision,-comisiones,-commissione,-commissioni,-canone,-kosten?,-bankkosten,-wire fee,-late fee,-transaction fee,-service fee,-merchant fee,-merchant fees',
  atm_fees: '-atm fee,-atm withdrawal fee,-cash withdrawal fee,-atm charge,-non network atm fee,-cash fee',
  foreign_transaction_fees:
    '-foreign transaction fee,-foreign fee,-intl transaction fee,-non sterling transaction fee,-fx fee,-auslandseinsatz,-auslandseinsatzentgelt,-exchange fee',
  insufficient_funds_fees:
    '-nsf,-nsf fee,-insufficient funds,-returned item,-returned item fee,-rucklastschrift,-rejet prelevement,-returned check fee',
  overdraft_fees:
    '-overdraft,-overdraft fee,-arranged overdraft,-unarranged overdraft,-uberziehung,-uberziehungszinsen,-dispozinsen,-dispo,-agios,-descubierto,-scoperto',
  interest_charges:
    '-interest,-interest charge,-interest charged,-purchase interest,-finance charge,-zinsen,-sollzinsen,-interets debiteurs,-intereses?,-interessi passivi',
  rent: '-rent,-rental payment?,-miete,-kaltmiete,-warmmiete,-wohnungsmiete,-loyer,-alquiler,-arrendamiento,-affitto,-huur,-landlord,-vermieter,-letting,-lettings,-hausverwaltung,-real estate,-property management,-estate agent,-immobilien,-immobiliare,-inmobiliaria,-realty,-apartments?,-office rent,-coworking,-co working,-workspace?',
  gas_and_electricity:
    '-electricity,-electric?,-electricite,-electricidad,-energy,-energie,-energia,-strom,-gas bill,-gas electric,-power company,-power light,-stadtwerke,*stromversorgung,-luz?,-luce?,-gaz,-elektra,-heating oil,-heizol,-fernwarme,-nuts energy?,-electric bill',
  water:
    '-water,-water bill,-wasser?,-wasserwerke,*wasserwerke,*wasserverband,-eau,-eaux,-agua?,-aguas,-acqua?,-acquedotto,-waterbedrijf',
  sewage_and_waste:
    '-sewage,-sewer,-waste,-refuse,-garbage,-trash,-skip hire,-abfall,-abfallwirtschaft,-mull,-dechets,-basura,-rifiuti,-tari,-afval,-recycling,-septic,-skips,-skip services,-waste management,-waste services,-clinical waste,-recycling services,-drain clearance,-drain services,-confidential waste,-shredding',
  internet_and_cable:
    '-broadband,-fibre?,-cable?,-cable tv,-dsl,-wifi,-kabel?,-glasfaser,-tv licence,-tv license,-rundfunkbeitrag,-rundfunk,-comcast,-isp,-internet?,-internet service,-internet bill,-home internet',
  telephone:
    '-mobile?,-telecom,-telecoms,-telekom,-telefon,-telefono,-telephone,-telefonica,-phone,-phone bill,-cell phone,-wireless,-mobilfunk,-mobiles?,-prepaid?,-handy?,-sim card,-cellular,-telefonia,-telefoon,-telecommunications,-communications?,-voip,-mobile phone,-conferencing,-teleconference,-teleconferencing,-conference call,-sim only,-top up,-topup,-sms?,-text messaging,-bulk sms,-telephone systems,-phone systems',
  other_utilities: '-utility,-utilities,-nebenkosten,-charges copropriete,-council utilities',
  groceries:
    'grocery,groceries,grocer,supermarket,supermarkets,supermarkt,*supermarkt,supermarche,supermercado,supermercati,supermercato,food store,foodstore,foods?,market?,markt?,marche?,mercado?,lebensmittel,epicerie,alimentation,alimentacion,alimentari,ultramarinos,fruteria,kruidenier,butcher,butchers,metzgerei,*metzgerei,fleischerei,boucherie,carniceria,macelleria,slagerij,fruit,veg,vegetables,greengrocer,greengrocers,farm shop,farmers market,dairy,milk,cheese,fromagerie,fishmonger,poissonnerie,pescaderia,organic?,biomarkt,hypermarket,hypermarche,superette,food hall,food centre,halal?,asian food,health food,wholefoods,supermkt,foodstores,newsagent?,minimarket?,foodhall,food stores,fruits,fruit and veg,fresh fruit,fruiterers,meat,meats,fish market,poultry,eggs,farm produce,farm fresh,asian foods,oriental supermarket,chinese supermarket,polish shop,continental foods,whole foods market,health foods,sweet mart,cash and carry foods,grocers,frozen foods,frozen food,village shop,village stores,dairies,delivery milk,bananas',
  restaurants:
    'restaurant,restaurants,restaurante,ristorante,trattoria,osteria,brasserie,bistro,bistrot,diner,grill,grillhouse,steakhouse,steak,eatery,kitchen?,cantina,gasthaus,gasthof,wirtshaus,gaststatte,gaststaette,tapas,sushi,thai,indian,tandoori,curry,chinese,ramen,noodle,noodles,dim sum,bbq,barbecue,smokehouse,taverna,tavern?,dining,seafood,cuisine,spice?,lounge?,auberge?,creperie,rotisserie,eetcafe,restaurace,dinner,lunch,breakfast?,team lunch,team dinner,client lunch,client dinner,business lunch,business dinner,meal,meals,carvery,chippy?,balti,bengal,masala,mexican,italian?,vietnamese,pho,golden dragon,jade garden,lucky star?,taj mahal,chophouse,chop house,dumpling,dumplings,teppanyaki,peri peri,piri piri,meze,mezze,lebanese,turkish?,japanese,korean?,greek?,persian?,nepalese,refectory,canteen,dining room,tea garden,oriental?,peking,chippy and grill,spice garden,spice lounge,tiffin,dhaba,bangla?,shish,charcoal?,bar and grill,pancake,pancakes,waffles,crepes,food court',
  bars: 'bar?,pub,pubs,inn?,tavern,brewery,brewing,brauerei,brauhaus,taproom,beer garden,biergarten,nightclub,cocktail,cocktails,kneipe,wine bar,irish pub,ale house,alehouse,arms?,cerveceria,birreria,saloon,red lion,royal oak,white hart,rose and crown,kings head,queens head,kings arms,queens arms,black bull,fox and hounds,white horse,black horse,railway tavern,wheatsheaf,coach and horses,george and dragon,hare and hounds,bay horse,shoulder of mutton,golden lion,golden fleece,white swan,black swan,prince of wales,duke of york,duke of wellington,marquis of granby,jolly farmer,nags head,horse and jockey,dog and duck,dog and gun,cross keys,plough inn,travellers rest,white lion,black lion,blue bell,green man,masons arms,lamb and flag,three tuns,five bells,six bells,old bell,the crown?,the swan?,the ship?,the anchor?,the bull?,the bell?,the fleece?,the plough?,the fox?,the star?,the sun?,the greyhound?,the angel?,punch bowl,elephant and castle,ring o bells,waggon and horses,chequers,free house,freehouse,gastropub,micropub,ales?,alehouses,pub co,beerhouse,beers?,winebar,working mens,social club',
  fast_food:
    'pizza,pizzas,pizzeria,burger,burgers,kebab,kebap,kebabs,doner,fried chicken,chicken?,fish and chips,fish chips,fish bar,fryer,sandwich,sandwiches,takeaway,take away,takeout,snack,snacks,imbiss,*imbiss,tacos,taco,wrap?,wraps,burrito,friterie,frituur,snackbar,hot dog,hotdog,shawarma,falafel,sub shop,food delivery,chippy,fast food,chicken shop,fisheries,fried fish,chinese takeaway,pizza and kebab,fishery,fried,hog roast,baguette,baguettes,panini,butty,pasty,pasties,noodle bar,wok?,fish and chip,chip shop,jacket potato,spud?,crisps?',
  coffee:
    'cafe,coffee,coffees,espresso,kaffee,tea room,tea rooms,tearoom,tearooms,tea house,roastery,roasters,cafeteria,caffe,koffie,salon de the,cappuccino,latte,kaffeehaus,coffeehouse,coffee shop,tea and coffee,barista,coffee bar,tea shop,teapot?,bistro cafe',
  beer_wine_and_liquor:
    'wine,wines,liquor,liquors,spirits,off licence,bottle shop,weinhandlung,vinothek,getranke,getraenke,getrankemarkt,caviste,vins,enoteca,vinoteca,licoreria,slijterij,whisky,vintners,cellars?',
  vending_machines: 'vending,vending machine,automat?,distributeur automatique,selecta',
  other_food_and_drink:
    'ice cream,gelato,gelateria,eisdiele,eiscafe,glacier?,heladeria,frozen yogurt,juice,smoothie,smoothies,juice bar,donuts,doughnuts,dessert,desserts,ice cream parlour,milkshake,milkshakes,creamery,bubble tea,slush',
  bakeries_and_delicatessens:
    'bakery,bakers,baker,bakeries,backerei,baeckerei,*backerei,*baeckerei,boulangerie,patisserie,panaderia,panificio,pasticceria,bakkerij,pasteleria,konditorei,bread,cake,cakes,cupcakes,cupcake,deli,delicatessen,traiteur,confectionery,chocolate,chocolatier,chocolates,sweets,sweet shop,candy,fudge,bagel,bagels,pies?,pretzel',
  catering:
    'catering,caterers,caterer,buffet,party food,catering services,outside catering,event catering,catering co,caterers ltd,sandwich platters,buffets,party platters',
  clothing_and_accessories:
    'clothing,clothes,fashion,fashions,apparel,boutique?,menswear,womenswear,shoes,shoe,footwear,boots?,trainers?,dress,dresses,lingerie,bridal,tailor,tailors,uniform,uniforms,workwear,schoolwear,kleidung,mode?,bekleidung,schuhe,*schuhe,vetements,chaussures,ropa,zapatos,zapateria,abbigliamento,calzature,kleding,schoenen,jeans,hats,bags?,handbags,leather?,outfitters,knitwear,t shirt,t shirts,tshirts,clothing co,costume,costumes,shoe repair,cobbler,cobblers,fancy dress,costumes hire,fancydress,t shirt printing co,hoodies,socks,underwear,swimwear,gloves and,scarves,sunglasses,wigs?,wig,school uniforms,schoolwear shop,safety boots,safety footwear,hi vis,hi viz,nurses uniforms,ties,belts,plus size,maternity,baby clothes,kidswear,childrenswear,prom dress',
  jewellery_and_watches:
    'jewellery,jewellers,jeweller,jewelry,jewelers,jeweler,watches,watch?,diamonds,schmuck,juwelier,uhren,bijouterie,bijoux,joyeria,relojeria,gioielleria,orologi,gold?,silver?,goldsmith,pandora',
  books_and_newspapers:
    'book,books,bookshop,bookshops,bookstore,booksellers,bookseller,buch,bucher,buchhandlung,*buchhandlung,librairie,libreria,boekhandel,boeken,news,newsagent,newsagents,newspaper,newspapers,magazine,magazines,zeitung,kiosk,presse,tabac presse,edicola,quiosco,publications?,comics,journal?,bookstall,book club',
  convenience_stores:
    'convenience,convenience store,mini market,minimarket,mini mart,minimart,corner shop,corner store,general store?,spatkauf,spati,alimentation generale,dollar?,one stop,off license,food and wine,news and booze,booze,wine rack,mini supermarket,local express?,express store,general stores,food wine,local store,nisa',
  department_stores:
    'department store,department stores,kaufhaus,warenhaus,grand magasin,galeries,grandes almacenes,warenhuis,home stores',
  discount_stores:
    'discount?,discounts?,bargain,bargains,poundstore,pound shop,pound,99p,outlet?,variety store,sonderposten,clearance?',
  superstores: 'wholesale club,cash and carry,cash carry,superstore?,hypermarkt',
  online_marketplaces: 'marketplace?,mktplace',
  electronics:
    'electronics,electronic?,elektronik,electronique,electronica,elettronica,computer,computers,computing,laptop,laptops,hi fi,hifi,audio visual,camera,cameras,photo video,phone shop,monitor,keyboard,printer?,headphones,headset,webcam,usb,hard drive,ssd,tablet,ipad,iphone,macbook,pc?,batteries,battery,audio?,sound?,cctv?,headsets,projector,projectors,hard drives,memory cards,cables direct,phone cases,phone accessories,mobile accessories,two way radio,two way radios,walkie talkie,radios,televisions,televison,tv repairs,speakers?,microphones,microphone,cctv systems,electronic components,robotics,raspberry pi,arduino,3d printing,3d print,drones,drone,chargers,adapters,tablets?,games consoles',
  household_appliances:
    'appliance,appliances,domestic appliances,white goods,haushaltsgerate,electromenager,electrodomesticos,elettrodomestici,witgoed,washing machine,dishwasher,refrigerator,fridge,vacuum,vacuums,sewing machine,sewing machines,electrical?,electricals',
  gifts_and_flowers:
    'gift,gifts,gift shop,gift card?,cards?,greeting cards,card shop,card factory,florist,florists,flowers,flower,blumen,fleurs,fleuriste,flores,floristeria,fiori,fioraio,bloemen,souvenir,souvenirs,geschenke,cadeau,cadeaux,regalos,regali,party?,balloon,balloons,party shop,hampers,trophies,trophy,engraving,flowershop,bouquets,gift wrap,medals,rosettes,party supplies,partyware,party wear,balloons and,fireworks,greetings,greetings cards,keyrings,mugs?,personalised,personalized,engraved,gift vouchers,vouchers?,gift baskets',
  office_supplies:
    'office supplies,office supply,stationery,stationers,office?,office products,office depot,office world,stationary,paper?,toner,ink,cartridge,cartridges,burobedarf,buerobedarf,schreibwaren,papeterie,papeleria,cartoleria,kantoorartikelen,envelopes,printer paper,printer ink,pens?,notebook?,notebooks,labels?,filing,copier,copiers,photocopiers,till rolls,office outlet,office furniture supplies,laminators,shredders,whiteboards,noticeboards,notice boards,folders,stamps and,rubber stamps,id cards,id card,inks,ink cartridges,printer cartridges,toners,school supplies,educational supplies,office equipment,planners,diaries,calendars?',
  pet_supplies:
    'pet,pets,pet shop,pet store,pet supplies,petshop,aquatics,dog?,cat?,zoohandlung,tierbedarf,tiernahrung,animalerie,mascotas,animali,dierenwinkel,equine?,saddlery,puppy,reptiles,pet food,petfoods,pet foods,petcare shop,petstore,aquarium shop,horse feed,animal feeds,animal feed,bird seed,hamster',
  sporting_goods:
    'sporting goods,sports?,sport?,sportswear,golf shop,outdoor?,outdoors?,camping?,ski?,skis,surf shop,fishing,tackle,angling,archery,dive?,running?,climbing?,hockey?,football shop,trampolines?,sporthaus,deportes,articoli sportivi,canoe,kayak,gymnastics?,equestrian,martial arts?,table tennis,gym equipment,fitness equipment,sports equipment,snooker cues,darts?,boxing gloves,golf clubs,golfclubs,cricket bats,rugby shop,swim shop,swimming goggles,tents and,rucksacks,walking boots,walking shop,bike shop and,riding wear,fishing tackle,tackle shop,football kit,football kits,team kit,teamwear,sports kit,sports wear,skateboards,skateboard,rollerblades',
  tobacco_and_vape:
    'tobacco,tobacconist,vape,vapes,vaping,vapour,cigarettes,cigar,cigars,tabak,tabac,tabacchi,tabaccheria,estanco,smoke shop,smoke,e cig',
  toys_and_hobbies:
    'toy,toys,hobby,hobbies,games shop,model shop,models?,lego,puzzle,puzzles,spielwaren,spielzeug,jouets,juguetes,juguetria,giocattoli,speelgoed,board games,soft play,play?,playground?,music shop,musical instruments,guitar,guitars,piano,pianos,drum,drums,percussion,music store,musical,soft toys,teddy,doll,dolls,railway models,sensory?,puppets,puppet,jigsaw,jigsaws,playing cards,collectibles,figurines,action figures,bricks and blocks,building blocks,outdoor toys,wooden toys,educational toys,radio control,rc models,model railways,juggling,magic shop,magic tricks,trading cards,sheet music,brass and woodwind,violins,violin,ukulele,keyboards and pianos,drumming,steel pans',
  arts_and_crafts:
    'craft,crafts,art?,arts?,art supplies,artists?,gallery?,galerie?,galleria?,fabric,fabrics,wool,yarn,sewing,knitting,beads,pottery,ceramics?,textiles?,haberdashery,stoffe,tissus,quilting,framing,frames?,pictures?,paints?,embroidery,candle,candles,cross stitch,needlecraft,papercraft,scrapbooking,scrapbook,rubber stamping,jewellery making,modelling clay,art materials,craft supplies,knitting yarn,ribbons,ribbon,felt?,mosaic,mosaics,potters,kiln,dyes,upholstery fabrics,picture framing,picture frames',
  second_hand_and_antiques:
    'antique,antiques,second hand,secondhand,vintage?,thrift,charity shop,pawn,pawnbroker,pawnbrokers,cash converters,auction,auctions,auctioneers,flohmarkt,brocante,antiquites,antiquitaten,rommelmarkt,hospice shop,salvage,reclamation,used?,collectables,goodwill,curios',
  other_shopping:
    'stores?,shop?,store?,shopping?,gallery shop,mail order,catalogue?,tent,tents,marquee,marquees,flags?,religious goods,luggage,suitcase,duty free',
  trade_supplies:
    'supplies?,supply?,industrial?,industries?,wholesale?,wholesalers?,chemicals?,engineering supplies,steel?,metals?,packaging,plastics?,rubber?,catering equipment,catering supplies,fasteners,safety?,ppe,signs?,signage,equipment?,components?,instruments?,lab supplies,janitorial,hygiene,tools?,trade?,bearings,polythene,machinery,wholesale supplies,electrical wholesale,filters,polybags,cleaning supplies,janitorial supplies,safety signs,workwear and safety,site supplies,weld?,hydraulics,pumps?,valves,hoses?,hose,lifting?,lifting gear,lifting equipment,ladders,racking,pallets,pallet,crates,containers?,castors,adhesives,tapes?,labels and,catering appliances,barcode,barcodes,badges?,lanyards,wristbands,name badges,line marking,grit,salt?,gases,welding supplies,compressors,generators,forklift,forklifts',
  furniture:
    'furniture,furnishings,furnishing,mobel,moebel,*mobel,*moebel,meubles,muebles,mobili,arredamenti,meubelen,bed,beds,mattress,mattresses,matratzen,sofa,sofas,carpet,carpets,flooring,floors?,rugs?,curtain,curtains,blinds,upholstery,lighting?,lamps?,kitchens,bathrooms?,interiors,interior?,homeware,homewares,desk,desks,chair,chairs,seating,linen?,linens,tableware,crockery,cookware,standing desk,home?,fireplaces,stoves,shelving,lampshades,light bulbs,lightbulbs,bulbs direct,picture lights,wardrobes,wardrobe,bunk beds,divan,pillows,duvet,duvets,bedding,towels,cushions,laminate flooring,vinyl flooring,lino,rugs direct,mirrors?,kitchenware,cookware shop,cutlery,glassware,china?,bar stools,stools,cot?,cots,pushchairs,prams,pram,nursery furniture,school furniture,cafe furniture,classroom furniture,lockers',
  hardware_and_building:
    'hardware,diy,home improvement,building supplies,builders merchants,builders,timber,lumber,paint,paints,wallpaper,decorating,decorators?,tiles,tile,tiling,plumbing supplies,plumb,ironmongers,ironmongery,baumarkt,*baumarkt,eisenwaren,quincaillerie,bricolage,ferreteria,ferramenta,bouwmarkt,doe het zelf,locks?,locksmith,locksmiths,keys?,glass,glazing,windows?,doors?,tool hire,power tools,electrical supplies,electrical wholesalers,merchants?,insulation,fencing?,roofing supplies,aggregates,concrete,bricks,plaster,sheds?,brico,fixings,ironworks,door handles,handles?,showers?,spares direct,shower spares,appliance spares,plasterboard,sand and gravel,roofing merchants,guttering,plumbing and heating,plumbing merchants,heating supplies,heat merchants,electrical factors,cables?,switches?,gates?,panels?,timber merchants,plywood,sawmills,sawmill,joinery supplies,wood?,hinges,lock and key,key cutting,safes?,screws,nails and,decorator centre,decorating centre,paint centre,worktops,taps,radiators',
  garden:
    'garden,gardens?,garden centre,garden center,gardening,nursery?,nurseries,plants,plant?,landscaping,landscape,lawn,lawnmower,mowers,gartencenter,gartnerei,gaertnerei,jardinerie,jardineria,jardin?,vivero,vivaio,tuincentrum,tree services?,tree surgeons,seeds,compost,horticultural,horticulture,greenhouses?,bulbs,growers,turf,topsoil,garden ctr,garden cen,garden cent,gardenworld,landscapes,landscape supplies,arborist,arboricultural,tree care,tree service,trees?,hedging,turfs,wild flowers,wildflowers,bird food,pond?,ponds,aquatic centre,fertilisers,strimmers,chainsaws,groundcare,ground care,garden machinery,garden tools,polytunnels,garden furniture,garden buildings',
  repair_and_maintenance:
    'repair,repairs,maintenance,plumber,plumbers,plumbing,electrician,electricians,electrical contractors,heating,boiler,boilers,handyman,roofing,roofer,joinery,joiners,carpentry,carpenter,contractor,contractors,construction,renovation,reparatur,klempner,elektriker,handwerker,dachdecker,installateur,plombier,electricien,reparation,travaux?,fontanero,electricista,reparaciones,idraulico,elettricista,riparazioni,loodgieter,elektricien,hvac,air conditioning,refrigeration,scaffolding,drainage,drains,paving,building services,building contractors,pest control,welding,fabrication?,servicing?,office repairs,building maintenance,decorator,handymen,gas services,gas engineers,boiler services,heating services,heating engineers,lift services,lifts?,aerials,aerial services,aerial,satellite services,appliance repairs,domestic repairs,damp proofing,electrical services,electrical engineers,pest services,fire extinguishers,fire protection services,glaziers,double glazing,painting and decorating,plasterers,plastering,builders ltd,property services,property maintenance,groundworks,demolition,asbestos,asbestos removal',
  home_security:
    'security,alarm,alarms,guard?,guarding,security systems,sicherheit?,cctv,fire protection,fire safety,fire alarms,investigations?',
  cleaning_services:
    'cleaning,cleaners,cleaner,cleaning services,window cleaning,janitorial services,reinigung,gebaudereinigung,putzfrau,nettoyage,limpieza,pulizie,schoonmaak,maid,maids,housekeeping,carpet cleaning,office cleaning',
  other_home:
    'swimming pool,pools?,hot tub,household?,haushalt?,mobile homes,urns?,baby gates,stair gates,child safety,household goods,house clearance',
  pharmacies:
    'pharmacy,pharmacies,pharmacie,apotheke,*apotheke,drogerie?,*drogerie?,farmacia,farmacie,apotheek,drugstore,drug store,chemist,chemists,drugs?,parapharmacie,vitamins,vitamin,supplements,nutrition,drogisterij,dispensary,parafarmacia,prescription',
  doctors:
    'doctor,doctors,dr?,gp,arzt,arztpraxis,*praxis,medecin,medico?,clinic?,physician,physicians,surgery?,health centre,health center,family medicine,dermatology,pediatrics,chiropractic,chiropractor,osteopath,osteopathy,physiotherapy,physiotherapist,physio,physical therapy,podiatry,huisarts,orthopedics,cardiology,kine,fisioterapia,medical centre,medical center,podiatrist,acupuncture,urgent care',
  dentists:
    'dentist,dentists,dental,zahnarzt,zahnarztpraxis,zahn?,dentiste,dentista,tandarts,orthodontics,orthodontist,orthodontie,dentaire,odontoiatrico',
  opticians:
    'optician,opticians,optical,optik,optiker,opticien,optica,ottica,optometrist,optometry,eyewear,eye care,eyecare,glasses?,brillen,lunettes,contact lenses,vision?',
  nursing_care:
    'nursing,nursing home,care home,pflege,pflegedienst,altenheim,residencia?,home care,homecare,carers,thuiszorg,assisted living,hospice,care services',
  veterinary:
    'vet,vets,veterinary,veterinarian,tierarzt,tierarztpraxis,tierklinik,veterinaire,veterinario,dierenarts,animal hospital,veterinaria,animal clinic,veterinary centre,vet centre,pet vaccinations,animal health,petcare,kennels,kennel,cattery,dog grooming,dog groomers,dog training',
  hospitals:
    'hospital,hospitals,krankenhaus,klinikum,klinik,hopital,clinique,hospitalario,ospedale,ziekenhuis,ambulance,emergency room,nhs?,nhs trust',
  medical_supplies:
    'medical?,medical supplies,medical equipment,hearing aids,orthopaedic,orthopadie,sanitatshaus,mobility,disability,wheelchair,wheelchairs,first aid,surgical?,healthcare?,prosthetics,scientific?,laboratory supplies,hearing centre,hearing?,medicals,mobility centre,mobility aids,mobility shop,living aids,daily living,continence,incontinence,bandages,disposable gloves,gloves?,thermometers,stethoscopes,hearing aid,hearing aid batteries,sensory toys,sensory equipment,special needs,rehab?,rehabilitation,orthotics,stairlifts,stairlift,dna?,drug testing,drug tests,paternity',
  other_health:
    'health?,laboratory,labs?,diagnostics,diagnostic,radiology,imaging,labor?,analyses,blood test,therapy?,therapies?,wellness?,psychologist,mental health,medical services,occupational health',
  hair_and_beauty:
    'hair,hairdresser,hairdressers,hairdressing,barber,barbers,barbershop,salon,beauty,nails,nail,spa?,massage,friseur,frisor,*friseur,kosmetik?,kosmetikstudio,coiffeur,coiffure,peluqueria,estetica,parrucchiere,barbiere,kapper,kapsalon,kapster,tanning,tan?,waxing,lashes,brows,haircut,manicure,day spa,institut de beaute,nagelstudio',
  cosmetics:
    'cosmetics,cosmetic,make up,makeup,perfume,perfumes,parfum,parfumerie,perfumeria,profumeria,fragrance,skincare,skin care,douglas?,soap?,soaps',
  gyms_and_fitness:
    'gym,gyms,fitness,crossfit,yoga,pilates,fitnessstudio,*fitness,palestra,gimnasio,salle de sport,sportschool,personal training,personal trainer,health club,leisure centre?,workout,boxing club',
  laundry_and_dry_cleaning:
    'laundry,laundrette,launderette,laundromat,dry cleaning,dry cleaners,dry clean,waschsalon,wascherei,textilreinigung,pressing?,laverie,blanchisserie,lavanderia,tintoreria,wasserette,stomerij,drycleaners,laundries,cleaners?',
  other_personal_care:
    'dating,wedding,weddings,funeral,funerals,bestattungen,pompes funebres,tattoo,piercing,counselling,counseling,coaching?,astrology,babysitter?',
  fuel: 'fuel,petrol,pay at pump,payat pump,at pump,gasoline,gas station,gas stn,diesel,filling station,service station,service stn,petroleum,petrol station,tankstelle,*tankstelle,station service,carburant,gasolinera,gasolina,combustible,benzina,distributore,stazione di servizio,benzine,tankstation,pfs,garage?,oil?,motorway services?,truck stop,autogrill,gas?,forecourt,fuels,f stn,fstn,f station,fill stn,filling stn,fillingstn,serv stn,petrol filling,serv station,motor fuel,lpg,redfuel,kerosene,coal?,coal merchants,calor gas?,fuel card,fuelcard,pay pump',
  electric_charging:
    'ev charging,charging station,chargepoint,supercharger,ladestation,ladesaule,charging?,laadpaal,recharge electrique,electric vehicle',
  parking:
    'parking,car park,car parks,carpark,carparks,parkhaus,parkplatz,parkgebuhr,parkeren,parcheggio,aparcamiento,estacionamiento,stationnement,parkschein,parking meter,park and ride,pay and display,garage parking,car pk,carpk,carparking,parking services,multi storey,multistorey,pay on foot,car prk,ncp car,parking meters,parking permit',
  public_transport:
    'bus,buses,metro,tram,trams,subway card,transit,public transport,opnv,verkehrsbetriebe,*verkehrsbetriebe,verkehrsverbund,autobus,autobuses,omnibus,coach?,coaches,ferry,ferries,mta,travelcard,oyster,tranvia,transports?,transport publico,transporte?,minibus,underground?,openbaar vervoer,ov chipkaart,fahrkarte,fahrschein,monatskarte,abbonamento trasporti,travel centre,bus station,bus company,bus co,coach hire,coach travel,coachways,bus pass,tramway?,tramways,transport executive,passenger transport,ticket machine,selfserve ticket,metro card,tvm,tube?,ferries ltd,water bus',
  trains:
    'train,trains,rail,railway,railways,railcard,bahn,bahnhof?,zug,gare,tren,ferrocarril,treno,ferrovie,spoorwegen,amtrak,train ticket,train tickets,stn?,rly,rail tickets,railway station,rly stn,train co,trainsec,rail enquiries,mainline,rail services,rail tkt,rail ticket,sst,tkt office,ticket office,railtkts',
  taxis_and_ride_hailing:
    'taxi,taxis,cab,cabs,ride?,rideshare,minicab,minicabs,private hire,limousine,limo,chauffeur,mietwagen fahrer,radio taxi,black cab,minibus hire,minibuses,executive travel,executive cars,airport transfers,airport cars,airport taxis,radio cars,star cars,cars limited?',
  tolls:
    'toll,tolls,tollway,turnpike,maut,peage,peaje,autopista,autostrada,autostrade,autoroute,autoroutes,tol?,vignette,congestion charge,e zpass,ezpass,fastrak,bridge?,crossing?,dart charge',
  bikes_and_scooters:
    'bike,bikes,bicycle,bicycles,cycle,cycles,cycling,fahrrad,fahrrader,velo,velos,bicicleta,bicicletas,biciclette,fiets,fietsen,scooter,scooters,bikeshare,bike share,e scooter,bike shop,bikeability,pedal?',
  other_transport:
    'transport?,transportation?,haulage?,mobility?,freight?,driver?,mileage,logistics?,shuttle,cable car',
  vehicle_purchase:
    'car sales,motors?,car dealer,dealership,autohaus,automobile?,automobiles?,concessionnaire,concesionario,concessionaria,autobedrijf,motorcycles,motorcycle,motorrad,caravan,caravans,boat?,motorhomes,trailers?,marine?,leasing company,vehicles?',
  vehicle_service:
    'auto repair,car repair,garage services,car wash,carwash,mot,mot centre,car service,vehicle repair,car maintenance,oil change,autowerkstatt,kfz werkstatt,kfz?,werkstatt,waschanlage,autowasche,garage automobile,lavage,taller,lavado,autofficina,officina?,autolavaggio,autowasstraat,bodyshop,body shop,towing,breakdown,windscreen,windscreens,valeting,vehicle service,vehicle maintenance,vehicle inspection,service centre?,auto service,mechanic,tuv?,vehicle?,automotive,smog check,roadside,autoglass,coachworks,mot test,mot station,autocentre,autocentres,auto centre,car centre,car clinic,car body,coachbuilders,diesel services,tachograph,vehicle services,motor engineers,motor services,motor repairs,recovery?,vehicle recovery,bodyworks,paintshop,car care,valet,valets',
  vehicle_parts:
    'auto parts,car parts,motor parts,tyre,tyres,tire,tires,reifen,pneus,pneumatici,neumaticos,banden,autoteile,pieces auto,recambios,ricambi,motor factors,spares,exhaust,exhausts,autoparts,car accessories,motor spares,wheels?,auto?,tyre service,tyre services,tyres and exhausts,car spares,autospares,autofactors,batteries and tyres,tow bars,towbar,towbars,roof rack,vehicle parts,trailer parts',
  flights:
    'airline,airlines,airways,flight,flights,air?,flug,fluge,lufthansa group,vol?,vuelo,volo,vlucht,airfare,aviation?,airport?,boarding,aer,aerolineas,compagnie aerienne,air fare',
  lodging:
    'hotel,hotels,motel,hostel,lodge,lodges,lodging,resort,guest house,guesthouse,bed and breakfast,b and b,pension?,ferienwohnung,*hotel,albergo,hostal,auberge de jeunesse,youth hostel,yha,inns?,suites,apartments?,cottages?,accommodation,unterkunft,hebergement,alojamiento,alloggio,holiday let,rooms?,gite,chalet,hotel booking,hotel stay,travel inn,premier?,getaway?,weekend away,inn hotel,hotel and spa,hotel spa,hotel booking com,serviced apartments,guest accommodation,holiday cottages,holiday cottage,holiday homes,country house hotel,manor hotel,travel lodge,self catering,bed breakfast,holiday village,holiday lodges,hall hotel,arms hotel',
  camping:
    'campsite,camp site,campground,camping site,campingplatz,holiday park,caravan park,rv park,koa,campeggio,camp?,camps?,holiday camp,outdoor centre,outdoor education,activity centre,caravan site,touring park,caravan hire,holiday parks,scout camp,scouts?,guides?,residential centre',
  car_hire:
    'car hire,car rental,rent a car,rentacar,autovermietung,mietwagen,location de voiture,alquiler de coches,autonoleggio,autoverhuur,van hire,vehicle hire,truck rental,vehicle rental,van rental,self drive',
  travel_agencies:
    'travel?,travels?,tours,tour?,travel agency,travel agent,holidays,holiday?,vacations,vacation,reiseburo,reisen,voyages,agence de voyage,viajes,viaggi,agenzia viaggi,reisbureau,reizen,excursions,package holiday',
  other_travel:
    'cruise,cruises,kreuzfahrt,croisiere,crucero,crociera,visa application,passport,marina,boat hire,eurotunnel,le shuttle,conference travel,business trip',
  film_and_television:
    'cinema,cinemas,kino,movie,movies,movie theater,movie theatre,film?,films?,cine?,bioscoop,theaters,streaming,picture house,video?,dvd,pictures',
  music_and_audio:
    'music?,musik?,musique?,musica?,muziek?,vinyl,records?,record shop,podcast,audiobook,radio?,concert?,concerts?',
  video_games:
    'video game,video games,gaming,game?,games?,videospiele,jeux video,videojuegos,videogiochi,esports,arcade',
  events_and_attractions:
    'theatre,theatres,theater,theaters,museum,museums,musee,museo,concert,concerts,festival,festivals,tickets,ticket?,billetterie,entradas,biglietti,konzert,zoo,zoos,tierpark,aquarium,aquariums,safari,theme park,freizeitpark,parc attractions,parque tematico,amusement park,wildlife park?,farm park,castle?,abbey?,stadium,arena,opera,ballet,circus,zirkus,exhibition,expo?,attraction,attractions,visitor centre,tourist,heritage?,events?,event?,show?,shows,pantomime,playhouse,dungeon,sculpture,gardens trust,sea life,fun fair,funfair,entertainer,entertainers,disco,band?,orchestra,magician,eintritt,entrance fee,theatre tickets,event tickets,art gallery,water park,waterpark,pleasure beach,tropical world,steam railway,heritage railway,visitors centre,discovery centre,science centre,planetarium,adventure park,maize maze,petting farm,open farm,animal park,animal farm,bird garden,butterfly,falconry,miniature railway,model village,stately home,palace?,studio tour,box office,leisure world,pleasure park,sea world,sealife,pier?,hall?,minster?,priory?,priory church,observatory,reservoir?,national park,country park,nature reserve,city farm,winter wonderland,santa?,christmas market,fairground,circuses,comedy club,stand up?,guided tour,boat trip,boat trips',
  gambling:
    'casino,casinos,lottery,lotto,lotterie,loterie,loteria,lotteria,loterij,bet,bets,betting,poker,bookmaker,bookmakers,wetten,sportwetten,apuestas,scommesse,bingo,gambling,paris sportifs,toto?,spielbank,slots',
  other_entertainment:
    'entertainment,bowling,bowl?,bowls?,ten pin,tenpin,billiards,snooker,pool hall,laser,lasertag,laser tag,quasar,escape room,karaoke,night club,leisure?,freizeit?,loisirs?,ocio?,divertimento,amusements,amusement,dance?,dancing,ice rink,ice skating,skating,rollerskating,go karting,karting,paintball,trampoline,trampoline park,climbing wall,play centre,fun?,adventure?,lanes?,tenpin bowling,axe throwing,escape rooms,virtual reality,laser zone,high ropes,treetop,zip wire,soft play centre,jump?,trampolining,crazy golf,mini golf,adventure golf,footgolf,roller rink,play barn,play area,playworld,fun house,funhouse,bounce house,bouncy castle,bouncy castles,inflatables',
  clubs_and_recreation:
    'club?,clubs?,golf,golf club,country club,tennis,squash,swimming,swimming pool entry,leisure centre,leisure center,sports club,sports centre,sports center,recreation,recreation ground?,verein?,sportverein,rugby,football?,cricket,riding,riding school,riding centre,sailing,rowing,athletics,yacht club,boat club,hallenbad,schwimmbad,piscine,piscina,zwembad,skate park,stables,football club,golf centre,golf course,driving range,swimming baths,swimming club,sailing club,sports hall,sport centre,football ground,afc?,fc?,rfc?,bowls club,bowling club,gymnastics club,outdoor education centre,water sports,watersports,rock climbing,climbing centre',
  accounting:
    'accountant,accountants,accounting,accountancy,bookkeeping,bookkeeper,steuerberater,steuerberatung,buchhaltung,expert comptable,comptable,comptabilite,gestoria,asesoria fiscal,commercialista,accountant fees,boekhouder,tax preparation,tax advisor,tax adviser,auditors,audit?,tax prep,cpa,wirtschaftsprufer,chartered accountants',
  legal:
    'legal,lawyer,lawyers,law?,law firm,attorney,attorneys,solicitor,solicitors,barrister,barristers,rechtsanwalt,rechtsanwalte,anwalt,kanzlei,notar,notary,notaire,avocat,avocats,abogado,abogados,notaria,avvocato,notaio,advocaat,advocaten,notaris,legal fees,legal services,llp?,chambers?',
  consulting:
    'consulting,consultant,consultants,consultancy,consultation?,beratung,unternehmensberatung,conseil?,consultoria,consulenza,advies?,advisory,professional fees,professional services?,professional?,architects,architect,architekt,architecte,arquitecto,architetto,surveyors,surveyor,engineers?,engineering?,ingenieur,planning?,research?,public relations,pr agency,management?,advisors,freelancer,contractor payment',
  advertising:
    'advertising,adverts?,advert,ads,ad?,marketing,werbung,publicite,publicidad,pubblicita,reclame,promotion?,promotions?,promotional,campaign?,seo,sponsored,billboard,google ads,facebook ads,linkedin ads,branding,leaflet,leaflets,mailchimp?,exhibitions?,job adverts,newsletter?,signage and display,display stands,exhibition stands,pop up stands,video production,public notices',
  childcare:
    'childcare,child care,daycare,day care,nursery school,day nursery,kindergarten,kita,creche,guarderia,asilo nido,kinderopvang,babysitting,nanny,after school,playgroup,preschool,pre school,childminder,kindergarden,tagesmutter,out of school club,childrens nursery,daynursery,kids club,holiday club,breakfast club,out of school,childrens centre,children centre,family centre,sure start,playscheme,soft play nursery',
  postage_and_shipping:
    'postage,post office,post?,shipping,shipment,courier,couriers,parcel,parcels,postal,mail?,deutsche post,porto?,versand?,paket,la poste,correos,poste italiane,postnl,stamps,stamp?,delivery?,express delivery,usps,freight,lettre suivie,colissimo,mailbox,mailboxes,po box,franking,parcelforce,postoffice,post office counter',
  storage_and_removals:
    'storage,self storage,removals,removal,moving?,movers,umzug,umzuge,lagerraum,demenagement,garde meubles,mudanzas,trasteros,traslochi,verhuizing,opslag,warehouse?,warehousing,haulage,lagerung',
  printing:
    'printing,print,prints?,printers,printer services,copy shop,copyshop,copies?,druckerei,imprimerie,imprenta,tipografia,drukkerij,photocopy,photocopying,business cards,graphics?,publishing?,publishers?,publisher?,press?,verlag,banner?,banners,digital print,typesetting,bookbinding,reprographics,engravers,printworks,print works,print shop,screen printing,t shirt printing,embroidery and print,stickers,sticker,posters,poster,vinyl lettering,digital printing,litho,photocopier hire,plan printing',
  photography:
    'photography,photographer,photographers,photo?,photos?,fotograf,fotostudio,fotografia,photographe,fotografie,photo studio,portrait,imagery,prints from,photo prints,photo lab,photobooks,photo books,canvas prints,school photos,stock photo,stock photos,stock images',
  employment_agencies:
    'recruitment,recruiting,recruiter,staffing,temp agency,employment agency,personnel?,zeitarbeit,personalvermittlung,interim,trabajo temporal,lavoro interinale,uitzendbureau,job posting,job ads,resourcing,headhunter,temporary staff,bureau staffing',
  equipment_hire:
    'hire?,tool rental,equipment rental,equipment hire,plant hire,rentals?,rental?,verleih,vermietung?,location materiel,noleggio?,verhuur?,leasing,hire centre,machine hire,marquee hire,costume hire,skip?,hire services',
  payroll:
    '-payroll,-salary,-salaries,-wages,-gehalt,-gehalter,-lohne,-lohn,-salaires,-salaire,-nominas,-nomina,-stipendi,-stipendio,-salarissen,-employee?,-staff costs',
  other_services:
    'dienstleistungen,prestations,translation,translations,interpreter,interpreters,interpreting,notary public,testing?,certification?,secretarial,transcription,licence?,license?,laminating,subscription box,membership box,interpretation,linguists,language services,data services?,archiving,records office,records management,translating,typing services,vetting services,funeral services,genealogy,ancestry,document services',
  software:
    'software,saas,app?,apps?,app store,license key,licence key,crm,erp,antivirus,creative cloud,office 365,microsoft 365,m365,subscription?,github copilot,ide?,plugin,plugins,software subscription,software license,software licence,download?,digital?,programma?,logiciel,logiciels,zoom?,slack?,accounting software,abonnement?,abo?,suscripcion?,jira,figma,software solutions,softwares,fonts?,templates?,survey?,surveys?,web app,typeface,wordpress theme',
  cloud_and_online_services:
    'hosting,web hosting,webhosting,domain,domains,domain name,server,servers,cloud,vps,web services,website,website hosting,dns,ssl certificate,ssl,dedicated server,hebergement web,dominio,dominios,cdn,icloud,cloud storage,storage plan,web host,ssl cert,domain registration,domain renewal,email marketing',
  it_services:
    'it support,it services,tech support,technology?,technologies?,technik?,systems?,edv,informatique,informatica,computer repair,web design,web development,network?,networks?,cyber?,webdesign,developer?,computer services,programming',
  courses_and_training:
    'training,course,courses,workshop?,workshops?,seminar,seminars,conference,conferences,tutoring,tutor,tutors,lessons,lesson,kurs,kurse,fortbildung,weiterbildung,schulung,fahrschule,nachhilfe,volkshochschule,formation,cours,auto ecole,curso,cursos,academia,formacion,corso,corsi,scuola guida,autoscuola,cursus,opleiding,rijschool,driving school,driving lessons,e learning,elearning,online course,bootcamp,certification exam,exam,exams,examination,learning,education?,academy?,coaching,institute?,institut?,webinar,teaching,educational?,summit?,tuition,training services,training centre,training academy,training solutions,skills?,skills for,apprenticeships,apprenticeship,learning materials,assessments?,qualifications,educational visits,education services,cpd,masterclass,study?,revision?,test prep,driving test,summer school,conference centre?,first aid training,webinars,symposium,congress,dyslexia,autism?',
  schools:
    'school?,schools?,schule,ecole,colegio,escuela,scuola,primary school,high school,grammar school,gymnasium?,grundschule,lycee,instituto?,liceo,basisschool,middelbare school,school fees,school meals,pta,academy trust,junior school,infant school,college,primary sch,high sch,junior sch,infants school,nursery sch,c of e,ce school,rc school,catholic school,church school,special school,academies,school trip,scopay,parentpay',
  higher_education:
    'university,universitat,universitaet,universite,universidad,universita,universiteit,hochschule,fachhochschule,uni?,tuition fee,tuition fees,campus,student union,students union,polytechnic,faculty,semesterbeitrag,semesterticket,hogeschool,college,colleges,sixth form',
  general_insurance:
    'insurance,insurances,insurer,assurance,assurances,versicherung,*versicherung,versicherungen,assicurazione,assicurazioni,seguro,seguros,verzekering,verzekeringen,underwriters,mutuelle,mutual?,premium?,insurance premium,haftpflicht,liability insurance,hausratversicherung?,mutua,rechtsschutz,brokers?',
  vehicle_insurance:
    'car insurance,auto insurance,motor insurance,vehicle insurance,kfz versicherung,autoversicherung,assurance auto,seguro coche,seguro de coche,assicurazione auto,rca auto,autoverzekering,geico',
  home_insurance:
    'home insurance,house insurance,contents insurance,renters insurance,buildings insurance,hausratversicherung,wohngebaudeversicherung,assurance habitation,seguro hogar,assicurazione casa,woonverzekering,property insurance',
  health_insurance:
    'health insurance,medical insurance,dental insurance,krankenkasse,krankenversicherung,mutuelle sante,assurance maladie,seguro medico,assicurazione sanitaria,zorgverzekering,zorgverzekeraar,bkk,aok',
  life_insurance:
    'life insurance,life assurance,lebensversicherung,assurance vie,seguro de vida,assicurazione vita,levensverzekering,term life',
  taxes:
    '-tax,-taxes,-tax payment,-income tax,-property tax,-council tax,-vat?,-steuer,-steuern,*steuer,-umsatzsteuer,-finanzamt,-impot,-impots,-taxe,-tva,-dgfip,-urssaf,-impuesto,-impuestos,-agencia tributaria,-hacienda,-imposta,-imposte,-agenzia entrate,-f24,-belasting,-belastingdienst,-belastingen,-irs,-usataxpymt,-hmrc,-national insurance,-vehicle tax,-road tax,-kfz steuer,-business rates,-taxe fonciere',
  government_services:
    'council,borough,city of?,county?,district council,parish council,government,gov?,gouv,ministry,ministerium,department of,dept of,stadt?,stadtkasse,landkreis,gemeinde,kommune,mairie,prefecture,tresor public,ayuntamiento,comune,gemeente,municipality,municipal,town hall,rathaus,dmv,registry office,embassy,consulate,passport office,land registry,companies house,standesamt,burgeramt,federal,police?,police authority,state of,home office,planning portal,licensing,crown?,dvla,court?,courts?,tribunal?,hm courts,disclosure,mbc,district cncl,city cncl,cncl,hmcourts?,court service,courts service,hmcts,registrar,registrars,theory test,borough counc,borough co,city council,county council,town council,metropolitan borough,m b c,mdc,bc?,gov uk,licensing authority,crown court,magistrates,magistrates court,county court,court fee,coroner,coroners,fire authority,birth certificate,death certificate,certificates?,vetting,dbs check,dbs checks,trading standards,environmental health,civic centre,job centre',
  fines:
    'fine?,fines,penalty,penalties,parking ticket,speeding ticket,penalty charge,bussgeld,strafzettel,amende,amendes,multa,multas,multe,contravvenzione,boete,boetes,cjib,parking fine,bail,verwarnung',
  donations:
    'donation,donations,donate,charity,charities,charitable,spende,spenden,don?,dons?,donacion,donazione,donatie,foundation?,stiftung?,fondation?,fundacion?,fondazione?,unicef,relief?,appeal?,fundraising,fundraiser,ngo,trust?,aid?,justgiving,gofundme,rescue?,wohltatig,my donate,mydonate,sponsorship,hospices,childrens charity,childrens trust,wildlife trust,civic trust,care trust,community trust',
  political_and_religious:
    'church,churches,kirche,kirchengemeinde,kirchensteuer,eglise,paroisse,iglesia,parroquia,chiesa,parrocchia,kerk,mosque,synagogue,temple?,parish,diocese,ministries,cathedral,tithe,political party,partei,labour party,gurdwara,christian?,chapel?,dean and chapter,abbey church,minster church,baptist,methodist,catholic?,salvation army,quaker,islamic,hindu,sikh,buddhist,convent,vicarage',
  memberships:
    'membership,memberships,member?,members?,association?,society?,union?,trade union,gewerkschaft,verband,mitgliedsbeitrag,mitgliedschaft,cotisation,syndicat,sindicato,sindacato,vakbond,lidmaatschap,federation,guild,institute of,chamber of commerce,dues,membership fee,membership dues,union dues,professional body,alliance?,council for,royal?,league?,adac,automobile club,instit of,institution of,chartered institute,registration fee,professional membership,trade association,sector skills,network for,forum?,federation of,association of,assoc of,society of,society for,guild of,confederation,national union,council of,institute for',
  other_government_and_charity:
    '-levy,-duty?,-customs,-customs duty,-zoll,-douane,-aduana,-dogana,nonprofit,non profit,community?,civic?,verein,social services',
};
