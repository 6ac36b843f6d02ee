"""What is asked: families of questions, their manifests, the committed order, the audit."""

from .family import Family, Wording
from .manifest import Manifest

__all__ = ["Family", "Manifest", "Wording"]
