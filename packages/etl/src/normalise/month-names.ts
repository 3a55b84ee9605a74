/**
 * Names of the months, January first, with the inflections and abbreviations that are written in dates: English,
 * German, French, Spanish, Italian, Portuguese, Catalan, Dutch, Swedish, Danish, Norwegian, Finnish, Estonian, Czech,
 * Slovak, Slovene, Polish, Hungarian, Romanian and Turkish, in the plain form of {@link plainWord}. No word stands for
 * two months among these languages; Croatian, whose listopad is October, is left out.
 */
const monthWords = [
  'jan january januar jaenner janner jan janvier janv enero ene gennaio gen janeiro gener januari tammikuu tammikuuta tammi jaanuar leden ledna led januar januara styczen stycznia sty ianuarie ian ocak oca',
  'feb february februar feber fevrier fevr fev febrero febbraio fevereiro febrer februari helmikuu helmikuuta helmi veebruar veebr unor unora uno februara luty lutego lut febr februarie subat sub',
  'mar march marz maerz mrz mars marzo marco marc maart mrt marts maaliskuu maaliskuuta maalis brezen brezna bre marec marca marzec marcius martie mart',
  'apr april avril avr abril abr aprile huhtikuu huhtikuuta huhti aprill duben dubna dub aprila kwiecien kwietnia kwi aprilis aprilie nisan nis',
  'may mai mayo maggio mag maio maig mei maj toukokuu toukokuuta touko kveten kvetna kve maja majus mayis',
  'jun june juni juin junio giugno giu junho juny kesakuu kesakuuta kesa juuni cerven cervna cvn juna junij czerwiec czerwca cze junius iunie iun haziran haz',
  'jul july juli juillet juil juill julio luglio lug julho juliol heinakuu heinakuuta heina juuli cervenec cervence cvc jula julij lipiec lipca lip julius iulie iul temmuz tem',
  'aug august aout agosto ago agost augustus augusti elokuu elokuuta elo srpen srpna srp augusta avgust avg sierpien sierpnia sie augusztus agustos agu',
  'sep sept september septembre septiembre setiembre set settembre setembro setembre syyskuu syyskuuta syys zari zar septembra wrzesien wrzesnia wrz szeptember szept septembrie eylul eyl',
  'oct october oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta loka oktoober rijen rijna rij oktobra pazdziernik pazdziernika paz octombrie ekim eki',
  'nov november novembre noviembre novembro marraskuu marraskuuta marras listopad listopadu listopada lis novembra noiembrie noi kasim kas',
  'dec december dezember dez decembre diciembre dic dicembre dezembro desembre desember des joulukuu joulukuuta joulu detsember dets prosinec prosince pro decembra grudzien grudnia gru decembrie aralik ara',
] as const;

/** Names of weekdays in the same languages, which may stand before a date. */
const weekdayWords =
  'mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday ' +
  'mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag ' +
  'lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche ' +
  'lunes martes mie miercoles jue jueves vie viernes sab sabado dom domingo ' +
  'lunedi martedi mercoledi gio giovedi venerdi sabato domenica ' +
  'seg segunda ter terca qua quarta qui quinta sex sexta ' +
  'ma maandag dinsdag wo woensdag donderdag vr vrijdag za zaterdag zo zondag ' +
  'man mandag tis tisdag tir tirsdag ons onsdag tor tors torsdag tors fre fredag lor lordag son sondag ' +
  'maanantai ti tiistai ke keskiviikko to torstai pe perjantai la lauantai su sunnuntai ' +
  'po pondeli pondelok ut utery utorok st streda ct ctvrtek stvrtok pa patek piatok sobota ne nedele nedela ' +
  'pn poniedzialek wt wtorek sr sroda cz czw czwartek pt piatek sb nd niedz niedziela ' +
  'h hetfo k kedd sze szerda cs csutortok p pentek szo szombat v vasarnap ' +
  'lu luni marti miercuri joi vi vineri sambata du duminica ' +
  'pzt pazartesi sal sali car carsamba per persembe cum cuma cmt cumartesi paz pazar';

const monthOfWord: ReadonlyMap<string, number> = new Map(
  monthWords.flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
);
const weekdays: ReadonlySet<string> = new Set(weekdayWords.split(' '));

/** 1 to 12 for the name or abbreviation of a month, 0 for any other word. */
export function monthOf(word: string): number {
  return monthOfWord.get(plainWord(word)) ?? 0;
}

/** Whether the word is the name or abbreviation of a weekday. */
export function isWeekday(word: string): boolean {
  return weekdays.has(plainWord(word));
}

const letters: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', æ: 'ae', ß: 'ss' };

/** Lower case without accents. */
function plainWord(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ıłøæß]/g, (letter) => letters[letter] as string);
}
