"""What "Save JSON" wrote, or would have: how a prepared page is to open."""

STATE = {
    "model": "lite0",
    "sample": "dog",
    "shapes": [{"tool": "rect", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}],
    "fill": "blur",
    "framing": "whole",
    "target": 254,
    "pinned": True,
    "versus": 281,
    "score": "logit",
    "layer": "block5c_add",
    "method": "layercam",
    "colormap": "jet",
    "opacity": 0.5,
}
