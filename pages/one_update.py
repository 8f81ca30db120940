from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import open_page

experiment = open_page("one_update", "", [])
close_page("one_update")
