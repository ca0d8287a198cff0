"""Draws one picture of the sample: a little person in a place, with the positions of the key points."""

from dataclasses import dataclass

import cv2
import numpy as np
from poses import HEAD_RADIUS, random_pose
from scenes import draw_obstacle, draw_scene, tone

SUPERSAMPLING = 3
SKINS = ((250, 220, 195), (235, 195, 160), (210, 160, 120), (165, 115, 80), (115, 78, 55))
HAIRS = ((45, 35, 30), (95, 60, 35), (150, 95, 50), (220, 185, 110), (170, 75, 45), (150, 150, 155))
CLOTHES = (
    (205, 60, 60), (235, 130, 50), (245, 200, 70), (80, 150, 90), (60, 120, 190), (40, 60, 110),
    (130, 80, 150), (225, 120, 150), (70, 75, 85), (235, 235, 230), (60, 160, 165), (120, 85, 60),
)


@dataclass(frozen=True)
class Picture:
    pixels: np.ndarray  # uint8 [H, W, 3], RGB
    box: np.ndarray  # centre x, centre y, width, height of the visible person, as shares of the picture
    points: np.ndarray  # [13, 2] x and y, as shares of the picture
    visible: np.ndarray  # bool [13]


def draw_picture(width, height, rng):
    """A picture of `width` x `height` pixels; everything in it comes from `rng`."""
    w, h = width * SUPERSAMPLING, height * SUPERSAMPLING
    canvas = np.zeros((h, w, 3), np.uint8)
    points, torso = _placed(random_pose(rng), w, h, rng)
    feet = points[11:, 1].max()
    draw_scene(canvas, int(np.clip(feet - rng.uniform(0.05, 0.3) * h, 0.4 * h, 0.85 * h)), rng)
    middle = (int(points[7:, 0].mean()), int(feet + 0.12 * torso))
    cv2.ellipse(canvas, middle, (int(0.9 * torso), int(0.13 * torso)), 0, 0, 360, _shade(canvas, middle), -1, cv2.LINE_AA)
    before = canvas.copy()
    _draw_person(canvas, points, torso, rng)
    box = _extent((canvas != before).any(2))
    hidden = _obstruct(canvas, points, torso, rng)
    inside = ((points >= 0) & (points < (w, h))).all(1)
    pixels = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    pixels = np.clip(pixels + rng.normal(0, 1.5, pixels.shape), 0, 255).astype(np.uint8)
    return Picture(pixels, box, points / (w, h), inside & ~hidden)


def _placed(pose, w, h, rng):
    """The pose in pixels, with a torso's length in pixels: the whole person in the picture, now and then cut by its border."""
    low, high = pose.min(0) - (0.2, HEAD_RADIUS + 0.12), pose.max(0) + (0.2, 0.22)
    torso = rng.uniform(0.72, 0.97) * min(w / (high[0] - low[0]), h / (high[1] - low[1]))
    if rng.random() < 0.1:
        torso *= 1.2
    room = np.array((w, h)) - (high - low) * torso
    corner = rng.uniform(0.1, 0.9, 2) * room
    if room[1] < 0:
        corner[1] = 0
    return (pose - low) * torso + corner, torso


def _shade(canvas, at):
    x, y = np.clip(at, 0, (canvas.shape[1] - 1, canvas.shape[0] - 1))
    return tuple(int(c * 0.78) for c in canvas[y, x])


def _extent(mask):
    h, w = mask.shape
    ys, xs = np.nonzero(mask)
    x0, x1, y0, y1 = xs.min() / w, (xs.max() + 1) / w, ys.min() / h, (ys.max() + 1) / h
    return np.array(((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0))


def _obstruct(canvas, points, torso, rng):
    """Now and then put something in front of an arm or a leg. Returns which points it hides."""
    hidden = np.zeros(13, bool)
    if rng.random() < 0.4:
        centre = points[rng.integers(5, 13)] + rng.normal(0, 0.12, 2) * torso
        mask = draw_obstacle(canvas, centre, rng.uniform(0.45, 0.8) * torso, rng)
        x, y = np.clip(points.astype(int), 0, (mask.shape[1] - 1, mask.shape[0] - 1)).T
        hidden = mask[y, x] > 0
    return hidden


def _draw_person(canvas, p, torso, rng):
    skin, hair = tone(rng, *SKINS[rng.integers(5)], spread=6), tone(rng, *HAIRS[rng.integers(6)], spread=6)
    shirt, trousers, shoes = (tone(rng, *CLOTHES[i], spread=10) for i in rng.choice(12, 3, replace=False))
    short_legs, short_sleeves, skirt = rng.random(3) < (0.35, 0.55, 0.2)
    for hip, knee, ankle in ((7, 9, 11), (8, 10, 12)):
        _bone(canvas, p[hip], p[knee], 0.165, 0.125, torso, skin if skirt else trousers)
        _bone(canvas, p[knee], p[ankle], 0.12, 0.09, torso, skin if short_legs or skirt else trousers)
        toe = p[ankle] + (0.16 * torso * np.sign(p[ankle][0] - p[7:9, 0].mean()), 0.09 * torso)
        _bone(canvas, p[ankle] + (0, 0.05 * torso), toe, 0.1, 0.085, torso, shoes)
    if skirt:
        _skirt(canvas, p, trousers)
    _bone(canvas, p[1:3].mean(0), p[0], 0.12, 0.1, torso, skin)
    _torso(canvas, p, torso, shirt, trousers)
    for shoulder, elbow, wrist in ((1, 3, 5), (2, 4, 6)):
        _bone(canvas, p[elbow], p[wrist], 0.095, 0.075, torso, skin if short_sleeves else shirt)
        _bone(canvas, p[shoulder], p[elbow], 0.125, 0.1, torso, shirt)
        _bone(canvas, p[wrist], p[wrist] + 0.12 * (p[wrist] - p[elbow]), 0.095, 0.085, torso, skin)
    _head(canvas, p, torso, skin, hair, shirt, rng)


def _bone(canvas, start, end, wide, narrow, torso, colour):
    """A limb: two discs and what lies between them. Radii in torso lengths."""
    radii = np.array((wide, narrow)) * torso
    along = (end - start) / (np.linalg.norm(end - start) + 1e-9)
    across = np.array((-along[1], along[0]))
    sides = (start + across * radii[0], end + across * radii[1], end - across * radii[1], start - across * radii[0])
    cv2.fillPoly(canvas, [np.array(sides).round().astype(int)], colour, cv2.LINE_AA)
    for centre, radius in zip((start, end), radii, strict=True):
        cv2.circle(canvas, tuple(map(int, centre)), max(1, int(radius)), colour, -1, cv2.LINE_AA)


def _torso(canvas, p, torso, shirt, trousers):
    left, right = p[1:3] + ((0.03 * torso, 0), (-0.03 * torso, 0))
    outline = np.array((left, p[7] + (0.1 * torso, 0), p[8] - (0.1 * torso, 0), right))
    _bone(canvas, p[7], p[8], 0.15, 0.15, torso, trousers)
    cv2.fillPoly(canvas, [outline.round().astype(int)], shirt, cv2.LINE_AA)
    _bone(canvas, left, right, 0.13, 0.13, torso, shirt)


def _skirt(canvas, p, colour):
    knees, hips = p[9:11], p[7:9]
    hem = hips + 0.62 * (knees - hips) * (1.25, 1)
    span = (hips[0] - hips[1]) * 0.45
    outline = np.array((hips[0] + span, hem[0] + span, hem[1] - span, hips[1] - span))
    cv2.fillPoly(canvas, [outline.round().astype(int)], colour, cv2.LINE_AA)


def _head(canvas, p, torso, skin, hair, shirt, rng):
    up = p[0] - p[1:3].mean(0)
    up /= np.linalg.norm(up)
    tilt = np.degrees(np.arctan2(up[0], -up[1]))
    side = np.array((-up[1], up[0]))
    radius, centre = HEAD_RADIUS * torso, p[0]

    def at(right, above):
        return tuple(map(int, centre + radius * (right * side + above * up)))

    def size(across, along):
        return max(1, int(radius * across)), max(1, int(radius * along))

    if rng.random() < 0.4:
        for lock in (-0.8, 0.8):
            cv2.ellipse(canvas, at(lock, -0.35), size(0.34, 0.85), tilt, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(canvas, at(0, 0), size(0.9, 1.05), tilt, 0, 360, skin, -1, cv2.LINE_AA)
    cap = rng.random() < 0.25
    cv2.ellipse(canvas, at(0, 0.28), size(1.0, 0.85), tilt, 180, 360, shirt if cap else hair, -1, cv2.LINE_AA)
    if cap:
        cv2.ellipse(canvas, at(0, 0.3), size(1.15, 0.16), tilt, 0, 360, shirt, -1, cv2.LINE_AA)
    for eye in (-0.34, 0.34):
        cv2.circle(canvas, at(eye, 0.02), max(1, int(radius * 0.1)), (40, 35, 35), -1, cv2.LINE_AA)
    cv2.ellipse(canvas, at(0, -0.38), size(0.32, 0.2), tilt, 15, 165, (150, 60, 60), max(1, int(radius * 0.1)), cv2.LINE_AA)
