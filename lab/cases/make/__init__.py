"""Scripts that make the golden cases, one file a group. Run by `lab/cases/make-cases.py`."""
