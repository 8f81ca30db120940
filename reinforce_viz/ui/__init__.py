"""The only Streamlit in the package: the shared controls, cached results, and how a picture appears on a page."""
