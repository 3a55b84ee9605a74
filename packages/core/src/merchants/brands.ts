import { inCapitals } from './in-capitals.js';

/** A merchant whose spelling is known. */
export interface Brand {
  readonly name: string;
  /** Whether it remains the same merchant whatever follows: `STARBUCKS RESERVE`, but not `APPLE ORCHARD`. */
  readonly isDistinct: boolean;
}

/** `name`, a plus where the name is distinct, and other spellings behind an equals sign. */
const lines: readonly string[] = [
  'Amazon Prime+=AMZN PRIME,AMAZON PRIME MEMBER,AMAZON PRIME VIDEO,PRIME VIDEO|Amazon Web Services+=AWS,AMAZON AWS',
  'Amazon+=AMZN,AMZN MKTP,AMAZON MKTPLACE,AMAZON MARKETPLACE,AMAZON MEDIA|Audible+|Kindle+=KINDLE SVCS',
  'Apple=APPLE STORE,APPLE ONLINE STORE,APPLE SERVICES,APPLE ITUNES,ITUNES,APPLE RETAIL|Google=GOOGLE PLAY,GOOGLE STORAGE,GOOGLE ONE,GOOGLE CLOUD,GOOGLE ADS,GOOGLE GSUITE,GOOGLE WORKSPACE',
  'YouTube+=YOUTUBEPREMIUM|Microsoft+=MSFT,MSBILL|Facebook+=FACEBK,FB ME ADS|Meta=META PLATFORMS|LinkedIn+|Twitter|Netflix+|Spotify+|Hulu+|Disney Plus=DISNEYPLUS,DISNEY+',
  'Adobe+|Dropbox+|GitHub+|OpenAI+|Zoom=ZOOM US|Patreon+|Steam=STEAM GAMES,STEAMGAMES,STEAM PURCHASE|PlayStation+|Nintendo+|Xbox+|Vistaprint+=VISTAPR,VISTAPRINT',
  'Uber Eats+=UBEREATS|Uber=UBER TRIP,UBER BV,UBER RIDE|Lyft+|Bolt=BOLT EU|Deliveroo+|Just Eat+=JUSTEAT|DoorDash+|Grubhub+|Lieferando+|Airbnb+|Booking.com+=BOOKINGCOM|Expedia+|Trainline+=THETRAINLINE|eBay=EBAY O,EBAY COMMERCE|Etsy+|Wayfair+|AliExpress+|Klarna|PayPal=PAYPAL|IKEA+|H&M+=H AND M|Zara|Primark+|Uniqlo+',
  "Starbucks+=STARBUCKS COFFEE|McDonald's+=MCDONALDS,MC DONALDS,MCDONALD|Burger King+|KFC+|Subway|Domino's+=DOMINOS,DOMINOS PIZZA|Pizza Hut+|PizzaExpress+=PIZZA EXPRESS|Dunkin'+=DUNKIN,DUNKIN DONUTS|Chipotle+|Taco Bell+|Wendy's=WENDYS|Chick-fil-A+=CHICK FIL A|Panera Bread+=PANERA|Five Guys+|Nando's+=NANDOS|Greggs+|Costa=COSTA COFFEE|Caffè Nero+=CAFFE NERO|Pret A Manger+=PRET|Wagamama+|Olive Garden+",
  "Walmart+=WAL MART,WM SUPERCENTER,WALMARTCOM|Target=TARGETCOM|Costco+=COSTCO WHSE|Kroger+|Safeway+|Trader Joe's+=TRADER JOES,TRADER JOE|Whole Foods+=WHOLEFDS,WHOLEFDS MKT,WHOLE FOODS MARKET|Best Buy+=BESTBUY|The Home Depot+=HOME DEPOT|Lowe's+=LOWES|Walgreens+|CVS+=CVS PHARMACY|Rite Aid+|7-Eleven+=7 ELEVEN,7ELEVEN|Macy's=MACYS|Kohl's=KOHLS|PetSmart+|Petco+|Publix+|Dollar General+|Dollar Tree+|Sam's Club+=SAMS CLUB|GameStop+",
  'Shell=SHELL OIL,SHELL SERVICE,SHELL STATION,SHELL GARAGE|BP|Esso|Texaco|Exxon+=EXXONMOBIL,EXXON MOBIL|Chevron|Aral|Circle K+|Total=TOTALENERGIES',
  "Tesco+|Tesco Bank+|Tesco Mobile+|Sainsbury's Bank+=SAINSBURYS BANK,SAINSBURY BANK|M&S Bank+|Sainsbury's+=SAINSBURYS,SAINSBURY|Asda+|Morrisons+=MORRISON,WM MORRISON,WM MORRISONS,W M MORRISON,W M MORRISONS|Waitrose+|Lidl+|Aldi+|Iceland=ICELAND FOODS|Co-op=CO OP,CO OP GROUP,COOP,CO OPERATIVE,CO OPERATIVE FOOD,CO OP FOOD,CO OP GROUP FOOD|Marks & Spencer+=MARKS AND SPENCER,M&S,MARKS SPENCER,M AND S|Boots=BOOTS THE CHEMIST,BOOTS CHEMIST|Superdrug+|Argos+|Wilko+=WILKINSON|Poundland+|B&M=B AND M,B & M RETAIL|Home Bargains+|Poundstretcher+|Dunelm+|Halfords+|Screwfix+|Toolstation+|B&Q+=B AND Q,B & Q|Currys+|John Lewis+|WHSmith+=W H SMITH,WH SMITH,WHSMITH|TK Maxx+=T K MAXX,TKMAXX|Hobbycraft+|Premier Inn+|Travelodge+|Wetherspoon=JD WETHERSPOON,J D WETHERSPOON|NCP=NCP LTD|Odeon|Vue|DVLA=DVLA VEHICLE TAX|TfL=TFL TRAVEL CH,TFL TRAVEL CHARGE,TRANSPORT FOR LONDON|Matalan+|Smyths Toys+=SMYTHS|The Range|Decathlon+|Sports Direct+=SPORTSDIRECT|JD Sports+=J D SPORTS",
  'Rewe+=REWE MARKT|Edeka+|dm=DM DROGERIE,DM DROGERIEMARKT,DM FIL|Rossmann+|Kaufland+|Netto+|Penny=PENNY MARKT|MediaMarkt+=MEDIA MARKT|Saturn=SATURN ELECTRO|Obi=OBI BAU,OBI MARKT|Hornbach+|Deutsche Bahn+=DB VERTRIEB|Telekom+=TELEKOM DEUTSCHLAND,DEUTSCHE TELEKOM|Vodafone+|Zalando+|Otto=OTTO VERSAND|Aldi=ALDI SUED,ALDI SUD,ALDI NORD|Spar=SPAR MARKT|Billa+|Hofer|Migros+',
  'Carrefour+|Auchan+|Monoprix+|E.Leclerc+=LECLERC,E LECLERC|Intermarché+=INTERMARCHE|Franprix+|Casino=CASINO SUPERMARCHE|Fnac+|Darty+|Leroy Merlin+|EDF+|SNCF+|RATP+|Orange=ORANGE MOBILE|Free=FREE MOBILE,FREE TELECOM|SFR+|Mercadona+|El Corte Inglés+=EL CORTE INGLES|Dia=DIA SUPERMERCADO|Eroski+|Repsol+|Continente|Pingo Doce+|Esselunga+|Conad+|Eni|Trenitalia+|Enel|Albert Heijn+=AH TO GO,ALBERT HEIJN|Jumbo=JUMBO SUPERMARKT|Hema=HEMA BV|Kruidvat+|Delhaize+|Colruyt+|ICA=ICA NARA,ICA MAXI,ICA KVANTUM,ICA SUPERMARKET|Systembolaget+|Willys+|Hemköp=HEMKOP|Rema 1000+|Kiwi=KIWI MARKET|Biedronka+|Żabka=ZABKA',
  'Verizon=VERIZON WIRELESS|AT&T+=ATT,AT T|T-Mobile+=T MOBILE,TMOBILE|Comcast+|Xfinity+|O2=O2 UK|EE=EE LIMITED|BT=BT GROUP|Sky=SKY DIGITAL|Delta Air Lines+=DELTA AIR,DELTA AIRLINES|United Airlines+=UNITED AIR|American Airlines+=AMERICAN AIR|easyJet+|Ryanair+|British Airways+|Lufthansa+|Hertz+|Marriott+|Hilton+|Bank of America+|Wells Fargo+|Chase=CHASE BANK|Woolworths+|Coles=COLES SUPERMARKETS|GoDaddy+=DNH GODADDY|Octopus Energy+|British Gas+|Thames Water+',
];

const brandByWords: ReadonlyMap<string, Brand> = new Map(
  lines
    .flatMap((line) => line.split('|'))
    .flatMap((entry) => {
      const [head, spellings] = entry.split('=') as [string, string | undefined];
      const isDistinct = head.endsWith('+');
      const name = isDistinct ? head.slice(0, -1) : head;
      const brand: Brand = { name, isDistinct };
      return [name, ...(spellings?.split(',') ?? [])].map((spelling) => [brandKey(spelling), brand] as const);
    }),
);

/** Most words of the spellings that begin with a word. */
const wordsByFirst: ReadonlyMap<string, number> = (() => {
  const most = new Map<string, number>();
  for (const spelling of brandByWords.keys()) {
    const words = spelling.split(' ');
    const first = words[0] as string;
    most.set(first, Math.max(words.length, most.get(first) ?? 0));
  }
  return most;
})();

/** Whether a brand begins with the word. */
export function beginsBrand(word: string): boolean {
  return wordsByFirst.has(word);
}

/** The brand that the first words spell, the longest that fits, and how many words it takes. */
export function leadingBrand(keys: readonly string[]): { brand: Brand; words: number } | null {
  for (let words = Math.min(wordsByFirst.get(keys[0] ?? '') ?? 0, keys.length); words > 0; words--) {
    const brand = brandByWords.get(keys.slice(0, words).join(' '));
    if (brand !== undefined) return { brand, words };
  }
  return null;
}

/** The spelling of words without case, accents and marks. */
export function brandKey(text: string): string {
  const kind = bareKind(text);
  if (kind !== 'other') return kind === 'capitals' ? text : text.toUpperCase();
  const folded = inCapitals(text).replace(/['’]/g, '');
  const words = /^[ -~]*$/.test(folded)
    ? folded.replace(/[^A-Z0-9&]+/g, ' ')
    : folded.replace(/[^\p{L}\p{N}&]+/gu, ' ');
  return words.trim();
}

/** Whether text is of ASCII letters, digits and `&`, words apart by single spaces, and so is its own key in capitals. */
function bareKind(text: string): 'capitals' | 'letters' | 'other' {
  let isAfterSpace = true;
  let hasSmall = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) {
      if (isAfterSpace) return 'other';
      isAfterSpace = true;
      continue;
    }
    isAfterSpace = false;
    if (code >= 97 && code <= 122) hasSmall = true;
    else if (!((code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 38)) return 'other';
  }
  if (isAfterSpace && text !== '') return 'other';
  return hasSmall ? 'letters' : 'capitals';
}
