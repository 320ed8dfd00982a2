# shellcheck shell=bash
# Searches with each Jazzer fuzz test in turn, bounded in time.
