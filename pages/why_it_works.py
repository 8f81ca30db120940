from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import open_page

experiment = open_page("why_it_works", "", [])
close_page("why_it_works")
