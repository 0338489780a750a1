"""Every value of R on the real surveys is met, or it is known why not.

`reference_coverage.py` says what became of each value, and prints it by file and column.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reference_coverage import MET, UNKNOWN, WRONG, coverage

EXPECTED = {
    "alliance2023/reference/alliance2023.csv": 2443,
    "lumo_shape/reference/lumo_shape_between_surveys.csv": 242,
    "lumo_shape/reference/lumo_shape_kumppanit_skip_is_3.csv": 2904,
    "lumo_shape/reference/lumo_shape_kumppanit_skip_missing.csv": 2409,
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_is_3.csv": 2886,
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_missing.csv": 2391,
    "qualtrics_voting/reference/qualtrics_legitimacy_by_belief.csv": 1092,
    "qualtrics_voting/reference/qualtrics_polarization_by_gender.csv": 2716,
    "rdata/reference/bfi.csv": 1570,
    "rdata/reference/cardata_mass.csv": 1024,
    "rdata/reference/pisa_st24.csv": 1738,
    "spss_displayr/reference/mobiles_sav.csv": 2376,
    "starwars/reference/starwars_characters_by_region.csv": 5068,
    "yle2015/reference/yle2015_categorical_text.csv": 117,
    "yle2015/reference/yle2015_skip_is_3.csv": 2898,
    "yle2015/reference/yle2015_skip_missing.csv": 2403,
}
"""How many values of each file are met here, to 1e-9; others are met in other tests."""


@pytest.fixture(scope="module")
def values(request: pytest.FixtureRequest):
    folder = Path(__file__).parents[3] / "shared" / "real-surveys"
    if not folder.is_dir():
        pytest.skip("the real exports do not lie beside the project (../shared/real-surveys)")
    return coverage(folder)


def test_no_value_is_missed(values) -> None:
    assert values[values["status"] == WRONG].to_dict("records") == []


def test_every_value_is_met_or_it_is_known_why_not(values) -> None:
    assert values[values["status"] == UNKNOWN].to_dict("records") == []


def test_all_values_that_can_be_met_are(values) -> None:
    met = values[values["status"] == MET].groupby("file").size().to_dict()

    assert met == EXPECTED
    assert sum(met.values()) == 34_277
    elsewhere = values["status"].str.startswith("met in")
    assert elsewhere.sum() == 312 + 593 + 22 + 28 + 40 + 48
    assert values["status"].str.startswith("set aside").sum() == 60
