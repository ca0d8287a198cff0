"""Poses of the little people of the sample: thirteen key points from randomly drawn joint angles."""

import numpy as np

KEYPOINTS = (
    "head",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
    "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
)

# Ranges of degrees per limb: upper arm and thigh from hanging down, outwards positive; forearm and shin relative to
# the part above. One row for both sides, or (left, right).
RELAXED_ARM, STRAIGHT_LEG = ((6, 30), (-15, 30)), ((2, 12), (-6, 6))
POSES = {
    "stand": (RELAXED_ARM, STRAIGHT_LEG),
    "wave": ((((100, 145), (0, 60)), RELAXED_ARM), STRAIGHT_LEG),
    "cheer": (((130, 165), (-25, 25)), ((4, 20), (-6, 6))),
    "star": (((75, 120), (-20, 20)), ((22, 36), (-8, 8))),
    "hands_on_hips": (((35, 50), (-110, -85)), ((4, 16), (-6, 6))),
    "flex": (((70, 95), (70, 110)), ((6, 20), (-6, 6))),
    "squat": (((50, 100), (-30, 40)), ((45, 68), (-80, -52))),
    "lunge": (((30, 80), (-40, 40)), (((48, 62), (-62, -44)), ((20, 32), (-8, 4)))),
    "knee_up": (((20, 120), (-20, 60)), (((70, 95), (-110, -80)), ((0, 8), (-4, 4)))),
    "walk": ((((10, 40), (10, 60)), ((-5, 20), (5, 40))), (((10, 26), (-30, -8)), ((4, 20), (-24, 0)))),
}

# Lengths in units of the torso, shoulders to hips.
HALF_SHOULDERS, HALF_HIPS, NECK_TO_FACE = 0.36, 0.21, 0.47
UPPER_ARM, FOREARM, THIGH, SHIN = 0.60, 0.54, 0.82, 0.80
HEAD_RADIUS = 0.27


def random_pose(rng):
    """[13, 2] key points of a person who faces the viewer, y down, in torso lengths around the middle of the hips."""
    arms, legs = POSES[list(POSES)[rng.integers(len(POSES))]]
    arms, legs = _sides(arms), _sides(legs)
    points = np.zeros((13, 2))
    points[0] = (0, -1 - NECK_TO_FACE)
    for side in (0, 1):
        outwards = 1 if side == 0 else -1
        points[1 + side] = (outwards * HALF_SHOULDERS, -1)
        points[7 + side] = (outwards * HALF_HIPS, 0)
        _limb(points, (1 + side, 3 + side, 5 + side), (UPPER_ARM, FOREARM), arms[side], outwards, rng)
        _limb(points, (7 + side, 9 + side, 11 + side), (THIGH, SHIN), legs[side], outwards, rng)
    points[:7] = _rotated(points[:7], rng.uniform(-9, 9))
    points[0] += rng.uniform((-0.05, -0.02), (0.05, 0.03))
    points = _rotated(points, rng.uniform(-7, 7)) * (rng.uniform(0.88, 1.08), 1)
    return mirrored(points) if rng.random() < 0.5 else points


def mirrored(points):
    """The same pose seen in a mirror: x negated, left and right exchanged."""
    return points[[0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11]] * (-1, 1)


def _sides(ranges):
    return ranges if np.ndim(ranges) == 3 else (ranges, ranges)


def _limb(points, joints, lengths, ranges, outwards, rng):
    angle = 0
    for start, end, length, span in zip(joints, joints[1:], lengths, ranges, strict=False):
        angle += np.radians(rng.uniform(*span))
        step = np.array((outwards * np.sin(angle), np.cos(angle)))
        points[end] = points[start] + step * length * rng.uniform(0.86, 1.0)


def _rotated(points, degrees):
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    return points @ np.array(((cosine, sine), (-sine, cosine)))
