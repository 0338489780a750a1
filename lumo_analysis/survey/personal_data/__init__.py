"""Personal data in what people wrote: found before any of it may be quoted."""

from lumo_analysis.survey.personal_data.found import Found as Found
from lumo_analysis.survey.personal_data.scan import find_personal_data as find_personal_data
