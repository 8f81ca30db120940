from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import open_page

experiment = open_page("tokens", "", [])
close_page("tokens")
