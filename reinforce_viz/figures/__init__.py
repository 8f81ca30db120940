"""The pictures, a folder for each page: results in, go.Figure out."""
