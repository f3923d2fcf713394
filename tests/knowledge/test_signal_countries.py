"""Countries named in the news: told apart where names are alike, passed over where they are something else."""

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.signals.countries import Countries
from knowledge.signals.names import Names
from knowledge.signals.passage import Passage


@pytest.fixture(scope="module")
def countries() -> Countries:
    return Countries.load()


def named(countries: Countries, text: str) -> str:
    return " ".join(mention.code for mention in countries.find(Passage.of(text)))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Niger's generals and Nigeria's senate", "NER NGA"),
        ("Raid in Niger State leaves Nigerian farmers homeless", "NGA"),
        ("Oil spill in the Niger Delta", "NGA"),
        ("Ferries on the Niger River resume", ""),
        ("Fighting near Goma, Congo", "COD"),
        ("Congolese rebels in Ituri", "COD"),
        ("Kinshasa and Brazzaville sign a pact", "COD COG"),
        ("Congo's capital Brazzaville votes", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("DRC army, DR Congo, D.R. Congo", "COD"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", "GIN GNB GNQ PNG"),
        ("Guinean soldiers in Conakry", "GIN"),
        ("Guinean soldiers seized the palace in Bissau", "GNB"),
        ("Guinea pigs win prize", ""),
        ("Piracy in the Gulf of Guinea", ""),
        ("Georgia passes foreign agents law in Tbilisi", "GEO"),
        ("Georgia's governor signs abortion law in Atlanta", "USA"),
        ("Georgian police disperse crowd", "GEO"),
        ("Georgia Lewis wins gold medal", ""),
        ("Peach harvest fails in Georgia", "USA"),
        ("Jordan closes border with Syria", "JOR SYR"),
        ("Jordan Smith wins poetry prize", ""),
        ("Air Jordan trainers sell out", ""),
        ("Michael Jordan sells his team", ""),
        ("The River Jordan runs dry", ""),
        ("Settlers attack farmers in the Jordan Valley", "PSE"),
        ("Chad takes in refugees from Darfur", "TCD SDN"),
        ("Chad Miller named coach", ""),
        ("my friend chad is at the gym", ""),
        ("refugees cross into chad, army says", "TCD"),
        ("Turkey deports Syrian refugees", "TUR SYR"),
        ("How to roast a turkey for Thanksgiving", ""),
        ("Turkey prices rise before Thanksgiving dinner", ""),
        ("Mali's junta dissolves parties", "MLI"),
        ("Singer Mali Brown plays Leeds", "GBR"),
        ("Sudan and South Sudan", "SDN SSD"),
        ("South Sudanese cross into Sudan's White Nile", "SSD SDN"),
        ("North Korea and South Korea", "PRK KOR"),
        ("Korean artists in Seoul", "KOR"),
        ("Dominica rebuilds after storm", "DMA"),
        ("Dominican Republic deports Haitians", "DOM HTI"),
        ("Ireland and Northern Ireland", "IRL GBR"),
        ("Fire in Lebanon, Tennessee", "USA"),
        ("Lebanon's Beirut port", "LBN"),
        ("Mother from Paris, Texas", "USA"),
        ("Delegates meet at UN talks in Geneva", ""),
        ("Watch fair opens in Geneva", "CHE"),
        ("Judges in The Hague convict Libyan commander", "LBY"),
        ("Tulip week in The Hague", "NLD"),
        ("Security Council meets in New York on Haiti", "HTI"),
        ("Pizza makers in New York", "USA"),
        ("Washington said it would not vote", "USA"),
        ("Moscow and Kyiv trade blame", "RUS UKR"),
        ("Latin American and South American states", ""),
        ("Organization of American States observers in Honduras", "HND"),
        ("Norwegian Refugee Council staff in Herat", "AFG"),
        ("Gaza and the West Bank", "PSE"),
        ("Sahrawi activists in Laayoune", "ESH"),
        ("Rohingya camps burn", "MMR"),
        ("Burma's Rakhine", "MMR"),
        ("Massacre in El Fasher", "SDN"),
        ("Tigray in famine", "ETH"),
        ("Uyghurs in Xinjiang", "CHN"),
        ("Mariupol theatre", "UKR"),
        ("Mothers of Srebrenica", "BIH"),
        ("Taiwanese ships", "TWN"),
        ("Nagorno-Karabakh exiles in Yerevan", "AZE ARM"),
        ("Armenian-Azerbaijani border", "ARM AZE"),
        ("Cameroon's English-speaking regions", "CMR"),
        ("The manual was printed in Spanish.", ""),
        ("New Mexico and New Jersey", "USA"),
        ("New Caledonia votes", "NCL"),
        ("Geneva Conventions and Rome Statute", ""),
        ("Côte d'Ivoire, São Tomé and Principe, Türkiye", "CIV STP TUR"),
        ("The US blocked it; call us", "USA"),
        ("tell us about it", ""),
        ("Turkish lira falls again", "TUR"),
        ("jordan 4s drop on friday", ""),
        ("our teacher should be in the hague", ""),
        ("the us vetoed it again", "USA"),
        ("manipur is burning", "IND"),
        ("GAZA CITY: STRIKE KILLS FAMILY", "PSE"),
        ("I lived in kyiv, then ukraine", "UKR"),
        ("Sudan, Sudanese, Khartoum", "SDN"),
        ("", ""),
    ],
)
def test_names_are_told_apart(countries: Countries, text: str, codes: str) -> None:
    assert named(countries, text) == codes


PLAIN_NAMES = {
    country.alpha_3: name
    for country in pycountry.countries
    if not set(",(") & set(name := getattr(country, "common_name", country.name))
}
"""The names that ISO 3166 gives, without those turned round such as "Congo, The Democratic Republic of the"."""


@pytest.mark.parametrize("code", sorted(PLAIN_NAMES.keys() - {"COG"}))
def test_each_country_is_known_by_its_iso_name(countries: Countries, code: str) -> None:
    assert code in named(countries, f"Ministers met in {PLAIN_NAMES[code]} on Monday.").split()


def test_each_curated_country_is_one_of_iso_3166() -> None:
    codes = {country.alpha_3 for country in pycountry.countries}
    names = Names.load()
    assert {name.code for listed in names.known.values() for name in listed} - {""} <= codes
    assert {rule.means for rules in names.rules.values() for rule in rules} - {""} <= codes
    assert names.situations <= codes


@given(st.text(max_size=200))
def test_any_text_has_countries_or_none(text: str) -> None:
    countries = Countries(NAMES)
    codes = named(countries, text).split()
    assert len(codes) == len(set(codes))


NAMES = Names.load()
