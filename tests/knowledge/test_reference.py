"""What people type to point at the report, and what it points at: answers read from the printed report."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from knowledge.model import Library
from knowledge.reference import Lookup, resolve

# typed | paragraphs | footnotes | documents, in any order; * where the documents are not compared
PARAGRAPHS = """
61 | 61 | 107 | A/RES/79/122
para. 61 | 61 | 107 | A/RES/79/122
para 61 | 61 | 107 | A/RES/79/122
para61 | 61 | 107 | A/RES/79/122
Para. 61. | 61 | 107 | A/RES/79/122
PARAGRAPH 61 | 61 | 107 | A/RES/79/122
paragraph no. 61 | 61 | 107 | A/RES/79/122
paragraph number 61 | 61 | 107 | A/RES/79/122
paragrahp 61 | 61 | 107 | A/RES/79/122
par. 61 | 61 | 107 | A/RES/79/122
¶61 | 61 | 107 | A/RES/79/122
¶ 61 | 61 | 107 | A/RES/79/122
§ 28 | 28 | 33-35 | *
§28 | 28 | 33-35 | *
#61 | 61 | 107 | A/RES/79/122
[61] | 61 | 107 | A/RES/79/122
"61" | 61 | 107 | A/RES/79/122
61. | 61 | 107 | A/RES/79/122
61? | 61 | 107 | A/RES/79/122
the 61st paragraph | 61 | 107 | A/RES/79/122
see para. 61 | 61 | 107 | A/RES/79/122
what does paragraph 61 say? | 61 | 107 | A/RES/79/122
1 | 1 | 1 | A/RES/60/1; Charter of the United Nations
para 3 | 3 | 3-4 | A/63/677
44 | 44 | 73-79 | *
66 | 66 | |
80 | 80 | |
para. 8 | 8 | |
23 | 23 | 30 | S/RES/2417 (2018); Hunger Hotspots: FAO-WFP early warnings on acute food insecurity: June to October 2024 Outlook
57 | 57 | 97 | S/RES/1970 (2011); S/RES/1973 (2011); A/66/551-S/2011/701
paras 10–12 | 10-12 | |
paras. 10-12 | 10-12 | |
paragraphs 10 to 12 | 10-12 | |
10 through 12 | 10-12 | |
¶¶10–12 | 10-12 | |
§§ 10-12 | 10-12 | |
¶10-¶12 | 10-12 | |
para 10 to para 12 | 10-12 | |
from 10 to 12 | 10-12 | |
10 – 12 | 10-12 | |
10—12 | 10-12 | |
10..12 | 10-12 | |
10…12 | 10-12 | |
para. 10 - para. 12 | 10-12 | |
para-61 | 61 | 107 | A/RES/79/122
paras 10/11 | 10-11 | |
75-80 | 75-80 | 140 | *
7-9 | 7-9 | 8-9 | A/RES/79/1; Charter of the United Nations
44-55 | 44-55 | 73-95 | *
75–80 | 75-80 | 140 | *
23 and 24 | 23-24 | 30-31 | *
23 & 24 | 23-24 | 30-31 | *
23, 24 | 23-24 | 30-31 | *
12-15, 18 | 12-15, 18 | 10-14, 16-17 | *
paras. 10-12, 15 & 18 | 10-12, 15, 18 | 13-14, 16-17 | *
10, 11, and 12 | 10-12 | |
18; 17 | 17-18 | 15-17 | https://unstats.un.org/sdgs/report/2024/Goal-16/; A/78/901-S/2024/434
61, 61 | 61 | 107 | A/RES/79/122
paras 138-139 | 1 | 1 | A/RES/60/1; Charter of the United Nations
paras. 138–139 | 1 | 1 | A/RES/60/1; Charter of the United Nations
para 138 | 1 | 1 | A/RES/60/1; Charter of the United Nations
paragraphs 138 and 139 | 1 | 1 | A/RES/60/1; Charter of the United Nations
paragraphs 138 and 139 of the Summit Outcome | 1 | 1 | A/RES/60/1; Charter of the United Nations
paras 138-139 of the 2005 World Summit Outcome | 1 | 1 | A/RES/60/1; Charter of the United Nations
paragraphs 138–139, World Summit Outcome | 1 | 1 | A/RES/60/1; Charter of the United Nations
2005 World Summit Outcome (A/RES/60/1), paras. 138–139 | 1 | 1 | A/RES/60/1; Charter of the United Nations
World Summit Outcome, paras. 138–139 | 1 | 1 | A/RES/60/1; Charter of the United Nations
A/RES/60/1, para. 138 | 1 | 1 | A/RES/60/1; Charter of the United Nations
GA res 60/1 paras 138-140 | 1-2 | 1-2 | A/RES/60/1; S/2007/721; Charter of the United Nations
para. 140 | 2 | 2 | A/RES/60/1; S/2007/721
A/79/875-S/2025/248, para. 39 | 39 | 62-63 | *
A/79/875–S/2025/248, para. 39 | 39 | 62-63 | *
A/79/875-S/2025/248, paras. 10–12 | 10-12 | |
A/79/875, para 39 | 39 | 62-63 | *
S/2025/248 para. 39 | 39 | 62-63 | *
S/2025/248-A/79/875, para. 39 | 39 | 62-63 | *
A/79/875: 39 | 39 | 62-63 | *
A/79/875 39 | 39 | 62-63 | *
A/79/875 ¶39 | 39 | 62-63 | *
a 79 875 para 39 | 39 | 62-63 | *
para 61 of A/79/875 | 61 | 107 | A/RES/79/122
para 61 of A/79/875-S/2025/248 | 61 | 107 | A/RES/79/122
paragraph 39 of the report | 39 | 62-63 | *
the report, para. 39 | 39 | 62-63 | *
Secretary-General's report para 39 | 39 | 62-63 | *
R2P report, para 39 | 39 | 62-63 | *
https://undocs.org/A/79/875, para 39 | 39 | 62-63 | *
7-25 | 7-25 | 8-32 | *
7, 25 | 7, 25 | 8-9, 32 | *
"""

FOOTNOTES = """
fn 107 | 61 | 107 | A/RES/79/122
fn. 107 | 61 | 107 | A/RES/79/122
fn107 | 61 | 107 | A/RES/79/122
FN 107 | 61 | 107 | A/RES/79/122
f.n. 107 | 61 | 107 | A/RES/79/122
n. 107 | 61 | 107 | A/RES/79/122
n 107 | 61 | 107 | A/RES/79/122
n107 | 61 | 107 | A/RES/79/122
note 107 | 61 | 107 | A/RES/79/122
footnote 107 | 61 | 107 | A/RES/79/122
Footnote no. 107 | 61 | 107 | A/RES/79/122
fn-107 | 61 | 107 | A/RES/79/122
foot-note 107 | 61 | 107 | A/RES/79/122
foot note 107 | 61 | 107 | A/RES/79/122
footntoe 107 | 61 | 107 | A/RES/79/122
[^107] | 61 | 107 | A/RES/79/122
¹⁰⁷ | 61 | 107 | A/RES/79/122
note 107 of the report | 61 | 107 | A/RES/79/122
footnote 107 in A/79/875 | 61 | 107 | A/RES/79/122
A/79/875-S/2025/248, footnote 107 | 61 | 107 | A/RES/79/122
A/79/875-S/2025/248, n. 107 | 61 | 107 | A/RES/79/122
fn 61 | 38 | 61 | A/78/901-S/2024/434
fn 1 | 1 | 1 | A/RES/60/1
fn 4 | 3 | 4 |
fn 5 | 4 | 5 | A/ES-10/794; A/78/901-S/2024/434
fn 9 | 7 | 9 | A/RES/79/1
fn 12 | 14 | 12 | S/2024/385
fn 16 | 18 | 16 | https://unstats.un.org/sdgs/report/2024/Goal-16/
fn 28 | 22 | 28 | https://unstats.un.org/sdgs/report/2024/Goal-16/
fn 44 | 33 | 44 | A/HRC/EMRIP/2009/6; Indigenous and Tribal Peoples Convention, 1989 (No. 169)
fn 101 | 58 | 101 | A/RES/377(V)
fn 123 | 65 | 123 | *
fn 140 | 78 | 140 | *
fns 1-3 | 1-3 | 1-3 | A/RES/60/1; S/2007/721; A/63/677
footnotes 98 to 102 | 58 | 98-102 | *
notes 114–119 | 64 | 114-119 | S/RES/1261 (1999); S/RES/1265 (1999); S/RES/1325 (2000); S/RES/1820 (2008); A/RES/62/141; S/RES/2250 (2015)
nn. 10-12 | 13-14 | 10-12 | A/77/246; S/2024/385
footnotes 107, 108 and 109 | 61-62 | 107-109 | A/RES/79/122; S/2004/567; S/2007/721
fn 2 and 109 | 2, 62 | 2, 109 | S/2007/721
A/79/1 para 35(g) | 7 | 9 | A/RES/79/1
A/RES/79/1, para. 35 (g) | 7 | 9 | A/RES/79/1
Pact for the Future, para. 35 (g), action 14 | 7 | 9 | A/RES/79/1
ICC-01/19, para. 71 | 28 | 33 | ICC-01/19
Constitutive Act of the African Union (2000), arts. 4 (h), 4 (j) and 9 | 47 | 85 | Constitutive Act of the African Union (2000)
agenda for protection, p. 18 | 65 | 122-123 | *
"""

SECTIONS = """
II.A | 13-16 | 10-14 | *
II A | 13-16 | 10-14 | *
IIA | 13-16 | 10-14 | *
ii.a | 13-16 | 10-14 | *
II(A) | 13-16 | 10-14 | *
II-A | 13-16 | 10-14 | *
II/A | 13-16 | 10-14 | *
2.A | 13-16 | 10-14 | *
section II.A | 13-16 | 10-14 | *
section 2A | 13-16 | 10-14 | *
sect. II.A | 13-16 | 10-14 | *
§ II.A | 13-16 | 10-14 | *
section III B | 46-53 | 81-95 | *
Sec. III(B) | 46-53 | 81-95 | *
part III B | 46-53 | 81-95 | *
part 3 b | 46-53 | 81-95 | *
section III, subsection B | 46-53 | 81-95 | *
subsection III.B | 46-53 | 81-95 | *
III. B. Regional initiatives | 46-53 | 81-95 | *
regional initiatives | 46-53 | 81-95 | *
the section on regional initiatives | 46-53 | 81-95 | *
Regional Initiatives section | 46-53 | 81-95 | *
regional intiatives | 46-53 | 81-95 | *
national prevention strategies | 37-45 | 54-80 | *
III.C | 54-61 | 96-107 | *
III.D | 62-67 | 108-124 | *
humanitarian impact of conflict | 17-22 | 15-29 | *
humanitarian impact | 17-22 | 15-29 | *
II.C | 23-24 | 30-31 | *
II.D | 25-26 | 32 | *
II.E | 27-35 | 33-52 | *
I | 1-10 | 1-9 | *
II | 11-35 | 10-52 | *
section 2 | 11-35 | 10-52 | *
section two | 11-35 | 10-52 | *
chapter II | 11-35 | 10-52 | *
III | 36-67 | 53-124 | *
IV | 68-74 | 125-139 | *
section 4 | 68-74 | 125-139 | *
conceptual development | 68-74 | 125-139 | *
V | 75-80 | 140 | *
section V | 75-80 | 140 | *
conclusions | 75-80 | 140 | *
conclusion | 75-80 | 140 | *
conclusoins | 75-80 | 140 | *
Conclusions and next steps | 75-80 | 140 | *
V. Conclusions and next steps | 75-80 | 140 | *
introduction | 1-10 | 1-9 | *
intro | 1-10 | 1-9 | *
summary | | |
A/79/875-S/2025/248, sect. II.A | 13-16 | 10-14 | *
A/79/875-S/2025/248, section III | 36-67 | 53-124 | *
section II.A of the report | 13-16 | 10-14 | *
sections II and IV | 11-35, 68-74 | 10-52, 125-139 | *
sections 2 and 4 | 11-35, 68-74 | 10-52, 125-139 | *
IV to V | 68-80 | 125-140 | *
sections IV–V | 68-80 | 125-140 | *
II.A-C | 13-24 | 10-31 | *
II.A and B | 13-22 | 10-29 | *
III, C | 54-61 | 96-107 | *
subsection B of section III | 46-53 | 81-95 | *
the conclusion section | 75-80 | 140 | *
II.C, III.C | 23-24, 54-61 | 30-31, 96-107 | *
"""

DOCUMENTS = """
A/RES/79/122 | 61 | 107 | A/RES/79/122
a/res/79/122 | 61 | 107 | A/RES/79/122
A RES 79 122 | 61 | 107 | A/RES/79/122
A/RES 79/122 | 61 | 107 | A/RES/79/122
ARES79122 | 61 | 107 | A/RES/79/122
A / RES / 79 / 122 | 61 | 107 | A/RES/79/122
A-RES-79-122 | 61 | 107 | A/RES/79/122
GA res 79/122 | 61 | 107 | A/RES/79/122
GA Res. 79/122 | 61 | 107 | A/RES/79/122
G.A. Res. 79/122 | 61 | 107 | A/RES/79/122
GA/RES/79/122 | 61 | 107 | A/RES/79/122
UNGA 79/122 | 61 | 107 | A/RES/79/122
UNGA resolution 79/122 | 61 | 107 | A/RES/79/122
General Assembly resolution 79/122 | 61 | 107 | A/RES/79/122
General Assembly resolution 79/122. | 61 | 107 | A/RES/79/122
United Nations General Assembly resolution 79/122 | 61 | 107 | A/RES/79/122
resolution 79/122 of 4 December 2024 | 61 | 107 | A/RES/79/122
resolution 79/122 of the General Assembly | 61 | 107 | A/RES/79/122
res 79 122 | 61 | 107 | A/RES/79/122
79/122 | 61 | 107 | A/RES/79/122
79/1 | 7 | 8-9 | A/RES/79/1
60/1 | 1-2 | 1 | A/RES/60/1
UNGA resolution 60/1 | 1-2 | 1 | A/RES/60/1
A/RES/60/1 (2005) | 1-2 | 1 | A/RES/60/1
UN Doc. A/RES/60/1 | 1-2 | 1 | A/RES/60/1
63/308 (2009) | 5 | 6 | A/RES/63/308
resolution 1973 | 57 | | S/RES/1973 (2011)
res 1973 | 57 | | S/RES/1973 (2011)
1973 | 57 | | S/RES/1973 (2011)
1970 | 57 | | S/RES/1970 (2011)
1973 (2011) | 57 | | S/RES/1973 (2011)
SC 1973 | 57 | | S/RES/1973 (2011)
SCR 1973 | 57 | | S/RES/1973 (2011)
UNSC 1973 | 57 | | S/RES/1973 (2011)
UNSC Res 1973 (2011) | 57 | | S/RES/1973 (2011)
S.C. Res. 1973 | 57 | | S/RES/1973 (2011)
SC res. 1973/2011 | 57 | | S/RES/1973 (2011)
S/RES/1973 | 57 | | S/RES/1973 (2011)
S/RES/1973(2011) | 57 | | S/RES/1973 (2011)
s res 1973 2011 | 57 | | S/RES/1973 (2011)
Security Council resolution 1973 (2011) | 57 | | S/RES/1973 (2011)
resolution 1973 of the Security Council | 57 | | S/RES/1973 (2011)
resolutions 1970 and 1973 | 57 | | S/RES/1970 (2011); S/RES/1973 (2011)
resolutions 1970 (2011) and 1973 (2011) | 57 | | S/RES/1970 (2011); S/RES/1973 (2011)
1970, 1973 | 57 | | S/RES/1970 (2011); S/RES/1973 (2011)
UNSCR 2417 | 23 | | S/RES/2417 (2018)
UNSCR2417 | 23 | | S/RES/2417 (2018)
S/RES/2286(2016) | 24 | | S/RES/2286 (2016)
S/RES/2286 (2016) | 24 | | S/RES/2286 (2016)
SCR 1674 | 5 | 6 | S/RES/1674 (2006)
UNSC resolution 1325 | 64 | 116 | S/RES/1325 (2000)
2337 | 46 | 83 | S/RES/2337 (2017)
HRC res 44/14 | 5 | 6 | A/HRC/RES/44/14
HRC resolution 44/14 | 5 | 6 | A/HRC/RES/44/14
Human Rights Council resolution 44/14 (2020) | 5 | 6 | A/HRC/RES/44/14
UNHRC 44/14 | 5 | 6 | A/HRC/RES/44/14
44/14 | 5 | 6 | A/HRC/RES/44/14
7/25 | 5 | 6 | A/HRC/RES/7/25
A/HRC/RES/7/25 | 5 | 6 | A/HRC/RES/7/25
377 (V) | 58 | 98, 101 | A/RES/377(V)
377(V) | 58 | 98, 101 | A/RES/377(V)
377 A (V) | 58 | 98, 101 | A/RES/377(V)
resolution 377 | 58 | 98, 101 | A/RES/377(V)
A/RES/377(V) | 58 | 98, 101 | A/RES/377(V)
A/RES/377 (V) | 58 | 98, 101 | A/RES/377(V)
General Assembly resolution 377 (V) | 58 | 98, 101 | A/RES/377(V)
Uniting for peace | 58 | 98, 101 | A/RES/377(V)
“Uniting for Peace” | 58 | 98, 101 | A/RES/377(V)
a/63/677 | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
A 63 677 | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
A63677 | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
a63/677 | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
A_63_677 | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
U.N. Doc. A/63/677 (12 January 2009) | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
See A/63/677. | 3, 36-37, 70 | 3, 53, 58, 125 | A/63/677
A/78/901-S/2024/434 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
A/78/901–S/2024/434 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
A/78/901 — S/2024/434 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
A/78/901 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
s/2024/434 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
A 78 901 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
S/2024/434-A/78/901 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
A/65/877 | 46, 70 | 81, 127 | A/65/877-S/2011/393
S/2007/721 | 2, 62 | 2, 109 | S/2007/721
A/ES-10/794 | 4 | 5 | A/ES-10/794
A/ES–10/794 | 4 | 5 | A/ES-10/794
A/HRC/55/48 | 19 | 20 | A/HRC/55/48
A/77/CRP.1/Add.8 | 6, 30, 38 | 7, 39 | A/77/CRP.1/Add.8
a 77 crp.1 add.8 | 6, 30, 38 | 7, 39 | A/77/CRP.1/Add.8
E/CN.4/Sub.2/1997/20/Rev.1 | 43 | 70 | E/CN.4/Sub.2/1997/20/Rev.1
https://undocs.org/A/RES/79/122 | 61 | 107 | A/RES/79/122
HTTPS://UNDOCS.ORG/A/RES/79/122/ | 61 | 107 | A/RES/79/122
https://undocs.org/en/A/RES/79/122. | 61 | 107 | A/RES/79/122
https://docs.un.org/en/A/RES/79/122 | 61 | 107 | A/RES/79/122
http://www.undocs.org/a/res/79/122 | 61 | 107 | A/RES/79/122
docs.un.org/A/RES/79/122 | 61 | 107 | A/RES/79/122
https://docs.un.org/fr/A/RES/79/122 | 61 | 107 | A/RES/79/122
https://docs.un.org/en/A%2FRES%2F79%2F122 | 61 | 107 | A/RES/79/122
<https://docs.un.org/en/A/RES/79/122> | 61 | 107 | A/RES/79/122
[A/RES/79/122](https://docs.un.org/en/A/RES/79/122) | 61 | 107 | A/RES/79/122
https://docs.un.org/en/S/RES/1973(2011) | 57 | | S/RES/1973 (2011)
https://docs.un.org/en/S/RES/1973%20(2011) | 57 | | S/RES/1973 (2011)
https://undocs.org/S/RES/1973%282011%29 | 57 | | S/RES/1973 (2011)
https://undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F79%2F122&Language=E | 61 | 107 | A/RES/79/122
https://www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/79/122 | 61 | 107 | A/RES/79/122
https://undocs.org/S/2024/434 | 4, 15, 18, 25, 38-39, 71 | 5, 14, 17, 32, 61, 63, 139 | A/78/901-S/2024/434
www.osce.org/hcnm | 49 | 88 | www.osce.org/hcnm
https://www.osce.org/hcnm/ | 49 | 88 | www.osce.org/hcnm
osce.org/hcnm | 49 | 88 | www.osce.org/hcnm
http://osce.org/odihr, | 49 | 89 | www.osce.org/odihr
https://unstats.un.org/sdgs/report/2024/Goal-16/ | 17-18, 22 | 15-16, 27-28 | https://unstats.un.org/sdgs/report/2024/Goal-16/
ICC-01/19 | 28 | 33 | ICC-01/19
International Criminal Court, document ICC-01/19 | 28 | 33 | ICC-01/19
ICC 01/19 | 28 | 33 | ICC-01/19
Gambia v Myanmar | 60 | 106 | The Gambia v. Myanmar (2019)
The Gambia v. Myanmar (2019) | 60 | 106 | The Gambia v. Myanmar (2019)
gambia vs. myanmar | 60 | 106 | The Gambia v. Myanmar (2019)
Gambia/Myanmar | 60 | 106 | The Gambia v. Myanmar (2019)
Gambia v Mianmar | 60 | 106 | The Gambia v. Myanmar (2019)
South Africa v. Israel | 60 | 106 | South Africa v. Israel (2023)
Ukraine v Russia | 60 | 106 | Ukraine v. Russian Federation (2022)
Genocide Convention | 28, 60 | | Convention on the Prevention and Punishment of the Crime of Genocide
1948 Genocide Convention | 28, 60 | | Convention on the Prevention and Punishment of the Crime of Genocide
Convention on the Prevention and Punishment of the Crime of Genocide | 28, 60 | | Convention on the Prevention and Punishment of the Crime of Genocide
Genocide Convension | 28, 60 | | Convention on the Prevention and Punishment of the Crime of Genocide
article II of the Genocide Convention | 28, 60 | | Convention on the Prevention and Punishment of the Crime of Genocide
ILO Convention 169 | 33 | 44 | Indigenous and Tribal Peoples Convention, 1989 (No. 169)
ILO Convention No. 169 | 33 | 44 | Indigenous and Tribal Peoples Convention, 1989 (No. 169)
ILO 169 | 33 | 44 | Indigenous and Tribal Peoples Convention, 1989 (No. 169)
ICERD | 34 | 49 | International Convention on the Elimination of All Forms of Racial Discrimination
Charter | 1, 5, 7, 56, 70, 75 | 128 | Charter of the United Nations
the UN Charter | 1, 5, 7, 56, 70, 75 | 128 | Charter of the United Nations
UN Charter, Art. 2(4) | 1, 5, 7, 56, 70, 75 | 128 | Charter of the United Nations
Charter of the United Nations | 1, 5, 7, 56, 70, 75 | 128 | Charter of the United Nations
Chapter VII of the Charter | 1, 5, 7, 56, 70, 75 | 128 | Charter of the United Nations
Geneva Conventions | 24 | | Geneva Conventions
Pact for the Future | 7 | 8-9 | A/RES/79/1
New Agenda for Peace | 6, 30, 38 | 7, 39 | A/77/CRP.1/Add.8
A New Agenda for Peace | 6, 30, 38 | 7, 39 | A/77/CRP.1/Add.8
World Summit Outcome | 1-2 | 1 | A/RES/60/1
2005 World Summit Outcome | 1-2 | 1 | A/RES/60/1
2005 Summit Outcome | 1-2 | 1 | A/RES/60/1
Our Common Agenda | 30 | 39 | A/75/982
Framework of Analysis | 62 | 110 | Framework of Analysis for Atrocity Crimes
Framework of Analysis of Atrocity Crimes | 62 | 110 | Framework of Analysis for Atrocity Crimes
Framework of Analysis for Atrocity Crimes | 62 | 110 | Framework of Analysis for Atrocity Crimes
Global Digital Compact | 75 | | Global Digital Compact
responsibility while protecting | 57 | 97 | A/66/551-S/2011/701
Landmine Monitor 2023 | 25 | 32 | Landmine Monitor 2023
A/79/875-S/2025/248 | | | A/79/875-S/2025/248
A/79/875 | | | A/79/875-S/2025/248
s/2025/248 | | | A/79/875-S/2025/248
https://docs.un.org/en/A/79/875 | | | A/79/875-S/2025/248
Responsibility to protect: 20 years of commitment to principled and collective action | | | A/79/875-S/2025/248
"""

MIXED = """
61 fn 107 | 61 | 107 | A/RES/79/122
para. 61, footnote 107 | 61 | 107 | A/RES/79/122
para 61 n. 107 | 61 | 107 | A/RES/79/122
61¹⁰⁷ | 61 | 107 | A/RES/79/122
para 61 and fn 107 | 61 | 107 | A/RES/79/122
footnote 107, para 61 | 61 | 107 | A/RES/79/122
A/79/875-S/2025/248, para. 61, footnote 107 | 61 | 107 | A/RES/79/122
paras 10-12 and fn 107 | 10-12, 61 | 107 | A/RES/79/122
10-12 and II.A | 10-16 | 10-14 | *
para 61, section II.A | 13-16, 61 | 10-14, 107 | *
61 and A/RES/79/1 | 7, 61 | 8-9, 107 | A/RES/79/122; A/RES/79/1
A/63/677 and para 61 | 3, 36-37, 61, 70 | 3, 53, 58, 107, 125 | A/63/677; A/RES/79/122
61, 1973 | 57, 61 | 107 | A/RES/79/122; S/RES/1973 (2011)
fn 107 and Genocide Convention | 28, 60-61 | 107 | *
"""

TABLES = {
    "paragraph": PARAGRAPHS,
    "footnote": FOOTNOTES,
    "section": SECTIONS,
    "document": DOCUMENTS,
    "mixed": MIXED,
}


def numbers(text: str) -> list[int]:
    """The numbers of "10-12, 15"."""
    spans = [span.partition("-") for span in text.split(",") if span.strip()]
    return [number for first, _, last in spans for number in range(int(first), int(last or first) + 1)]


def rows() -> list[tuple[str, str, list[int], list[int], str]]:
    """Typed, kind, paragraphs, footnotes and documents of every row of the tables."""
    found = []
    for kind, table in TABLES.items():
        for line in table.strip().splitlines():
            typed, paragraphs, footnotes, documents = (cell.strip() for cell in line.split("|"))
            found.append((typed, kind, numbers(paragraphs), numbers(footnotes), documents))
    return found


ROWS = rows()
TYPED = [row[0] for row in ROWS]


@pytest.mark.parametrize(("typed", "kind", "paragraphs", "footnotes", "documents"), ROWS, ids=TYPED)
def test_what_people_type_points_where_the_report_says(
    library: Library, typed: str, kind: str, paragraphs: list[int], footnotes: list[int], documents: str
) -> None:
    found = resolve(library, typed).as_json()
    assert (found["reference"], found["status"], found["kind"]) == (typed, "found", kind), found["message"]
    assert found["paragraphs"] == paragraphs
    assert found["footnotes"] == footnotes
    if documents != "*":
        assert sorted(found["documents"]) == sorted(name.strip() for name in documents.split(";") if name)
    assert found["citation"].startswith("A/79/875-S/2025/248")


def test_the_tables_are_long_and_hold_nothing_twice() -> None:
    assert len(TYPED) >= 150
    assert len(set(TYPED)) == len(TYPED)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda typed: typed.replace("-", "–"),
        lambda typed: typed.replace("-", "‑").replace("–", "-"),
        lambda typed: f"  {typed} ",
        lambda typed: typed.replace(" ", "  "),
        lambda typed: typed.replace(" ", "\N{NO-BREAK SPACE}"),
        lambda typed: f"“{typed}”",
        lambda typed: f"{typed};",
    ],
    ids=[
        "upper",
        "lower",
        "en dash",
        "other dashes",
        "space around",
        "wide",
        "no-break",
        "quoted",
        "semicolon",
    ],
)
def test_case_dashes_and_spaces_change_nothing(library: Library, change: Callable[[str], str]) -> None:
    by_hand = [typed for typed in TYPED if not any(sign in typed for sign in ("//", "www.", "osce.org"))]
    changed = {
        typed for typed in by_hand if not same(resolve(library, change(typed)), resolve(library, typed))
    }
    assert changed == set()


def same(one: Lookup, other: Lookup) -> bool:
    """Whether two lookups say the same, apart from how it was typed."""
    return {**one.as_json(), "reference": ""} == {**other.as_json(), "reference": ""}


# typed | status | words that the message has
REFUSED = """
81 | not_found | Did you mean fn 81?
107 | not_found | Did you mean fn 107?
140 | not_found | Did you mean fn 140 or A/RES/60/1, para. 140?
107-109 | not_found | Did you mean fns 107–109?
138-139 | not_found | A/RES/60/1, paras 138, 139
141 | not_found | paragraphs 1 to 80
2025 | not_found | there is no paragraph 2025
0 | not_found | there is no paragraph 0
para 0 | not_found | paragraphs 1 to 80
para -1 | not_found | there is no paragraph -1
-1 | not_found | there is no paragraph -1
para 81 | not_found | Did you mean fn 81?
para 999 | not_found | For example: para. 80.
paras 75-85 | not_found | there is no paragraph 85
paras 138-141 | not_found | there is no paragraph 138
fn 0 | not_found | footnotes 1 to 140
fn 141 | not_found | there is no footnote 141
fn -3 | not_found | there is no footnote -3
footnotes 139-141 | not_found | there is no footnote 141
paras 10- | invalid | has no end
12-10 | invalid | runs backwards
paras 12 to 10 | invalid | runs backwards
fn 12–10 | invalid | runs backwards
II.A-III.B | invalid | write the first one first
IV-II | invalid | write the first one first
1.5 | invalid | whole numbers
para 1.5 | invalid | whole numbers
.5 | invalid | whole numbers
61a | not_found | no lettered parts
para 61a | not_found | no lettered parts
para 61(a) | not_found | no lettered parts
61 62 | invalid | put a comma
VI | not_found | sections I, II, III, IV, V
section 6 | not_found | sections I, II, III, IV, V
II.F | not_found | the parts A, B, C, D, E
IV.A | not_found | no lettered parts
section 2.1 | not_found | the parts A, B, C, D, E
para | invalid | A number is missing after “para”
fn | invalid | For example: fn 1.
A/RES/99/999 | not_found | does not cite “A/RES/99/999”
a 99 999 | not_found | does not cite “A 99 999”
A/RES/60/12 | not_found | does not cite
A/RES/60/1/Add.1 | not_found | does not cite
A/RES/6/01 | not_found | does not cite
A/6/3677 | not_found | does not cite
79/12 | not_found | does not cite “resolution 79/12”
79/1222 | not_found | does not cite “resolution 79/1222”
63/677 | not_found | Did you mean A/63/677?
A/79/1 | not_found | Did you mean A/RES/79/1?
GA 44/14 | not_found | Did you mean A/HRC/RES/44/14?
resolution 44/14 of the General Assembly | not_found | Did you mean A/HRC/RES/44/14?
resolution 9999 of the Security Council | not_found | does not cite “resolution 9999”
resolution 9999 | not_found | does not cite
UNSCR 197 | not_found | does not cite
S/RES/1973 (2012) | not_found | is not of 2012
A/RES/60/1 (1999) | not_found | is not of 1999
Gambia v. Myanmar (2018) | not_found | is not of 2018
A/79/875-S/2025/248 (2024) | not_found | is not of 2024
A/78/901-S/2024/999 | not_found | does not cite “S/2024/999”
A/78/901-S/2024/385 | invalid | put a comma
A/79/875-39 | invalid | put a comma
377-V | invalid | put a comma
A/63/677, para. 11 | not_found | does not point at that place
A/RES/60/1, para. 12 | not_found | only at paragraphs 138–140
fn 7 of A/63/677 | not_found | Only the footnotes of A/79/875-S/2025/248
https://docs.un.org/en/A/99/999 | not_found | does not cite “A/99/999”
https://example.org/report | not_found | No footnote
p. 12 | invalid | never by page
pages 3-4 | invalid | never by page
🙂 | invalid | I can't read that
61 🙂 | invalid | I can't read that
1️⃣ | invalid | I can't read
@everyone | invalid | I can't read “everyone”
<@123456789012345678> | invalid | I can't read
para 61 @here | invalid | I can't read “here”
'; DROP TABLE paragraphs; -- | invalid | I can't read
61; DROP TABLE paragraphs | invalid | I can't read
1 OR 1=1 | invalid | I can't read
hello world | invalid | I can't read “hello world”
genocide | invalid | I can't read
the | invalid | I can't read
... | invalid | I can't read
"""
REFUSALS = [tuple(cell.strip() for cell in line.split("|")) for line in REFUSED.strip().splitlines()]


@pytest.mark.parametrize(("typed", "status", "words"), REFUSALS, ids=[typed for typed, *_ in REFUSALS])
def test_what_means_nothing_gets_a_sentence_and_an_example(
    library: Library, typed: str, status: str, words: str
) -> None:
    found = resolve(library, typed).as_json()
    assert words in found["message"]
    assert found["message"].endswith((".", "?"))
    assert found == {
        "reference": typed,
        "kind": None,
        "status": status,
        "paragraphs": [],
        "footnotes": [],
        "documents": [],
        "citation": "",
        "message": found["message"],
        "readings": [],
    }


@pytest.mark.parametrize("typed", ["", " ", "\n", "\t \n"])
def test_nothing_typed_is_told_what_to_type(library: Library, typed: str) -> None:
    found = resolve(library, typed)
    assert found.status == "invalid"
    assert found.message.startswith("Type a paragraph, a footnote, a section or a document.")


@pytest.mark.parametrize("typed", ["9" * 10_000, "para 61 " * 1_250, "A/RES/" * 1_667, "🙂" * 10_000])
def test_ten_thousand_characters_are_too_many(library: Library, typed: str) -> None:
    found = resolve(library, typed)
    assert (found.status, found.reference) == ("invalid", typed)
    assert "too long" in found.message
    assert len(found.message) < 250


@pytest.mark.parametrize(
    "typed", ["@everyone" * 20, "<@&42> x" * 30, "`*_~|" * 50, "[a](http://evil.example) b" * 5]
)
def test_a_message_repeats_little_and_nothing_that_pings_or_formats(library: Library, typed: str) -> None:
    message = resolve(library, typed).message
    assert not set("@<>*_`~|[]") & set(message)
    assert "http" not in message
    assert len(message) < 250


def test_what_was_perhaps_meant_is_found(library: Library) -> None:
    offered = [other for typed, *_ in REFUSALS for other in resolve(library, typed).instead]
    assert len(offered) >= 10
    assert {resolve(library, other).status for other in offered} == {"found"}


def test_a_bare_number_offers_the_footnote_of_that_number(library: Library) -> None:
    found = resolve(library, "61")
    assert found.status == "found"
    assert [(reading.kind, reading.paragraphs, reading.footnotes) for reading in found.readings] == [
        ("paragraph", (61,), (107,)),
        ("footnote", (38,), (61,)),
    ]
    assert found.message == "There is a footnote 61 too: fn 61."
    assert resolve(library, "para. 61").readings == ()


def test_a_paragraph_of_another_document_is_said_to_be_one(library: Library) -> None:
    found = resolve(library, "paras 138-139")
    assert found.citation == "A/79/875-S/2025/248, para. 1"
    assert found.message == (
        "Paragraphs 138 and 139 of A/RES/60/1 (2005 World Summit Outcome): A/79/875-S/2025/248 speaks of them"
        " in paragraph 1."
    )


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("section A", ["II.A", "III.A"]), ("subsection B", ["II.B", "III.B"]), ("part E", ["II.E"])],
)
def test_a_letter_alone_can_be_of_several_sections(library: Library, typed: str, letters: list[str]) -> None:
    found = resolve(library, typed)
    assert found.status == ("ambiguous" if len(letters) > 1 else "found")
    assert [reading.locator.section for reading in found.readings] == (letters if len(letters) > 1 else [])
    assert found.locator is not None
    assert found.locator.section == letters[0]


def test_words_that_several_titles_share_are_ambiguous(library: Library) -> None:
    found = resolve(library, "responsibility to protect")
    assert found.status == "ambiguous"
    assert [reading.locator.section for reading in found.readings][:2] == ["III", "III.C"]
    assert found.paragraphs == found.readings[0].paragraphs


def test_a_guessed_name_is_said(library: Library) -> None:
    assert resolve(library, "Gambia v Mianmar").message == "Read as The Gambia v. Myanmar (2019)."
    assert resolve(library, "Gambia v Myanmar").message == ""


def test_a_footnote_named_with_a_paragraph_that_does_not_carry_it_is_told(library: Library) -> None:
    found = resolve(library, "para 61, fn 106")
    assert (found.kind, found.paragraphs) == ("mixed", (60, 61))
    assert found.message == "Footnote 106 stands in paragraph 60."


def test_the_form_for_programs_is_complete_and_plain(library: Library) -> None:
    assert json.loads(json.dumps(resolve(library, "fn 107").as_json())) == {
        "reference": "fn 107",
        "kind": "footnote",
        "status": "found",
        "paragraphs": [61],
        "footnotes": [107],
        "documents": ["A/RES/79/122"],
        "citation": "A/79/875-S/2025/248, footnote 107",
        "message": "",
        "readings": [],
    }
    assert json.loads(json.dumps(resolve(library, "61").as_json()))["readings"][1] == {
        "kind": "footnote",
        "report": "A/79/875-S/2025/248",
        "paragraphs": [38],
        "footnotes": [61],
        "documents": ["A/78/901-S/2024/434"],
        "citation": "A/79/875-S/2025/248, footnote 61",
        "label": "fn 61 · See A/78/901-S/2024/434.",
    }
