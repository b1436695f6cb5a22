"""Pages made in the house styles of local papers, their sites and their tools.

A house (`house.py`) is drawn for each page: how it leads, signs, marks and dates its
stories; `STYLES` names what may be drawn, so that some styles can be kept from training and
judged on.
"""

from training.pages.styles.house import HELD_BACK, STYLES, House, draw_house
from training.pages.styles.pages import make_local_page, make_local_pages

__all__ = ["HELD_BACK", "STYLES", "House", "draw_house", "make_local_page", "make_local_pages"]
