"""The public face of stats: every name is there, and what the gates need costs no numpy at a start."""

import subprocess
import sys

import msgspec
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


def test_what_is_read_is_never_changed_afterwards():
    records = [value for name in stats.__all__ if isinstance(value := getattr(stats, name), type(msgspec.Struct))]
    assert len(records) > 40
    assert [record.__name__ for record in records if not record.__struct_config__.frozen] == []
