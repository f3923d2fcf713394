import pytest

from knowledge.answer import Answerer
from knowledge.answering.language import foreign_language
from knowledge.answering.words import words
from knowledge.model import Library

FOREIGN = {
    "French": [
        "Qu'est-ce que la responsabilité de protéger ?",
        "Combien de pays ont nommé un point focal ?",
        "que dit le rapport sur le veto",
        "quels pays ont reconnu leurs crimes contre les minorités",
    ],
    "Spanish": [
        "¿Cuántas personas fueron desplazadas en el mundo?",
        "qué dice el informe sobre Haití",
        "¿Qué es la responsabilidad de proteger?",
        "cuantos paises tienen un punto focal para la proteccion",
    ],
    "Portuguese": ["O que diz o relatório sobre o Brasil?", "quantos países têm pontos focais"],
    "German": [
        "Was sagt der Bericht über die Schutzverantwortung?",
        "Wie viele Menschen wurden 2024 vertrieben?",
        "welche länder haben ihre verbrechen zugegeben und wann",
    ],
    "Italian": ["Che cosa dice il rapporto sulla responsabilità di proteggere?"],
    "Dutch": ["Wat zegt het rapport over de rol van de Veiligheidsraad?"],
    "Arabic": ["ما هي المسؤولية عن الحماية؟"],
    "Cyrillic": ["Что такое ответственность по защите?", "Скільки людей було переміщено?"],
    "Chinese characters": ["什么是保护责任?"],
    "Japanese": ["はどのようなものですか"],
    "Korean": ["보호책임이란 무엇입니까?"],
    "Greek": ["Τι είναι η ευθύνη προστασίας;"],
    "Hebrew": ["מהי האחריות להגן?"],
    "Devanagari": ["सुरक्षा का उत्तरदायित्व क्या है?"],
    "Turkish": ["rapor soykırım hakkında ne diyor ve kim için"],
    "Indonesian": ["apa yang dikatakan laporan ini tentang Myanmar"],
    "Swahili": ["ripoti inasema nini kuhusu watu wa Sudan"],
    "Polish": ["co raport mówi o ludobójstwie i jak nie dopuścić"],
}


@pytest.mark.parametrize(
    ("language", "question"), [(language, one) for language, listed in FOREIGN.items() for one in listed]
)
def test_a_question_in_another_language_is_told_that_the_bot_reads_english(
    answerer: Answerer, language: str, question: str
) -> None:
    answer = answerer.answer(question)
    assert (answer.status, answer.reason, answer.matches) == ("none", "language", ())
    assert language in answer.message
    assert "English" in answer.message


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("bonjour le monde", "French"),
        ("bonjour", "French"),
        ("hola amigos", "Spanish"),
        ("guten Tag zusammen", "German"),
        ("ciao a tutti", "Italian"),
        ("selamat pagi", "Indonesian"),
    ],
)
def test_a_few_words_that_only_one_language_has_tell_it(
    answerer: Answerer, question: str, language: str
) -> None:
    assert language in answerer.answer(question).message


@pytest.mark.parametrize(
    "question",
    [
        "Hola massacre in Kenya",
        "Le Monde report on genocide",
        "ciao, what is genocide",
        "genocide Monde",
        "veto",
        "Taliban",
        "Pacto Mundial war crimes",
        "What does “jus cogens” mean for the responsibility to protect?",
        "did the icj oder provisonal mesures agianst myanmar? wich year",
        "rohinga genosyde",
        "Haiti Yemen GAAMAC ECOWAS",
        "coup d'état in Niger",
        "La Paz agreement de facto authorities",
        "What did Côte d'Ivoire do?",
        "How is 责任 written in English?",
        "Timor-Leste peace agreement",
        "who die in war",
    ],
)
def test_english_with_foreign_words_or_slips_is_english(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).reason != "language"


def test_no_phrasing_is_taken_for_another_language(library: Library, answerer: Answerer) -> None:
    report = library.newest
    taken = [
        phrasing
        for phrasings in report.phrasings.values()
        for phrasing in phrasings
        if answerer.answer(phrasing).reason == "language"
    ]
    assert taken == []


def test_one_word_is_never_a_language() -> None:
    assert foreign_language("der", words("der"), lambda _: False) is None
