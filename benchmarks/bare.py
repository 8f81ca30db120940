"""The page that the others are measured against: one slider and one small chart, as one would first write it."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

amplitude = st.slider("Amplitude", 0, 100, 20)
x = np.arange(50)
figure = go.Figure(go.Scatter(x=x, y=amplitude * np.sin(x / 5)))
figure.update_layout(height=300)
st.plotly_chart(figure, key="line")
