"""Official reports: what each one says of a unit as at a day.

The paper is Vietnamese whoever asks for it, so nothing in here is translated. Columns
follow the forms in use; dates, percentages and layout follow Decree 30/2020.
"""

from progress.official.content import Content, Heading
from progress.official.kinds import build
from progress.official.query import Query

__all__ = ["Content", "Heading", "Query", "build"]
