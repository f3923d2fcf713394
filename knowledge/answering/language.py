"""Notice a question in another language than English, the only one that the report and its phrasings are in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

_FOREIGN_LETTERS = 0.3  # of all letters: a name quoted in its own script is still an English question
_SENTENCE = 4  # fewer words are keywords, which every language shares
_UNKNOWN = 0.7  # of a sentence's words: no English sentence has so many that English does not know

_LONG = 6  # letters: so long a word that English knows is English
_SURE = 2  # common words of a language: one may be a name, as in "La Paz"

_SCRIPTS = {
    "ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "CJK": "Chinese characters", "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese", "HANGUL": "Korean", "HEBREW": "Hebrew", "DEVANAGARI": "Devanagari", "GREEK": "Greek",
    "THAI": "Thai", "BENGALI": "Bengali", "MYANMAR": "Burmese", "ETHIOPIC": "Ethiopic", "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian", "TAMIL": "Tamil",
}  # fmt: skip
"""How Unicode's letter names begin → what people call the script."""

_COMMON = {
    "French": """le la les des une un du au aux et est sont que qui quoi dans pour sur avec pas plus ce cette ces
        comment combien pourquoi quel quelle quels quelles nous vous ils elle ou donc mais selon entre été ont sa
        leur leurs par il je se ne qu est-ce où rapport ont-ils parle dit""",
    "Spanish": """el la los las de del un una y es son que qué quién quiénes en para por con no más este esta
        estos como cómo cuántos cuántas cuántos cuándo dónde cuál cuáles según entre ha han su sus se al lo sobre
        fue hay informe responsabilidad""",
    "Portuguese": """o os as da do das dos um uma e é são que quem em para por com não mais este esta como quantos
        quantas quando onde qual quais segundo entre foi há seu sua seus no na nos nas ao sobre relatório""",
    "Italian": """il lo la gli le di del della dei delle un una e è sono che chi in con non più questo questa
        come quanti quante quando dove quale quali secondo tra ha hanno suo sua nel nella sul rapporto cosa""",
    "German": """der die das den dem des ein eine einer eines und ist sind dass wer wie viele wann wo warum welche
        welcher welches nicht mit für auf von zu zum zur im wurde wurden nach über bei aus wird werden sich hat haben
        steht bericht""",
    "Dutch": """het een en zijn dat wie hoe veel wanneer waar waarom welke niet met voor op van naar te bij uit
        wordt worden wat heeft hebben deze over rapport door""",
    "Indonesian": """yang dan di ke dari untuk dengan adalah apa siapa berapa kapan mana bagaimana tidak ini itu
        dalam pada oleh akan telah laporan""",
    "Turkish": "ve bir bu ne kim kaç nasıl neden hangi için ile mi mı mu değil olan raporda rapor göre kadar var",
    "Swahili": "na ya wa kwa ni katika nini nani wangapi lini wapi vipi hii hiyo kuhusu ripoti watu za cha la",
    "Polish": "i w na z do nie jest są co kto ile kiedy gdzie jak dlaczego który która które przez raport ze się",
    "Romanian": "și în de la cu nu este sunt ce cine câți câte când unde cum care pentru din raport pe",
    "Scandinavian": """och är det som på av hur många när var vem vilka inte till från ett og er hvor mange når
        hvem hvilke ikke rapporten""",
}
"""Language → its commonest words. English shares a few ("die", "as", "in"): those count for English too."""

_TELLING = {
    "French": """bonjour bonsoir salut merci monde monsieur madame guerre paix droits oui avez suis
        responsabilité""",
    "Spanish": """hola amigo amigos buenos buenas días gracias señor todos mundo guerra derechos humanos ayuda
        genocidio proteger""",
    "Portuguese": "olá obrigado obrigada bom dia tudo bem mundo guerra ajuda genocídio direitos proteger",
    "Italian": "ciao tutti buongiorno buonasera grazie mondo guerra diritti genocidio proteggere amici",
    "German": """guten hallo zusammen danke bitte krieg frieden welt völkermord menschenrechte schutz
        schutzverantwortung""",
    "Dutch": "goedemorgen goedendag dank oorlog vrede wereld mensenrechten bedankt",
    "Indonesian": "selamat pagi terima kasih apa kabar perang dunia",
    "Turkish": "merhaba selam teşekkürler teşekkür nasılsın savaş barış dünya",
    "Swahili": "habari asante jambo rafiki vita amani dunia",
    "Polish": "dzień dobry cześć dziękuję witam wojna pokój świat",
    "Romanian": "bună ziua mulțumesc război lume",
    "Scandinavian": "hej tack takk krig fred världen verden",
}
"""Language → words that greet or are known from its papers, and that English does not have: one of them tells."""

_SMALL = """the of and to in is are was were be been has have had that which who what when where why how many much does
    do did for on with by from at this these those it its they their there not or as an about any can could should
    would will you i we he she me my please tell give say says said under against into more most than no some if
    countries report war un people world name
"""
_ENGLISH = frozenset(_SMALL.split())


def _bare(words: str) -> frozenset[str]:
    """Words without accents, as questions are compared."""
    decomposed = unicodedata.normalize("NFKD", words)
    return frozenset("".join(c for c in decomposed if not unicodedata.combining(c)).split())


_TELLING_WORDS = {language: _bare(words) for language, words in _TELLING.items()}
_COMMON_WORDS = {
    language: _bare(words) | _TELLING_WORDS.get(language, frozenset()) for language, words in _COMMON.items()
}


def foreign_language(text: str, words: Sequence[str], is_known: Callable[[str], bool]) -> str | None:
    """Name the language or script that a question is in, if it is not English.

    ``text`` is the question as typed, ``words`` its normalised words; ``is_known`` tells whether a
    word is English or one of the field's. The name is for people: "Spanish", "Arabic", "another language".
    """
    return _script(text) or _latin_language(words, is_known)


def _script(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    foreign = [letter for letter in letters if not letter.isascii() and not _is_latin(letter)]
    if len(foreign) <= len(letters) * _FOREIGN_LETTERS:
        return None
    names = Counter(unicodedata.name(letter, "?").split()[0].removesuffix("-") for letter in foreign)
    return _SCRIPTS.get(names.most_common(1)[0][0], "another script")


def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


def _latin_language(words: Sequence[str], is_known: Callable[[str], bool]) -> str | None:
    """The language whose commonest words outnumber the English words, if any does."""
    spoken = [word for word in words if word.isalpha()]
    language, own = max(
        ((language, {*spoken} & common - _ENGLISH) for language, common in _COMMON_WORDS.items()),
        key=lambda pair: len(pair[1]),
    )
    known = [word for word in spoken if is_known(word)]
    english = sum(word in _ENGLISH or (len(word) >= _LONG and word not in own) for word in known)
    sure = len(own) >= _SURE or not own.isdisjoint(_TELLING_WORDS.get(language, ()))
    if sure and len(own) > english:
        return language
    strange = len(spoken) >= _SENTENCE and len(known) <= len(spoken) * (1 - _UNKNOWN)
    if strange and _ENGLISH.isdisjoint(spoken):
        return language if own else "another language"
    return None
