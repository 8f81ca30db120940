"""What `import reinforce_viz` needs, and what it gives."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Everything but NumPy and what comes with Python is refused.
IMPORT = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"reinforce_viz", "numpy", *sys.stdlib_module_names}:
            raise ImportError(f"{name} is not installed")
sys.meta_path.insert(0, Refused())
import reinforce_viz as rv
print(rv.moments("leave-one-out", (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), 8).total_variance)
try:
    from reinforce_viz import tables
except ImportError as error:
    print(error)
"""


def test_the_engine_needs_numpy_alone_and_the_tables_say_that_they_need_pandas():
    told = subprocess.run([sys.executable, "-c", IMPORT], cwd=ROOT, capture_output=True, text=True, check=True)
    variance, lack = told.stdout.splitlines()
    assert abs(float(variance) - 0.229593) < 1e-6
    assert lack == "pandas is not installed"


def test_the_tables_are_a_public_name_with_a_file_for_each_page():
    from reinforce_viz import tables

    pages = {path.stem for path in (ROOT / "reinforce_viz" / "export" / "tables").glob("*.py")} - {"__init__"}
    assert set(tables.__all__) == pages
    assert pages == {path.stem for path in (ROOT / "pages").glob("*.py")} - {"check"}
