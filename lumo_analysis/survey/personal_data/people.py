"""Common given names and surnames in Finland, for where a capital letter doesn't tell.

Written from general knowledge, no register. Names that are common words (Toivo, Tuuli, Niemi)
are left out: a capital inside a sentence tells them, and nothing does elsewhere.
"""

from __future__ import annotations

GIVEN = """
Aapo Aaro Aaron Ada Adam Agneta Ahmed Aila Aili Aki Aleksandra Aleksanteri Aleksi Alexander Alina
Alisa Alma Alpo Amalia Amanda Amina Anastasia Anders Andrei Anette Anita Anja Anna-Liisa Anne
Anneli Annemari Anni Annika Annikki Annukka Anselmi Anssi Antero Anton Antti Anu Arja Armi Arto
Arttu Arvi Asko Astrid Atte Aukusti Axel Barbro Bengt Benjamin Birgit Birgitta Bo Carita Carola
Cecilia Christa Christian Christina Daniel Daniela David Dmitri Ebba Edit Eemeli Eemil Eerik Eerika
Eerikki Eero Eetu Eeva Eevert Eevi Eija Eila Eino Eira Elena Elias Eliisa Elina Elisa Elisabet
Elise Ellen Elli Elmeri Elsa Elsi Elvi Emil Emilia Emma Enni Ensio Eriika Erik Erika Erja Erkka
Erkki Ernesti Essi Ester Eveliina Fanni Fatima Fredrik Frida Gunilla Gustav Göran Hanna Hannamari
Hanne Hannele Hannu Harri Hassan Heidi Heikki Heini Heli Heljä Henna Henni Henri Henriikka Henrik
Henry Hermanni Heta Hilkka Hilla Hilma Hussein Håkan Ibrahim Iida Iina Iines Iiris Iiro Iivari
Ilari Ilkka Ilmari Ilpo Inga Ingrid Inka Inkeri Irene Irina Iris Irja Irma Irmeli Isabella Ismo
Ivan Jaakko Jaana Jalmari Jan Jani Janika Janina Janita Janne Jarkko Jarmo Jarno Jasmin Jenna Jenni
Jennika Jere Jeremias Jesper Jesse Jimi Joanna Joel Johanna Johannes Jonas Jonathan Joni Joona
Joonas Joonatan Jorma Josefiina Jouni Juha Juhani Juho Jukka Julia Julius Jussi Juuso Jyri Jyrki
Kaapo Kaarlo Kaija Kaisu Kalervo Kalevi Karin Karita Karoliina Kasper Kasperi Katariina Kati Katja
Katri Katriina Kauko Keijo Kerttu Kimmo Kira Kirsi Kirsti Klaus Konsta Krista Kristian Kristiina
Kristina Kyllikki Kyösti Lari Larissa Lars Lasse Lassi Laura Lauri Leena Leevi Leif Leila Lena
Lenita Leo Liisa Liisi Linda Linnea Lotta Lyyli Maarit Magdaleena Maija Maiju Maikki Maila Mailis
Maisa Marcus Margareta Margit Maria Marianna Marianne Mariia Marika Marina Marita Marja-Leena
Marja-Liisa Marjaana Marjatta Marjo Marjukka Marjut Markku Marko Markus Martta Martti Mathias
Matias Matilda Matleena Matti Mauno Maunu Mauri Meeri Merja Mervi Mia Michael Miia Miika Miikka
Mikael Mikko Milja Minea Minna Minttu Mira Mirja Mirjami Mirka Mirkka Miro Mohamed Mohammed Moona
Muhammad Natalia Nea Nelli Nico Niilo Niina Niklas Niko Nikolai Nina Noel Noora Oili Olavi Olga
Oliver Olivia Olli Olof Oona Oskari Osmo Ossi Outi Paavo Panu Pasi Patrick Patrik Pauli Pauliina
Pekka Pelle Pentti Peppi Pertti Peter Petra Petri Petteri Pietari Piia Pinja Pirita Pirjo Pirkka
Pirkko Päivikki Raakel Raija Raili Raimo Raine Rami Rasmus Rauno Rebekka Reetta Reijo Reima Reino
Riikka Riina Riitta Riku Risto Rita Ritva Robert Roman Roni Ronja Roope Saana Saara Saija Saimi
Sakari Saku Samu Samuel Samuli Sandra Sanna Sanni Santeri Santtu Sebastian Seija Senja Sergei
Severi Silja Simon Sirkka-Liisa Sirpa Sofia Sofie Sohvi Sonja Stefan Stina Susanna Susanne Svetlana
Sylvi Sylvia Taavetti Taavi Taina Taneli Tanja Tarja Tatjana Tatu Tauno Tea Teemu Teija Tellervo
Teppo Terhi Tero Terttu Thomas Tiia Tiina Tiiu Timo Titta Tobias Toini Tomas Tomi Tommi Toni Topi
Tuija Tuire Tuomo Tuula Tuulikki Tytti Ulf Ulla Ursula Uuno Valtteri Veera Veijo Veikko Veli-Matti
Veli-Pekka Venla Vesa-Matti Victor Viivi Viktor Vilho Viljami Viljo Ville Virpi Virve Vladimir
Väinö Wille William Yasmin Yrjänä Åke Åsa Örjan
"""
# Forms of these are words too, so a capital must tell: "kari", "helmi", "ainoa".
GIVEN_WITH_CAPITAL = """
Aada Aarne Aatu Ahti Aida Aimo Aino Aira Akseli Ali Aliisa Antto Ari Asta Auli Aulis Aune Ella Erno
Esa Esko Helena Helga Helka Helmi Hertta Hilja Ilmi Ilona Immi Impi Isto Janna Jari Johan Jouko
Juhana Kaarina Kaisa Kalle Kari Karri Kerkko Kullervo Lea Leea Lenni Lilja Lilli Loviisa Luukas
Lyydia Manu Mari Marja Max Mika Mimmi Miska Nadja Nanna Neea Nella Netta Niki Nooa Okko Omar Onerva
Onni Orvo Orvokki Otso Pekko Pihla Raisa Rauni Reko Roosa Rosa Salla Sameli Sami Sara Sari Satu
Seela Seppo Sini Sirkka Soila Soile Suvi Taisto Tapani Tapio Tarmo Topias Touko Tuomas Tuure Tyyne
Unto Urho Urpo Vesa Viena Vieno Vilma Virva Vuokko Yrjö
"""
SURNAMES = """
Ahokas Ahonen Airaksinen Alatalo Andersson Anttila Anttonen Asikainen Auvinen Backman Bergström
Blomqvist Eklund Eklöf Eriksson Erkkilä Eronen Eskelinen Fagerström Forsman Gustafsson Haapala
Haapanen Haapasalo Haataja Hakala Hakkarainen Halonen Halttunen Harjula Hartikainen Heikkilä
Heikkinen Heinonen Heiskanen Henriksson Hietala Hietanen Hiltunen Hinkkanen Hirvonen Holappa
Holmberg Holmström Holopainen Honkanen Honkonen Huhtala Huovinen Huttunen Huuskonen Hyttinen
Hyvärinen Hyvönen Häkkinen Hänninen Härkönen Ihalainen Ikonen Ikäheimo Immonen Inkinen Jaakkola
Jalonen Jansson Jauhiainen Johansson Jokela Jokinen Julkunen Junttila Juntunen Jussila Juvonen
Jääskeläinen Kaikkonen Kainulainen Kananen Kankkunen Karhunen Karlsson Karppinen Karttunen Karvinen
Karvonen Kauppila Kauppinen Kekkonen Kekäläinen Kemppainen Keränen Kettunen Kiiskinen Kinnunen
Kiviniemi Knuutila Koivisto Koivula Koivunen Kokkonen Kolehmainen Komulainen Kontinen Korhonen
Korpela Koskela Koskinen Kosonen Kovanen Kukkonen Kuosmanen Kuronen Kurvinen Kyllönen Kärkkäinen
Laakkonen Laaksonen Laamanen Laatikainen Lahtela Lahtinen Laitinen Lamminen Lampinen Lassila
Lehikoinen Lehtimäki Lehtola Lehtonen Leinonen Lempinen Lepistö Leppälä Leppänen Leskinen
Liimatainen Lindberg Lindfors Lindgren Lindholm Lindqvist Lindroos Lindström Lipponen Liukkonen
Loponen Luukkonen Makkonen Malinen Manninen Markkanen Martikainen Marttinen Matikainen Mattila
Mattsson Mielonen Miettinen Mikkola Mikkonen Moilanen Mononen Mustonen Myller Myllymäki Mäenpää
Mäkelä Mäntylä Määttä Nenonen Nevalainen Niemelä Nieminen Niiranen Nikkanen Nikula Nikulainen
Nissinen Nurminen Nuutinen Nyberg Nykänen Nylund Nyman Nyström Närhi Ojala Ojanen Oksanen
Ollikainen Paajanen Paananen Paasonen Paavilainen Pakarinen Parkkinen Partanen Parviainen Pasanen
Pehkonen Pekkala Pekkanen Pekkarinen Pelkonen Peltola Peltonen Pennanen Penttilä Penttinen Pesonen
Pettersson Pietikäinen Piirainen Pirhonen Pirinen Pirttimäki Pitkäniemi Poutiainen Pulkkinen
Puurunen Puustinen Pylkkänen Pynnönen Pyykkö Pyykkönen Pöllänen Pöyhönen Raatikainen Rantala
Rantanen Rautiainen Rintala Rissanen Roivainen Romppanen Ronkainen Ruokonen Ruuskanen Ryhänen
Rytkönen Ryynänen Räsänen Rönkkö Saarela Saarelainen Saarinen Saastamoinen Salmela Salminen Salonen
Sandberg Seppälä Seppänen Sihvonen Siitonen Siltanen Silvennoinen Simola Simonen Sinkkonen Sipilä
Sirviö Sjöberg Sormunen Suhonen Suikkanen Sundberg Sundström Suominen Syrjälä Syrjänen Takala
Tamminen Tanskanen Tarvainen Taskinen Teittinen Tervonen Tiihonen Tiilikainen Tiitinen Tikkanen
Timonen Toikka Toivanen Tolonen Tolvanen Tossavainen Tuomela Tuovinen Turpeinen Turtiainen Turunen
Tynkkynen Uotila Uusitalo Vainikainen Valtonen Vartiainen Vatanen Vauhkonen Vepsäläinen Viitala
Viitanen Viljanen Vilén Virtanen Vornanen Voutilainen Vuorela Vuorinen Vuorio Väisänen Välimäki
Väänänen Wallenius Westerlund Wikman Wikström Wilén Ylönen Åberg Åkerlund Öberg Öhman
"""
