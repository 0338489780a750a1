"""A small questionnaire with the longest labels that reports have met, and counts of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.survey.questionnaire import Item, Questionnaire

SERVICES = {
    "basic_health_care": ("Basic health care", "Perusterveydenhuolto"),
    "social_welfare_services": (
        "Services under the Social Welfare Act",
        "Sosiaalihuoltolain mukaiset palvelut",
    ),
    "substitute_care": ("Substitute care in child protection", "Lastensuojelun sijaishuolto"),
    "substance_abuse": (
        "Substance-abuse services for minors and their families",
        "Päihdehuoltolainsäädäntövalmistelukokous",
    ),
}
SCALE = [
    ("very_poorly", "Very poorly", "Erittäin huonosti"),
    ("poorly", "Poorly", "Huonosti"),
    ("neither", "Neither well nor poorly", "Ei hyvin eikä huonosti"),
    ("well", "Well", "Hyvin"),
    ("very_well", "Very well", "Erittäin hyvin"),
]
ANSWERS = [answer for answer, _, _ in SCALE]


def _label(en: str, fi: str) -> dict[str, str]:
    return {"en": en, "fi": fi}


def questionnaire(
    base: str = "answered", regions: int = 4, frame: int | None = None
) -> Questionnaire:
    names = ["Etelä-Savo", "Keski-Suomi", "Pohjois-Karjala", "Pohjois-Savo"]
    names += [f"Varsinais-Suomen maakunta {number}" for number in range(regions - len(names))]
    plain = {"section": "services", "wording": _label("?", "?")}
    return Questionnaire.model_validate(
        {
            "survey": "services-2021",
            "title": _label("Services", "Palvelut"),
            "description": _label("d", "d"),
            "population": _label("p", "p"),
            "author": _label("a", "a"),
            "source": _label("s", "s"),
            "languages": ["fi", "en"],
            "collected": {"start": "2021-02", "end": "2021-03"},
            "region": "region",
            "frame": frame,
            "sections": [{"id": "services", "title": _label("Services", "Palvelut")}],
            "scales": [
                {
                    "id": "well",
                    "answers": [
                        *({"id": a, "label": _label(en, fi)} for a, en, fi in SCALE),
                        {
                            "id": "cant_say",
                            "label": _label("Can't say", "En osaa sanoa"),
                            "off_scale": True,
                        },
                    ],
                    "headlines": [
                        {
                            "id": "good",
                            "answers": ["well", "very_well"],
                            "label": _label("well or very well", "hyvin tai erittäin hyvin"),
                        }
                    ],
                }
            ],
            "items": [
                {
                    "id": "region",
                    "kind": "nominal",
                    "label": _label("Region", "Maakunta"),
                    "base": "all",
                    "grouping": True,
                    "answers": [
                        {"id": f"region-{number}", "label": _label(name, name)}
                        for number, name in enumerate(names[:regions])
                    ],
                    **plain,
                },
                *(
                    {
                        "id": f"access_{service}",
                        "kind": "ordinal",
                        "label": _label(en, fi),
                        "scale": "well",
                        "base": base,
                        **plain,
                    }
                    for service, (en, fi) in SERVICES.items()
                ),
                {
                    "id": "ways",
                    "kind": "multiple",
                    "label": _label("Ways", "Tavat"),
                    "answers": [
                        {
                            "id": "personal",
                            "label": _label("Direct $x$ feedback", "Suora <b>palaute"),
                        },
                        {
                            "id": "panel",
                            "label": _label(
                                "Client panel or experts by experience, or both of them together",
                                "Asiakasraati tai kokemusasiantuntijoiden vertaistukiryhmätoiminta",
                            ),
                        },
                        {"id": "none", "label": _label("None", "Ei mikään")},
                    ],
                    **plain,
                },
            ],
        }
    )


def items(survey: Questionnaire) -> list[Item]:
    return survey.select("access_*")


def counts_of(
    item: str, n: Sequence[int], cant_say: int = 0, no_answer: int = 0, group: str = "all"
) -> pd.DataFrame:
    """Counts of one item, low to high."""
    return pd.DataFrame(
        {
            "item": item,
            "group": group,
            "answer": [*ANSWERS, "cant_say", "no_answer"],
            "kind": ["scale"] * len(ANSWERS) + ["off_scale", "no_answer"],
            "n": [*n, cant_say, no_answer],
        }
    )


def battery_counts(*rows: Sequence[int], group: str = "all") -> pd.DataFrame:
    """Counts of the services in order; a row is n low to high, can't say, no answer."""
    return pd.concat(
        [
            counts_of(f"access_{service}", row[:5], row[5], row[6], group)
            for service, row in zip(SERVICES, rows, strict=False)
        ],
        ignore_index=True,
    )


PLAIN = battery_counts(
    [2, 5, 0, 70, 40, 10, 7],
    [8, 25, 27, 41, 18, 13, 2],
    [0, 0, 0, 0, 134, 0, 0],
    [1, 2, 1, 2, 1, 120, 7],
)
