"""The public face of stats: every name is there, and what the gates need costs no numpy at a start."""

import subprocess
import sys

import pytest

import steelyard.stats as stats


@pytest.mark.parametrize("name", stats.__all__)
def test_every_name_of_the_face_is_there(name):
    assert getattr(stats, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'no_such_thing'"):
        _ = stats.no_such_thing


def test_gates_lists_and_labels_need_no_numpy():
    names = ["bank_table", "read_path", "population_evidence", "read_risks", "WeightedGate", "LabelGate", "ClusterGate"]
    code = f"import sys, steelyard.stats as s; [getattr(s, n) for n in {names}]; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
