"""Names of places: Finland's municipalities, its provinces and cities' Swedish names.

A further stem stands after a slash where the rules of `inflection` don't give it.
"""

from __future__ import annotations

# The municipalities of 2021, by province.
_MUNICIPALITIES = """
Askola Espoo Hanko Helsinki Hyvinkää Inkoo Järvenpää Karkkila Kauniainen Kerava Kirkkonummi
Lapinjärvi Lohja Loviisa Myrskylä Mäntsälä Nurmijärvi Pornainen Porvoo Pukkila Raasepori Sipoo
Siuntio Tuusula Vantaa Vihti
Aura Kaarina Kemiönsaari Koski Kustavi Laitila Lieto/Lieo Loimaa Marttila Masku Mynämäki Naantali
Nousiainen Oripää Paimio Parainen Pyhäranta Pöytyä Raisio Rusko Salo Sauvo Somero Taivassalo Turku
Uusikaupunki/Uudenkaupungi/Uudessakaupungi/Uudestakaupungi/Uuteenkaupunki/Uuttakaupunki Vehmaa
Eura Eurajoki Harjavalta Huittinen Jämijärvi Kankaanpää Karvia Kokemäki Merikarvia Nakkila
Pomarkku/Pomarku Pori Rauma Siikainen Säkylä Ulvila
Forssa Hattula Hausjärvi Humppila Hämeenlinna Janakkala Jokioinen Loppi/Lope/Loppe Riihimäki
Tammela Ypäjä
Akaa Hämeenkyrö Ikaalinen Juupajoki Kangasala Kihniö Kuhmoinen Lempäälä Mänttä-Vilppula Mänttä
Vilppula Nokia Orivesi Parkano Pirkkala Punkalaidun/Punkalaitume Pälkäne Ruovesi Sastamala Tampere
Urjala Valkeakoski Vesilahti Virrat/Virroi/Virtai Ylöjärvi
Asikkala Hartola Heinola Hollola Iitti Kärkölä Lahti Orimattila Padasjoki Sysmä
Hamina Kotka Kouvola Miehikkälä Pyhtää Virolahti
Imatra Lappeenranta Lemi Luumäki Parikkala Rautjärvi Ruokolahti Savitaipale Taipalsaari
Enonkoski Hirvensalmi Juva Kangasniemi Mikkeli Mäntyharju Pertunmaa Pieksämäki Puumala Rantasalmi
Savonlinna Sulkava
Iisalmi Joroinen Kaavi Keitele Kiuruvesi Kuopio Lapinlahti Leppävirta Pielavesi Rautalampi
Rautavaara Siilinjärvi Sonkajärvi Suonenjoki Tervo Tuusniemi Varkaus Vesanto/Vesanno Vieremä
Heinävesi Ilomantsi Joensuu Juuka/Juua Kitee Kontiolahti Lieksa Liperi Nurmes Outokumpu
Polvijärvi Rääkkylä Tohmajärvi
Hankasalmi Joutsa Jyväskylä Jämsä Kannonkoski Karstula Keuruu Kinnula Kivijärvi Konnevesi
Kyyjärvi Laukaa Luhanka Multia Muurame Petäjävesi Pihtipudas/Pihtiputaa Saarijärvi Toivakka
Uurainen Viitasaari Äänekoski
Alajärvi Alavus Evijärvi Ilmajoki Isojoki Isokyrö/Isossakyrö/Isostakyrö/Isonkyrö/Isoonkyrö
Karijoki Kauhajoki Kauhava Kuortane Kurikka Lappajärvi Lapua Seinäjoki Soini Teuva Vimpeli Ähtäri
Kaskinen Korsnäs Kristiinankaupunki Kruunupyy Laihia Luoto/Luodo Maalahti Mustasaari Närpiö
Pedersöre Pietarsaari Uusikaarlepyy/Uudenkaarlepyy/Uudessakaarlepyy/Uudestakaarlepyy Vaasa Vöyri
Halsua Kannus Kaustinen Kokkola Lestijärvi Perho Toholampi Veteli
Alavieska Haapajärvi Haapavesi Hailuoto/Hailuodo Ii Kalajoki Kempele Kuusamo Kärsämäki Liminka
Lumijoki Merijärvi Muhos Nivala Oulainen Oulu Pudasjärvi Pyhäjoki Pyhäjärvi Pyhäntä/Pyhännä Raahe
Reisjärvi Sievi Siikajoki Siikalatva Taivalkoski Tyrnävä Utajärvi Vaala Ylivieska
Hyrynsalmi Kajaani Kuhmo Paltamo Puolanka Ristijärvi Sotkamo Suomussalmi
Enontekiö Inari Kemi Kemijärvi Keminmaa Kittilä Kolari Muonio Pelkosenniemi Pello Posio Ranua
Rovaniemi Salla Savukoski Simo Sodankylä Tervola Tornio Utsjoki Ylitornio
Brändö Eckerö Finström Föglö Geta Hammarland Jomala Kumlinge Kökar Lemland Lumparland Maarianhamina
Saltvik Sottunga Sund Vårdö
"""
# Former municipalities, towns and districts of the provinces where LUMO's respondents worked.
_FORMER = """
Anttola Haukivuori Jäppilä Kangaslampi Kerimäki Punkaharju Ristiina Savonranta Suomenniemi
Virtasalmi
Juankoski Karttula Maaninka Muuruvesi Nilsiä Varpaisjärvi Vehmersalmi
Eno Kesälahti Kiihtelysvaara Pyhäselkä Tuupovaara Valtimo Värtsilä
Jämsänkoski Korpilahti Leivonmäki Palokka Pylkönmäki Suolahti Sumiainen Säynätsalo Tikkakoski
"""
_PROVINCES = """
Uusimaa/Uudenmaa/Uudellamaa/Uudeltamaa/Uudellemaa/Uuttamaa Varsinais-Suomi/Varsinais-Suome
Satakunta/Satakunna Kanta-Häme/Kanta-Hämee Pirkanmaa Päijät-Häme/Päijät-Hämee Kymenlaakso
Etelä-Karjala Etelä-Savo Itä-Savo Pohjois-Savo Ylä-Savo Pohjois-Karjala Keski-Suomi/Keski-Suome
Etelä-Pohjanmaa Pohjanmaa Keski-Pohjanmaa Pohjois-Pohjanmaa Kainuu Lappi/Lapi Ahvenanmaa Savo
Karjala Häme/Hämee Itä-Suomi/Itä-Suome Länsi-Suomi/Länsi-Suome Pohjois-Suomi/Pohjois-Suome
Etelä-Suomi/Etelä-Suome Kymi/Kyme Koillismaa Kanta-Helsinki Pääkaupunkiseutu/Pääkaupunkiseudu
"""
_SWEDISH = """
Åbo Helsingfors Esbo Vanda Tammerfors Uleåborg Vasa Björneborg Nyslott Borgå Lovisa Ekenäs Hangö
Jakobstad Karleby Kajana Villmanstrand Fredrikshamn Tavastehus Lahtis Mariehamn Kristinestad
Nykarleby Närpes Pargas Sibbo Kyrkslätt Raseborg Ingå Sjundeå Vörå Malax Kimitoön Nystad Reso
"""

# Names that are words, surnames or given names too, so that only a capital tells the place.
_ALSO_WORDS = """
akaa alavus aura eno eura geta hamina hanko häme ii inari juva kaarina kaavi kannus kemi kolari
koski kotka kuhmo kymi lahti laukaa lemi lieto liminka loppi loviisa luoto masku multia nokia
oulainen pello perho pori rauma rusko salla salo savo sievi simo soini somero sulkava sund tammela
tervo vaala varkaus veteli virrat savonranta ristiina suolahti joutsa kitee posio jämsä tornio
raahe muhos uurainen jokioinen siikainen kaskinen halsua kerava karjala vehmaa mänttä pohjanmaa
lappi pääkaupunkiseutu maaninka nurmes kuortane
"""

ALSO_WORDS = frozenset(_ALSO_WORDS.split())
PLACES = tuple(" ".join((_MUNICIPALITIES, _FORMER, _PROVINCES, _SWEDISH)).split())
MUNICIPALITIES = tuple(_MUNICIPALITIES.split())
