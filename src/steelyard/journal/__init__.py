"""What happened: the append-only journal of a run, its Merkle roots, and the seal that signs them."""

from .file import Durable, Journal
from .keys import PublicKey, SigningKey, load_key, new_key, public_key_path
from .leaves import Root, Roots, roots
from .lines import MAX_LINE, Entry
from .names import ATTESTATION, JOURNAL, PARENT, PLAN, REPORT, VERDICTS
from .reading import read_journal
from .seal import Judge, Judged, Seal, seal_run
from .secret import config_folder, run_key, user_secret
from .successor import Parent, begin_successor, parent_of
from .tree import leaf_hash
from .tree import root as merkle_root

__all__ = [
    "ATTESTATION", "JOURNAL", "MAX_LINE", "PARENT", "PLAN", "REPORT", "VERDICTS",
    "Durable", "Entry", "Journal", "Judge", "Judged", "Parent", "PublicKey", "Root", "Roots", "Seal", "SigningKey",
    "begin_successor", "config_folder", "leaf_hash", "load_key", "merkle_root", "new_key", "parent_of",
    "public_key_path", "read_journal", "roots", "run_key", "seal_run", "user_secret",
]  # fmt: skip
