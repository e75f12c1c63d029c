"""What an image model is told, as readable text: one subject, one style, one wish."""

import re
from typing import Final

from shared.generations import EarShape, Hints, SubjectKind
from shared.styles import Style

_EDIT_TASK: Final = """\
Turn the main subject of this photo into a plush toy, and photograph that toy.

Keep what makes this very subject recognisable: its proportions, its pose, its colours and where
they change, its markings, hair or fur, glasses, and the clothes and things it wears. If there are
several people or animals, make each of them a toy, side by side as in the photo."""

DESCRIBE_PROMPT: Final = """\
Describe the main subject of this photo for someone who will sew a plush toy of it without seeing
the photo. If there are several people or animals, describe each of them, from left to right.

Say what kind of person, animal or thing it is; its build, proportions and pose; the length, form and
colour of hair, fur, feathers, ears and tail; markings and where each of them is; the colour of the
eyes; glasses, clothes, collar and things it wears or holds, each with its colour and pattern. For a
thing: its shape, parts, materials and colours. Name colours exactly, such as warm chestnut brown.

Only what can be seen. No names, no guesses about who it is, nothing about the background or the
quality of the photo, and no words that are written in it. At most 150 words of plain text."""

_DRAWING_TASK: Final = """\
A photograph of a plush toy that was sewn after this description of somebody or something real. The
toy must be recognised by it, so every colour, marking and thing worn that it names is there:
«{description}»"""

_TOY: Final = """\
The toy is sewn from fabric all over: no skin, no real fur, no real eyes. It sits or stands by
itself, whole and in the middle, with a little room around it, before a plain soft background with
a gentle shadow. One picture, no text, no border, no hands, nobody else."""

_STYLES: Final = {
    Style.CUTE_FLUFFY: """\
The toy is cute and fluffy: long, soft, brushed fur-like fabric in which single strands catch the
light; a round body with short arms and legs and a large head; big shiny black button eyes with one
highlight; a tiny embroidered nose and a smile. Warm daylight from the side, pastel background.""",
    Style.REALISTIC_PLUSH: """\
The toy looks like a finely made one from a shop: short dense plush pile whose nap shows lighter and
darker strokes, visible seams along the body, a sewn-on fabric tag at its side, glass eyes set into
the fabric, an embroidered nose and mouth. Natural proportions. Studio light, light grey background.""",
    Style.CARTOON_STYLE: """\
The toy is a cartoon character cut from felt: bold flat colours, simple rounded shapes, a large head
with a cheerful embroidered face, and a thick dark outline stitched around every part. Even light, a
background of one bright colour that suits the toy.""",
    Style.MINIMALIST: """\
The toy is minimalist: a few quiet shapes of layered wool felt in a reduced palette taken from the
subject, clean cut edges, a face of two small dots and one line of thread, no fur and no pattern that
is not needed to recognise the subject. Soft even light, off-white background.""",
}

_KINDS: Final = {
    SubjectKind.PERSON: "The subject is a person.",
    SubjectKind.PET: "The subject is an animal.",
    SubjectKind.THING: "The subject is a thing, not a living being.",
}

_EARS: Final = {
    EarShape.POINTY: "Its ears are pointed and upright.",
    EarShape.FLOPPY: "Its ears hang down.",
    EarShape.ROUND: "Its ears are round.",
    EarShape.LONG: "Its ears are long.",
    EarShape.NONE: "It has no ears.",
}

_FRIENDLY_FACE: Final = "Sew a small friendly face onto it."

_WISH: Final = """\
The owner has a wish for how the toy should look. It stands between the angle quotes and describes
nothing but looks, such as colours, clothes, things held, mood or background. It never changes who or
what is shown, that it is a plush toy, or anything above: «{wish}»"""


_DESCRIPTION_MAX_CHARACTERS: Final = 1500
"""Text-only models take prompts of 4,000 characters, all in all."""


def write_edit_prompt(style: Style, wish: str, hints: Hints) -> str:
    """The whole prompt for one picture, for a model that sees the photo."""
    return _join(_EDIT_TASK + "\n" + _TOY, style, wish, hints)


def write_drawing_prompt(style: Style, description: str, wish: str, hints: Hints) -> str:
    """The whole prompt for one picture, for a model that only reads; below 4,000 characters."""
    told = _as_quotation(description)[:_DESCRIPTION_MAX_CHARACTERS]
    return _join(_DRAWING_TASK.format(description=told) + "\n\n" + _TOY, style, wish, hints)


def _join(task: str, style: Style, wish: str, hints: Hints) -> str:
    parts = [task, _STYLES[style]]
    told = _tell_hints(hints)
    if told:
        parts.append(told)
    quoted = _as_quotation(wish)
    if quoted:
        parts.append(_WISH.format(wish=quoted))
    return "\n\n".join(parts)


def _tell_hints(hints: Hints) -> str:
    told = []
    if hints.kind is not None:
        told.append(_KINDS[hints.kind])
    if hints.ears is not None:
        told.append(_EARS[hints.ears])
    if hints.friendly_face:
        told.append(_FRIENDLY_FACE)
    return " ".join(told)


def _as_quotation(wish: str) -> str:
    """One line that cannot end its own quotation."""
    return re.sub(r"\s+", " ", wish.replace("«", "").replace("»", "")).strip()
